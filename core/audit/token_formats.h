// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/secret_match.h"

#include <span>

namespace stratoscope {

/// How the credentials of a service look: fixed characters followed by a number of others.
struct TokenFormat {
    std::string_view prefix; ///< at least LiteralFilter::kShortestLiteral bytes
    QLatin1StringView name; ///< "GitHub personal access token"
    bool (*isPart)(char byte); ///< the characters that follow
    std::size_t least;
    std::size_t most;
    bool (*check)(std::string_view body) = nullptr; ///< what follows the prefix: a check sum, a structure
    FindingSeverity severity = FindingSeverity::High;
};
std::span<const TokenFormat> tokenFormats();
/// Recognizes a token whose prefix is at `at`. Nothing for other texts, wrong check sums, and what looks like an example.
std::optional<SecretMatch> tokenAt(const TokenFormat &format, std::string_view text, std::size_t at);

/// Credentials without a prefix of their own.
struct OtherToken {
    std::string_view literal; ///< that they contain or follow
    std::optional<SecretMatch> (*recognize)(std::string_view text, std::size_t at); ///< at: of the literal
};
std::span<const OtherToken> otherTokens();

} // namespace stratoscope
