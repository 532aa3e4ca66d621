// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/grouped_snapshot.h"

#include "ui/common/format.h"

#include <QCoreApplication>

namespace stratoscope::ui {

namespace {

struct GroupedSnapshotTr {
    Q_DECLARE_TR_FUNCTIONS(GroupedSnapshot)
};

/// By node of a snapshot's tree: the number of its group.
std::vector<std::uint32_t> groupOfNodes(const TreeSnapshot &snapshot, const PackageGroups &packages)
{
    const auto &sides = snapshot.compared;
    if (!sides)
        return packages.ofAfter;
    std::vector<std::uint32_t> groups;
    groups.reserve(sides->diff.changes.size());
    for (NodeId node = 0; node < sides->diff.changes.size(); ++node)
        groups.push_back(sides->diff.changes[node] == Change::Removed ? packages.ofBefore[sides->diff.before[node]]
                                                                      : packages.ofAfter[sides->diff.after[node]]);
    return groups;
}

Change changeOfPackage(const PackageGroup &package)
{
    if (package.before.empty() != package.after.empty())
        return package.before.empty() ? Change::Added : Change::Removed;
    return PackageGroup::versions(package.before) == PackageGroup::versions(package.after) ? Change::None : Change::Modified;
}

QString versionNote(const PackageGroup &package)
{
    const QString before = printable(PackageGroup::versions(package.before));
    const QString after = printable(PackageGroup::versions(package.after));
    if (before.isEmpty() || after.isEmpty() || before == after)
        return after.isEmpty() ? before : after;
    return fromToText(before, after);
}

/// By directory number of a grouped tree: the sizes of the same directories where both sides are grouped as a whole.
std::vector<ComparedSizes> sizesOnBothSides(const MergedTree &tree, const MergedTree &before, const MergedTree &after)
{
    std::vector<ComparedSizes> sizes(tree.directoryCount());
    struct Place {
        std::optional<NodeId> before;
        std::optional<NodeId> after;
    };
    std::vector<Place> places(tree.directoryCount());
    const auto childOf = [](const MergedTree &side, std::optional<NodeId> directory, std::string_view name) {
        const auto child = directory ? side.child(*directory, name) : std::nullopt;
        return child && side.isDirectory(*child) ? child : std::nullopt;
    };
    for (NodeId node = 0; node < tree.size(); ++node) {
        if (!tree.isDirectory(node))
            continue;
        Place &place = places[tree.directoryNumber(node)];
        const Place &above = places[tree.directoryNumber(tree.parent(node))];
        if (node == kRootNode)
            place = {kRootNode, kRootNode};
        else
            place = {childOf(before, above.before, tree.name(node)), childOf(after, above.after, tree.name(node))};
        sizes[tree.directoryNumber(node)]
            = {place.before ? before.totalSize(*place.before) : 0, place.after ? after.totalSize(*place.after) : 0};
    }
    return sizes;
}

/// Both sides of the same entries, in groups.
std::shared_ptr<ComparedTree> grouped(const ComparedTree &from, const GroupedTree &tree, const PackageGroups &packages,
                                      const std::stop_token &stop)
{
    const auto made = std::make_shared<ComparedTree>(ComparedTree{
        .before = from.before, .after = from.after, .comparedByTime = from.comparedByTime, .rules = from.rules, .diff = {}});
    TreeDiff &diff = made->diff;
    diff.fs = {tree.tree, from.diff.fs.contents};
    for (const NodeId node : tree.nodes) {
        const bool isGroup = node == kNoNode;
        diff.changes.push_back(isGroup ? Change::None : from.diff.changes[node]);
        diff.aspects.push_back(isGroup ? Aspects(0) : from.diff.aspects[node]);
        diff.before.push_back(isGroup ? kRootNode : from.diff.before[node]);
        diff.after.push_back(isGroup ? kRootNode : from.diff.after[node]);
    }
    TreeComparison::count(diff, *from.before.fs.tree, *from.after.fs.tree, stop);
    diff.counts.front() = from.diff.counts.front(); // directories may be in several groups
    for (const NodeId group : tree.tree->children(kRootNode)) { // these are not counted
        const std::size_t number = tree.groupOf(group);
        if (number == packages.groups.size())
            continue;
        const PackageGroup &package = packages.groups[number];
        diff.changes[group] = changeOfPackage(package);
        if (package.before.empty())
            diff.before[group] = kNoNode;
        if (package.after.empty())
            diff.after[group] = kNoNode;
    }
    return made;
}

} // namespace

std::shared_ptr<const PackageGroups> packagesOf(const TreeSnapshot &snapshot, PackageLists &lists, const std::stop_token &stop)
{
    if (snapshot.groups)
        return snapshot.groups->packages;
    PackageGroups::Side before;
    if (const auto &sides = snapshot.compared)
        before = {lists.of(sides->before.fs, stop), sides->before.fs.tree};
    return PackageGroups::make(before, {lists.of(snapshot.after, stop), snapshot.after.tree});
}

TreeSnapshot groupByPackage(const TreeSnapshot &snapshot, PackageLists &lists, const std::stop_token &stop)
{
    const auto packages = packagesOf(snapshot, lists, stop);
    std::vector<std::string> names = packages->labels();
    names.push_back(GroupedSnapshotTr::tr("Not in any package").toStdString());
    const auto tree = GroupedTree::make(snapshot.fs.tree, names, groupOfNodes(snapshot, *packages), stop);

    const auto groups = std::make_shared<TreeGroups>(
        TreeGroups{.tree = tree, .whole = std::make_shared<const TreeSnapshot>(snapshot), .packages = packages, .notes = {}});
    for (const PackageGroup &package : packages->groups)
        groups->notes += versionNote(package);
    groups->notes += QString();

    TreeSnapshot made = snapshot;
    made.groups = groups;
    made.fs.tree = tree->tree;
    const auto rest = std::ranges::find(tree->groups, std::uint32_t(packages->groups.size()));
    const NodeId last = rest == tree->groups.end() ? kNoNode : NodeId(1 + (rest - tree->groups.begin()));
    made.byName = TreeOrder::byName(tree->tree, stop, last);
    if (const auto &sides = snapshot.compared) {
        const auto compared = grouped(*sides, *tree, *packages, stop);
        made.changes = {compared, &compared->diff.changes};
        const auto before = GroupedTree::make(sides->before.fs.tree, names, packages->ofBefore, stop);
        const auto after = GroupedTree::make(sides->after.fs.tree, names, packages->ofAfter, stop);
        compared->groupedSizes = sizesOnBothSides(*tree->tree, *before->tree, *after->tree);
        made.compared = compared;
    } else if (snapshot.changes) {
        auto changes = std::make_shared<std::vector<Change>>();
        changes->reserve(tree->nodes.size());
        for (const NodeId node : tree->nodes)
            changes->push_back(node == kNoNode ? Change::None : (*snapshot.changes)[node]);
        made.changes = std::move(changes);
    }
    return made;
}

} // namespace stratoscope::ui
