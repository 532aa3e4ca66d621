// SPDX-License-Identifier: Apache-2.0
#include "packages/versions/rpm_version.h"

#include "packages/versions/version_parts.h"

namespace stratoscope {

namespace {

void skipRpmSeparators(std::string_view &rest)
{
    takeWhile(rest, [](char byte) { return !isDigit(byte) && !isLetter(byte) && byte != '~' && byte != '^'; });
}

/// rpm's rpmvercmp().
std::strong_ordering compareRpmPart(std::string_view a, std::string_view b)
{
    while (!a.empty() || !b.empty()) {
        skipRpmSeparators(a);
        skipRpmSeparators(b);
        const bool aIsTilde = takePrefix(a, "~");
        const bool bIsTilde = takePrefix(b, "~");
        if (aIsTilde || bIsTilde) {
            if (aIsTilde != bIsTilde)
                return aIsTilde ? std::strong_ordering::less : std::strong_ordering::greater;
            continue;
        }
        // A caret comes after the end, but before anything else.
        const bool aIsCaret = a.starts_with('^');
        const bool bIsCaret = b.starts_with('^');
        if (aIsCaret || bIsCaret) {
            if (aIsCaret && bIsCaret) {
                a.remove_prefix(1);
                b.remove_prefix(1);
                continue;
            }
            if (a.empty() || b.empty())
                return a.empty() ? std::strong_ordering::less : std::strong_ordering::greater;
            return aIsCaret ? std::strong_ordering::less : std::strong_ordering::greater;
        }
        if (a.empty() || b.empty())
            break;
        const bool isNumber = isDigit(a.front());
        const std::string_view first = isNumber ? takeDigits(a) : takeWhile(a, isLetter);
        const std::string_view second = isNumber ? takeDigits(b) : takeWhile(b, isLetter);
        if (second.empty()) // numbers come after letters
            return isNumber ? std::strong_ordering::greater : std::strong_ordering::less;
        if (const auto order = isNumber ? compareDigits(first, second) : first <=> second; order != 0)
            return order;
    }
    return !a.empty() <=> !b.empty();
}

} // namespace

std::strong_ordering compareRpmVersions(std::string_view a, std::string_view b)
{
    return compareEpochVersions(a, b, compareRpmPart);
}

} // namespace stratoscope
