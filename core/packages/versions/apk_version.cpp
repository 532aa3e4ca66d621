// SPDX-License-Identifier: Apache-2.0
#include "packages/versions/apk_version.h"

#include "packages/versions/version_parts.h"

#include <array>
#include <string>
#include <vector>

namespace stratoscope {

namespace {

/// In the order in which they can follow each other: the version that has the earlier one is the greater.
enum class ApkKind { Number, Letter, Suffix, SuffixNumber, Hash, Revision, End };

struct ApkPart {
    ApkKind kind = ApkKind::End;
    std::string_view text{};
    int suffix = 0; ///< negative: comes before the version without it
};

/// The place of a suffix; 0 for an unknown one.
int apkSuffix(std::string_view name)
{
    constexpr std::array<std::string_view, 4> kBefore{"alpha", "beta", "pre", "rc"};
    constexpr std::array<std::string_view, 5> kAfter{"cvs", "svn", "git", "hg", "p"};
    if (const auto found = std::ranges::find(kBefore, name); found != kBefore.end())
        return int(found - kBefore.end());
    const auto found = std::ranges::find(kAfter, name);
    return found == kAfter.end() ? 0 : int(found - kAfter.begin()) + 1;
}

/// Empty if it is not a version.
std::vector<ApkPart> apkParts(std::string_view rest)
{
    std::vector<ApkPart> parts;
    do {
        parts.push_back({.kind = ApkKind::Number, .text = takeDigits(rest)});
        if (parts.back().text.empty())
            return {};
    } while (takePrefix(rest, "."));
    if (!rest.empty() && rest.front() >= 'a' && rest.front() <= 'z') {
        parts.push_back({.kind = ApkKind::Letter, .text = rest.substr(0, 1)});
        rest.remove_prefix(1);
    }
    while (takePrefix(rest, "_")) {
        const std::string_view name = takeWhile(rest, isLetter);
        const int suffix = apkSuffix(name);
        if (suffix == 0)
            return {};
        parts.push_back({.kind = ApkKind::Suffix, .text = name, .suffix = suffix});
        if (const std::string_view number = takeDigits(rest); !number.empty())
            parts.push_back({.kind = ApkKind::SuffixNumber, .text = number});
    }
    if (takePrefix(rest, "~"))
        parts.push_back(
            {.kind = ApkKind::Hash, .text = takeWhile(rest, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); })});
    if (takePrefix(rest, "-r"))
        parts.push_back({.kind = ApkKind::Revision, .text = takeDigits(rest)});
    if (!rest.empty() || parts.back().text.empty())
        return {};
    parts.push_back({});
    return parts;
}

std::strong_ordering compareApkParts(const ApkPart &a, const ApkPart &b, bool isFirst)
{
    switch (a.kind) {
    case ApkKind::Suffix:
        return a.suffix <=> b.suffix;
    case ApkKind::Letter:
    case ApkKind::Hash:
        return a.text <=> b.text;
    case ApkKind::Number:
        // 1.05 comes before 1.1: like decimals.
        if (!isFirst && (a.text.starts_with('0') || b.text.starts_with('0')))
            return a.text <=> b.text;
        break;
    default:
        break;
    }
    return compareDigits(a.text, b.text);
}

} // namespace

std::optional<std::strong_ordering> compareApkVersions(std::string_view a, std::string_view b)
{
    const auto first = apkParts(a);
    const auto second = apkParts(b);
    if (first.empty() || second.empty())
        return std::nullopt;
    for (std::size_t i = 0;; ++i) {
        const ApkPart &left = first[i];
        const ApkPart &right = second[i];
        if (left.kind != right.kind) {
            if (left.suffix < 0 || right.suffix < 0)
                return left.suffix < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
            return right.kind <=> left.kind;
        }
        if (left.kind == ApkKind::End)
            return std::strong_ordering::equal;
        if (const auto order = compareApkParts(left, right, i == 0); order != 0)
            return order;
    }
}

} // namespace stratoscope
