// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// Names, configuration files, headers, and what registries answer.
namespace stratoscope::test {

bool tryReference(std::string_view bytes);
bool tryPlatform(std::string_view bytes);
bool tryImageName(std::string_view bytes);
/// Lines are headers of a response, in this and the next ones.
bool tryChallenges(std::string_view bytes);
bool tryLinks(std::string_view bytes);
/// The first lines are headers about ranges, times and limits.
bool tryHeaders(std::string_view bytes);
bool tryRegistriesConf(std::string_view bytes);
bool tryAuthFile(std::string_view bytes);

/// Answers to requests of the program's own client, from a server on this machine: a line with the status, lines of headers, an
/// empty line, the body.
bool tryTokenAnswer(std::string_view bytes);
bool trySearchAnswer(std::string_view bytes);
bool tryTagsAnswer(std::string_view bytes);
bool tryReferrersAnswer(std::string_view bytes);
bool tryManifestAnswer(std::string_view bytes);

std::vector<std::string> referenceCorpus();
std::vector<std::string> platformCorpus();
std::vector<std::string> imageNameCorpus();
std::vector<std::string> challengeCorpus();
std::vector<std::string> linkCorpus();
std::vector<std::string> headerCorpus();
std::vector<std::string> registriesConfCorpus();
std::vector<std::string> authFileCorpus();
std::vector<std::string> tokenAnswerCorpus();
std::vector<std::string> searchAnswerCorpus();
std::vector<std::string> tagsAnswerCorpus();
std::vector<std::string> referrersAnswerCorpus();
std::vector<std::string> manifestAnswerCorpus();

} // namespace stratoscope::test
