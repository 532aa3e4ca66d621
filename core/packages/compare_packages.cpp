// SPDX-License-Identifier: Apache-2.0
#include "packages/compare_packages.h"

#include <algorithm>
#include <array>
#include <compare>
#include <map>

namespace stratoscope {

namespace {

struct PackageKey {
    PackageType type;
    std::string_view name;
    std::string_view arch;

    auto operator<=>(const PackageKey &) const = default;
};

struct Versions {
    std::vector<std::string_view> before;
    std::vector<std::string_view> after;
};

/// Each version once. Sorted as text, since the rules of a type do not order all versions.
void sortByText(std::vector<std::string_view> &versions)
{
    std::ranges::sort(versions);
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
}

void sortByRules(std::vector<std::string_view> &versions, PackageType type)
{
    const auto isKnown = [type](std::string_view version) { return compareVersions(type, version, version).has_value(); };
    const auto unknown = std::stable_partition(versions.begin(), versions.end(), isKnown);
    std::stable_sort(versions.begin(), unknown, [type](std::string_view a, std::string_view b) {
        return compareVersions(type, a, b) == std::strong_ordering::less;
    });
}

std::vector<std::string_view> without(const std::vector<std::string_view> &all, const std::vector<std::string_view> &others)
{
    std::vector<std::string_view> rest;
    std::ranges::set_difference(all, others, std::back_inserter(rest));
    return rest;
}

PackageDifference differenceOf(PackageType type, std::string_view before, std::string_view after)
{
    const auto order = compareVersions(type, before, after);
    if (order == std::strong_ordering::less)
        return PackageDifference::Upgraded;
    return order == std::strong_ordering::greater ? PackageDifference::Downgraded : PackageDifference::Changed;
}

} // namespace

std::string_view packageDifferenceName(PackageDifference difference)
{
    constexpr std::array<std::string_view, 5> kNames{"added", "removed", "upgraded", "downgraded", "changed"};
    return kNames[std::size_t(difference)];
}

std::vector<PackageChange> comparePackages(const PackageList &before, const PackageList &after)
{
    std::map<PackageKey, Versions> all;
    for (const Package &package : before.packages)
        all[{package.type, package.name, package.arch}].before.push_back(package.version);
    for (const Package &package : after.packages)
        all[{package.type, package.name, package.arch}].after.push_back(package.version);

    std::vector<PackageChange> changes;
    for (auto &entry : all) {
        const PackageKey &key = entry.first;
        Versions &versions = entry.second;
        sortByText(versions.before);
        sortByText(versions.after);
        auto gone = without(versions.before, versions.after);
        auto come = without(versions.after, versions.before);
        sortByRules(gone, key.type);
        sortByRules(come, key.type);
        const auto add = [&](PackageDifference difference, std::string_view from, std::string_view to) {
            changes.push_back({.difference = difference,
                               .type = key.type,
                               .name = std::string(key.name),
                               .arch = std::string(key.arch),
                               .before = std::string(from),
                               .after = std::string(to)});
        };
        if (gone.size() == come.size()) {
            for (std::size_t i = 0; i < gone.size(); ++i)
                add(differenceOf(key.type, gone[i], come[i]), gone[i], come[i]);
            continue;
        }
        for (const std::string_view version : gone)
            add(PackageDifference::Removed, version, {});
        for (const std::string_view version : come)
            add(PackageDifference::Added, {}, version);
    }
    return changes;
}

} // namespace stratoscope
