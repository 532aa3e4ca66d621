// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

/// What the orders of versions have in common. ASCII only, in any locale.
namespace stratoscope {

constexpr bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}
constexpr bool isLetter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Takes the characters from the beginning of a text for which `is` holds.
template <typename Is>
std::string_view takeWhile(std::string_view &rest, Is is)
{
    const auto end = std::ranges::find_if_not(rest, is);
    const std::string_view taken = rest.substr(0, std::size_t(end - rest.begin()));
    rest.remove_prefix(taken.size());
    return taken;
}
inline std::string_view takeDigits(std::string_view &rest)
{
    return takeWhile(rest, isDigit);
}
/// Removes `prefix` from the beginning, if it is there.
inline bool takePrefix(std::string_view &rest, std::string_view prefix)
{
    if (!rest.starts_with(prefix))
        return false;
    rest.remove_prefix(prefix.size());
    return true;
}

/// Orders numbers of any length, given by their digits; none is 0.
inline std::strong_ordering compareDigits(std::string_view a, std::string_view b)
{
    a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
    b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
    return a.size() == b.size() ? a <=> b : a.size() <=> b.size();
}

} // namespace stratoscope
