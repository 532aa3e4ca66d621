// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/secret_match.h"

#include <vector>

namespace stratoscope {

/// Larger files of this kind are not read.
inline constexpr std::uint64_t kLargestCredentialFile = 1024 * 1024;

/// A file whose name says that it holds credentials: `.netrc`, `.docker/config.json`, `/etc/shadow`.
struct CredentialFile;
/// What to read a file as, by its name and the name of its directory; null if it is not one of them.
const CredentialFile *credentialFileNamed(std::string_view name, std::string_view directory);
/// The credentials in such a file, in its order. References to variables and placeholders are none.
std::vector<SecretMatch> credentialsIn(const CredentialFile &file, std::string_view text);

} // namespace stratoscope
