// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// What engines answer, and what they have on the disk.
namespace stratoscope::test {

bool tryEngineVersion(std::string_view bytes);
/// The answers to `/images/json`, `/images/{name}/json`, `/containers/json` and `/images/load`.
bool tryEngineAnswers(std::string_view bytes);
bool tryStorageImages(std::string_view bytes);
bool tryStorageLayers(std::string_view bytes);
bool tryTarSplit(std::string_view bytes);
bool tryStorageConf(std::string_view bytes);

std::vector<std::string> engineVersionCorpus();
std::vector<std::string> engineAnswersCorpus();
std::vector<std::string> storageImagesCorpus();
std::vector<std::string> storageLayersCorpus();
std::vector<std::string> tarSplitCorpus();
std::vector<std::string> storageConfCorpus();

} // namespace stratoscope::test
