// SPDX-License-Identifier: Apache-2.0
#include "packages/versions/python_version.h"

#include "base/utf8.h"
#include "packages/versions/version_parts.h"

#include <array>
#include <string>
#include <vector>

namespace stratoscope {

namespace {

constexpr auto isPythonSeparator = [](char byte) { return byte == '.' || byte == '-' || byte == '_'; };

/// A version's parts, as texts of digits.
struct PythonVersion {
    std::string_view epoch;
    std::vector<std::string_view> release;
    char pre = '\0'; ///< a, b or r; 0: none
    std::string_view preNumber;
    bool isPost = false;
    std::string_view postNumber;
    bool isDev = false;
    std::string_view devNumber;
    std::vector<std::string_view> local;
};

/// `-rc.1`: one of these words and the number after it, which may be missing.
struct PythonPhase {
    std::string_view word;
    char kind;
};

char takePhase(std::string_view &rest, std::span<const PythonPhase> phases, std::string_view &number)
{
    std::string_view tried = rest;
    takeWhile(tried, isPythonSeparator);
    for (const PythonPhase &phase : phases) {
        if (!takePrefix(tried, phase.word))
            continue;
        std::string_view after = tried;
        takeWhile(after, isPythonSeparator);
        number = takeDigits(after);
        rest = number.empty() ? tried : after;
        return phase.kind;
    }
    return '\0';
}

std::optional<PythonVersion> parsePythonVersion(std::string_view rest)
{
    constexpr std::array<PythonPhase, 8> kPre{
        {{"alpha", 'a'}, {"a", 'a'}, {"beta", 'b'}, {"b", 'b'}, {"preview", 'r'}, {"pre", 'r'}, {"rc", 'r'}, {"c", 'r'}}};
    constexpr std::array<PythonPhase, 3> kPost{{{"post", 'p'}, {"rev", 'p'}, {"r", 'p'}}};
    constexpr std::array<PythonPhase, 1> kDev{{{"dev", 'd'}}};
    PythonVersion version;
    takePrefix(rest, "v");
    version.release.push_back(takeDigits(rest));
    if (takePrefix(rest, "!")) {
        version.epoch = version.release.front();
        version.release.front() = takeDigits(rest);
    }
    if (version.release.front().empty())
        return std::nullopt;
    while (rest.size() > 1 && rest.front() == '.' && isDigit(rest[1])) {
        rest.remove_prefix(1);
        version.release.push_back(takeDigits(rest));
    }
    while (version.release.size() > 1 && version.release.back().find_first_not_of('0') == std::string_view::npos)
        version.release.pop_back(); // 1.0 is 1
    version.pre = takePhase(rest, kPre, version.preNumber);
    version.isPost = takePhase(rest, kPost, version.postNumber) != '\0';
    if (!version.isPost && rest.size() > 1 && rest.front() == '-' && isDigit(rest[1])) {
        rest.remove_prefix(1);
        version.isPost = true;
        version.postNumber = takeDigits(rest);
    }
    version.isDev = takePhase(rest, kDev, version.devNumber) != '\0';
    if (takePrefix(rest, "+")) {
        do {
            version.local.push_back(takeWhile(rest, [](char byte) { return isDigit(byte) || isLetter(byte); }));
        } while (!rest.empty() && isPythonSeparator(rest.front()) && (rest.remove_prefix(1), true));
    }
    return rest.empty() ? std::optional(version) : std::nullopt;
}

/// Where a pre-release comes: developers' releases of the version itself come first of all, then a, b and rc, then the release.
int preRank(const PythonVersion &version)
{
    if (version.pre != '\0')
        return version.pre;
    return version.isDev && !version.isPost ? 0 : 'z';
}

std::strong_ordering compareLocalPart(std::string_view a, std::string_view b)
{
    const auto isNumber = [](std::string_view part) { return std::ranges::all_of(part, isDigit); };
    if (isNumber(a) != isNumber(b))
        return isNumber(a) ? std::strong_ordering::greater : std::strong_ordering::less;
    return isNumber(a) ? compareDigits(a, b) : a <=> b;
}

std::strong_ordering comparePythonRelease(const PythonVersion &a, const PythonVersion &b)
{
    if (const auto order = compareDigits(a.epoch, b.epoch); order != 0)
        return order;
    for (std::size_t i = 0; i < std::max(a.release.size(), b.release.size()); ++i) {
        const auto number = [i](const PythonVersion &v) { return i < v.release.size() ? v.release[i] : std::string_view(); };
        if (const auto order = compareDigits(number(a), number(b)); order != 0)
            return order;
    }
    return std::strong_ordering::equal;
}

std::strong_ordering comparePythonPhases(const PythonVersion &a, const PythonVersion &b)
{
    if (const auto order = preRank(a) <=> preRank(b); order != 0)
        return order;
    if (const auto order = compareDigits(a.preNumber, b.preNumber); order != 0)
        return order;
    if (a.isPost != b.isPost)
        return a.isPost <=> b.isPost;
    if (const auto order = compareDigits(a.postNumber, b.postNumber); order != 0)
        return order;
    if (a.isDev != b.isDev)
        return b.isDev <=> a.isDev;
    return compareDigits(a.devNumber, b.devNumber);
}

} // namespace

std::optional<std::strong_ordering> comparePythonVersions(std::string_view a, std::string_view b)
{
    std::string first(a);
    std::string second(b);
    std::ranges::transform(first, first.begin(), asciiLower);
    std::ranges::transform(second, second.begin(), asciiLower);
    const auto left = parsePythonVersion(first);
    const auto right = parsePythonVersion(second);
    if (!left || !right)
        return std::nullopt;
    if (const auto order = comparePythonRelease(*left, *right); order != 0)
        return order;
    if (const auto order = comparePythonPhases(*left, *right); order != 0)
        return order;
    for (std::size_t i = 0; i < std::min(left->local.size(), right->local.size()); ++i) {
        if (const auto order = compareLocalPart(left->local[i], right->local[i]); order != 0)
            return order;
    }
    return left->local.size() <=> right->local.size();
}

} // namespace stratoscope
