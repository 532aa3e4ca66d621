// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// What is in the files of an image, and what is typed to search them.
namespace stratoscope::test {

/// Both /etc/passwd and /etc/group.
bool tryUsers(std::string_view bytes);
/// An ELF file or a script.
bool tryProgram(std::string_view bytes);
bool tryListing(std::string_view bytes);
bool tryOpenedArchive(std::string_view bytes);
bool tryFilter(std::string_view bytes);
/// A pattern, a line feed, and a content.
bool tryGrep(std::string_view bytes);
bool tryJsonTree(std::string_view bytes);
bool tryText(std::string_view bytes);
/// The value of an extended attribute.
bool tryXattr(std::string_view bytes);

std::vector<std::string> usersCorpus();
std::vector<std::string> programCorpus();
std::vector<std::string> listingCorpus();
std::vector<std::string> filterCorpus();
std::vector<std::string> grepCorpus();
std::vector<std::string> jsonTreeCorpus();
std::vector<std::string> textCorpus();
std::vector<std::string> xattrCorpus();

} // namespace stratoscope::test
