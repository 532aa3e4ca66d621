// SPDX-License-Identifier: Apache-2.0
#include "packages/versions/debian_version.h"

#include "packages/versions/version_parts.h"

namespace stratoscope {

namespace {

/// Where a character comes among those that are not digits: `~` before the end, the end before letters, letters before the rest.
int debianRank(std::string_view text)
{
    if (text.empty() || isDigit(text.front()))
        return 0;
    const char first = text.front();
    return first == '~' ? -1 : isLetter(first) ? int(first) : int(std::uint8_t(first)) + 256;
}

std::strong_ordering compareDebianPart(std::string_view a, std::string_view b)
{
    while (!a.empty() || !b.empty()) {
        while ((!a.empty() && !isDigit(a.front())) || (!b.empty() && !isDigit(b.front()))) {
            if (const auto order = debianRank(a) <=> debianRank(b); order != 0)
                return order;
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
        if (const auto order = compareDigits(takeDigits(a), takeDigits(b)); order != 0)
            return order;
    }
    return std::strong_ordering::equal;
}

} // namespace

std::strong_ordering compareDebianVersions(std::string_view a, std::string_view b)
{
    return compareEpochVersions(a, b, compareDebianPart);
}

} // namespace stratoscope
