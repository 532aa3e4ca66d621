// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// What an audit reads of an image.
namespace stratoscope::test {

/// The content of a file, or a text of the configuration, in which secrets are searched for.
bool trySecrets(std::string_view bytes);
/// The name of a file, the name of its directory and its content, separated by line breaks: files with credentials.
bool tryCredentialFile(std::string_view bytes);

std::vector<std::string> secretsCorpus();
std::vector<std::string> credentialFileCorpus();

} // namespace stratoscope::test
