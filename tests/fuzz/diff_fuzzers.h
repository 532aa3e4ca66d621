// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// Contents of two files that are compared. An input is the length of the first one in two bytes, the lower one first, and both of
/// them.
namespace stratoscope::test {

bool tryJsonDiff(std::string_view bytes);
bool tryArchiveDiff(std::string_view bytes);
bool tryByteDiff(std::string_view bytes);

std::vector<std::string> jsonDiffCorpus();
std::vector<std::string> archiveDiffCorpus();
std::vector<std::string> byteDiffCorpus();

} // namespace stratoscope::test
