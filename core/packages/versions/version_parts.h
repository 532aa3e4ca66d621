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

/// `[EPOCH:]VERSION[-RELEASE]`, where the release begins after the last dash.
struct EpochVersion {
    std::string_view epoch; ///< digits; empty if there is none
    std::string_view version;
    std::string_view release; ///< empty if there is none

    explicit EpochVersion(std::string_view text)
        : version(text)
    {
        std::string_view rest = text;
        const std::string_view digits = takeDigits(rest);
        if (rest.starts_with(':')) {
            epoch = digits;
            version = rest.substr(1);
        }
        if (const std::size_t dash = version.rfind('-'); dash != std::string_view::npos) {
            release = version.substr(dash + 1);
            version = version.substr(0, dash);
        }
    }
};

/// Orders such versions by their epochs, then their versions and releases as `compare` does.
template <typename Compare>
std::strong_ordering compareEpochVersions(std::string_view a, std::string_view b, Compare compare)
{
    const EpochVersion first(a);
    const EpochVersion second(b);
    if (const auto order = compareDigits(first.epoch, second.epoch); order != 0)
        return order;
    if (const std::strong_ordering order = compare(first.version, second.version); order != 0)
        return order;
    return compare(first.release, second.release);
}

} // namespace stratoscope
