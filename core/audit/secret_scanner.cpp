// SPDX-License-Identifier: Apache-2.0
#include "audit/secret_scanner.h"

#include "audit/private_key.h"
#include "audit/token_formats.h"

#include <algorithm>

namespace stratoscope {

namespace {

/// In the order in which recognize() expects them.
std::vector<std::string_view> secretLiterals()
{
    std::vector<std::string_view> literals{kPemKeyWords, kPuttyKeyWords};
    for (const TokenFormat &format : tokenFormats())
        literals.push_back(format.prefix);
    for (const OtherToken &token : otherTokens())
        literals.push_back(token.literal);
    return literals;
}

} // namespace

const SecretScanner &SecretScanner::instance()
{
    static const SecretScanner scanner;
    return scanner;
}

SecretScanner::SecretScanner()
    : m_filter(secretLiterals())
{
}

std::optional<SecretMatch> SecretScanner::recognize(std::size_t literal, std::string_view text, std::size_t at) const
{
    if (literal == 0)
        return pemKeyAt(text, at);
    if (literal == 1)
        return puttyKeyAt(text, at);
    literal -= 2;
    const auto formats = tokenFormats();
    return literal < formats.size() ? tokenAt(formats[literal], text, at)
                                    : otherTokens()[literal - formats.size()].recognize(text, at);
}

std::vector<SecretMatch> SecretScanner::secretsIn(std::string_view text) const
{
    std::vector<SecretMatch> secrets;
    m_filter.search(text, [&](std::size_t position, std::size_t literal) {
        if (auto match = recognize(literal, text, position))
            secrets.push_back(*std::move(match));
    });
    std::ranges::sort(secrets, {}, &SecretMatch::begin);
    return secrets;
}

} // namespace stratoscope
