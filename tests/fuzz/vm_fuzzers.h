// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// What virtual machines are made of, and what their init reads.
namespace stratoscope::test {

/// The beginning of a kernel.
bool tryKernelHead(std::string_view bytes);
/// A kernel module of an image, which names what it depends on.
bool tryKernelModule(std::string_view bytes);
/// The answer of a DHCP server.
bool tryDhcpReply(std::string_view bytes);
/// The file that tells the init what to run.
bool tryRunFile(std::string_view bytes);
/// The kernel's command line.
bool tryKernelOptions(std::string_view bytes);
/// A user, and the files passwd and group, separated by zero bytes.
bool tryAccount(std::string_view bytes);

std::vector<std::string> kernelHeadCorpus();
std::vector<std::string> kernelModuleCorpus();
std::vector<std::string> dhcpReplyCorpus();
std::vector<std::string> runFileCorpus();
std::vector<std::string> kernelOptionsCorpus();
std::vector<std::string> accountCorpus();

} // namespace stratoscope::test
