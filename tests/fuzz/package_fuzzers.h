// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// The databases and files that describe installed packages.
namespace stratoscope::test {

/// dpkg's status and a list of files, apk's database, METADATA with RECORD, and package.json, all of the same bytes.
bool tryPackageTexts(std::string_view bytes);
bool tryRpmHeader(std::string_view bytes);
bool tryRpmDatabase(std::string_view bytes);
/// A Go program.
bool tryGoProgram(std::string_view bytes);
bool tryJar(std::string_view bytes);
/// Two versions, divided by a line feed.
bool tryVersions(std::string_view bytes);

std::vector<std::string> packageTextsCorpus();
std::vector<std::string> rpmHeaderCorpus();
std::vector<std::string> rpmDatabaseCorpus();
std::vector<std::string> goProgramCorpus();
std::vector<std::string> jarCorpus();
std::vector<std::string> versionsCorpus();

} // namespace stratoscope::test
