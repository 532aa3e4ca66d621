// SPDX-License-Identifier: Apache-2.0
#include "packages/package_groups.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace stratoscope {

namespace {

auto groupKeyOf(const Package &package)
{
    return std::tuple(package.type, std::string_view(package.name), std::string_view(package.arch));
}
using GroupKey = decltype(groupKeyOf(std::declval<const Package &>()));

/// Which of the packages that have a file it belongs to: the lowest. Types are in the order of what contains what.
auto claimOf(const Package &package)
{
    return std::tuple(package.type, !package.inside.empty(), package.type == PackageType::Go && !package.size);
}

std::vector<std::uint32_t> groupsOfFiles(const PackageGroups::Side &side, const std::map<GroupKey, std::uint32_t> &numbers)
{
    if (!side.tree)
        return {};
    std::vector<const Package *> owners(side.tree->size(), nullptr);
    for (const Package &package : side.list->packages) {
        for (const NodeId file : package.files) {
            const Package *&owner = owners[file];
            if (!owner || claimOf(package) < claimOf(*owner))
                owner = &package;
        }
    }
    std::vector<std::uint32_t> groups(owners.size(), std::uint32_t(numbers.size()));
    for (std::size_t file = 0; file < owners.size(); ++file) {
        if (owners[file])
            groups[file] = numbers.at(groupKeyOf(*owners[file]));
    }
    return groups;
}

} // namespace

std::string PackageGroup::versions(const std::vector<const Package *> &packages)
{
    std::string text;
    std::string_view last;
    for (const Package *const package : packages) { // sorted
        if (package->version.empty() || package->version == last)
            continue;
        text += text.empty() ? "" : ", ";
        text += package->version;
        last = package->version;
    }
    return text;
}

std::shared_ptr<const PackageGroups> PackageGroups::make(Side before, Side after)
{
    const auto made = std::make_shared<PackageGroups>();
    made->before = std::move(before);
    made->after = std::move(after);
    std::map<GroupKey, PackageGroup> found;
    const auto add = [&found](const Side &side, std::vector<const Package *> PackageGroup::*to) {
        if (!side.list)
            return;
        for (const Package &package : side.list->packages) {
            PackageGroup &group = found[groupKeyOf(package)];
            group.type = package.type;
            group.name = package.name;
            group.arch = package.arch;
            (group.*to).push_back(&package);
        }
    };
    add(made->before, &PackageGroup::before);
    add(made->after, &PackageGroup::after);
    std::map<GroupKey, std::uint32_t> numbers;
    for (auto &[key, group] : found) {
        numbers.emplace_hint(numbers.end(), key, std::uint32_t(made->groups.size()));
        made->groups.push_back(std::move(group));
    }
    made->ofBefore = groupsOfFiles(made->before, numbers);
    made->ofAfter = groupsOfFiles(made->after, numbers);
    return made;
}

std::vector<std::string> PackageGroups::labels() const
{
    std::map<std::string_view, int> count;
    for (const PackageGroup &group : groups)
        ++count[group.name];
    std::vector<std::string> labels;
    for (const PackageGroup &group : groups) {
        std::string label = group.name;
        if (count[group.name] > 1)
            label.append(" (").append(packageTypeName(group.type)).append(group.arch.empty() ? "" : ", ").append(group.arch) += ')';
        labels.push_back(std::move(label));
    }
    return labels;
}

} // namespace stratoscope
