// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/literal_filter.h"
#include "audit/secret_match.h"

#include <vector>

namespace stratoscope {

/// Recognizes private keys and tokens of services in any bytes. Immutable; thread-safe.
class SecretScanner
{
public:
    static const SecretScanner &instance();

    /// How far a secret may reach before and after what the filter finds of it.
    static constexpr std::size_t kMostBefore = 256;
    static constexpr std::size_t kMostAfter = 24 * 1024;

    const LiteralFilter &filter() const { return m_filter; }
    /// What a literal of the filter that was found at `at` belongs to, if it is a secret. `text`: what is around it, up to the
    /// bounds of its file.
    std::optional<SecretMatch> recognize(std::size_t literal, std::string_view text, std::size_t at) const;

    /// All of a short text, in its order.
    std::vector<SecretMatch> secretsIn(std::string_view text) const;

private:
    SecretScanner();

    LiteralFilter m_filter;
};

} // namespace stratoscope
