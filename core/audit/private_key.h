// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/secret_match.h"

namespace stratoscope {

/// The words that a private key in a text has on its first line.
inline constexpr std::string_view kPemKeyWords = "PRIVATE KEY"; ///< RFC 7468, and what OpenSSH, PGP and others write like it
inline constexpr std::string_view kPuttyKeyWords = "PuTTY-User-Key-File-";

/// Recognizes the private key around kPemKeyWords at `at`: with a beginning and an end, and decoded between them. Its line breaks
/// may be escaped, as in JSON. Programs and documents that only name such lines have no key. Nothing for other texts.
std::optional<SecretMatch> pemKeyAt(std::string_view text, std::size_t at);
/// The same for a key of PuTTY that begins with kPuttyKeyWords at `at`.
std::optional<SecretMatch> puttyKeyAt(std::string_view text, std::size_t at);

} // namespace stratoscope
