// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/secret_match.h"

#include <vector>

/// Secrets that their names give away.
namespace stratoscope {

/// Password or Token if a variable of this name holds a secret (`DB_PASSWORD`, `apiKey`); nothing for others, such as those that
/// name a file (`TOKEN_FILE`).
std::optional<FindingKind> secretNamed(std::string_view name);
/// Whether a value may be a secret: it is not empty, and neither a path, a reference (`$TOKEN`), a switch nor a placeholder.
bool mayBeSecret(std::string_view value);

/// `NAME=value` of secrets, `--password value`, and `//user:password@host` in a command or in the value of a variable. In their
/// order.
std::vector<SecretMatch> namedSecretsIn(std::string_view text);
/// The passwords of `scheme://user:password@host` in a text.
std::vector<SecretMatch> urlPasswordsIn(std::string_view text);

} // namespace stratoscope
