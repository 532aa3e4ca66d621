// SPDX-License-Identifier: Apache-2.0
#include "packages/versions/semantic_version.h"

#include "base/parse_text.h"
#include "packages/versions/version_parts.h"

#include <array>
#include <vector>

namespace stratoscope {

namespace {

struct SemanticVersion {
    std::array<std::string_view, 3> numbers;
    std::string_view preRelease;
    bool isOfGo = false; ///< `rc1` rather than `-rc.1`
};

std::optional<SemanticVersion> parseSemanticVersion(std::string_view text)
{
    std::string_view rest = text.substr(0, text.find('+'));
    takePrefix(rest, "v");
    SemanticVersion version;
    for (std::string_view &number : version.numbers) {
        number = takeDigits(rest);
        if (number.empty())
            return std::nullopt;
        if (&number == &version.numbers.back() || !takePrefix(rest, "."))
            break;
    }
    if (rest.empty())
        return version;
    version.isOfGo = isLetter(rest.front());
    if (!version.isOfGo && (!takePrefix(rest, "-") || rest.empty()))
        return std::nullopt;
    version.preRelease = rest;
    return version;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, isDigit);
}

std::strong_ordering comparePreRelease(std::string_view a, std::string_view b)
{
    if (a.empty() || b.empty())
        return a.empty() <=> b.empty(); // a release comes after its pre-releases
    while (!a.empty() && !b.empty()) {
        const std::string_view first = takeUntil('.', a);
        const std::string_view second = takeUntil('.', b);
        if (isNumber(first) != isNumber(second))
            return isNumber(first) ? std::strong_ordering::less : std::strong_ordering::greater;
        if (const auto order = isNumber(first) ? compareDigits(first, second) : first <=> second; order != 0)
            return order;
    }
    return !a.empty() <=> !b.empty();
}

} // namespace

std::optional<std::strong_ordering> compareSemanticVersions(std::string_view a, std::string_view b)
{
    const auto first = parseSemanticVersion(a);
    const auto second = parseSemanticVersion(b);
    if (!first || !second)
        return std::nullopt;
    for (std::size_t i = 0; i < first->numbers.size(); ++i) {
        if (const auto order = compareDigits(first->numbers[i], second->numbers[i]); order != 0)
            return order;
    }
    if (first->isOfGo && second->isOfGo) {
        std::string_view left = first->preRelease;
        std::string_view right = second->preRelease;
        const auto order = takeWhile(left, isLetter) <=> takeWhile(right, isLetter);
        return order == 0 ? compareDigits(left, right) : order;
    }
    return comparePreRelease(first->preRelease, second->preRelease);
}

std::optional<std::strong_ordering> compareDottedNumbers(std::string_view a, std::string_view b)
{
    auto order = std::strong_ordering::equal;
    while (!a.empty() || !b.empty()) {
        const std::string_view first = takeUntil('.', a);
        const std::string_view second = takeUntil('.', b);
        if ((!first.empty() && !isNumber(first)) || (!second.empty() && !isNumber(second)))
            return std::nullopt;
        if (order == 0)
            order = compareDigits(first, second);
    }
    return order;
}

} // namespace stratoscope
