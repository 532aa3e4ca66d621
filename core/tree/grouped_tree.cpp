// SPDX-License-Identifier: Apache-2.0
#include "tree/grouped_tree.h"

#include "base/cancel.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <numeric>

namespace stratoscope {

namespace {

/// The entries of each group, ascending: what is in it, without the directories above.
std::vector<std::vector<NodeId>> membersOf(const MergedTree &whole, std::size_t groups, std::span<const std::uint32_t> groupOf)
{
    std::vector<std::vector<NodeId>> members(groups);
    for (NodeId node = 1; node < whole.size(); ++node) {
        if (whole.children(node).empty())
            members[groupOf[node]].push_back(node);
    }
    return members;
}

} // namespace

std::uint32_t GroupedTree::groupOf(NodeId node) const
{
    while (tree->parent(node) != kRootNode)
        node = tree->parent(node);
    return groups[node - *tree->children(kRootNode).begin()];
}

NodeRange GroupedTree::contents(NodeId group) const
{
    return {*tree->children(group).begin(), tree->totalEntries(group)};
}

NodeId GroupedTree::place(NodeId nodeOfWhole) const
{
    const auto found = std::ranges::find(nodes, nodeOfWhole);
    return found == nodes.end() ? kNoNode : NodeId(found - nodes.begin());
}

std::shared_ptr<const GroupedTree> GroupedTree::make(std::shared_ptr<const MergedTree> whole, std::span<const std::string> names,
                                                     std::span<const std::uint32_t> groupOf, const std::stop_token &stop)
{
    const auto made = std::make_shared<GroupedTree>();
    made->whole = std::move(whole);
    const MergedTree &from = *made->whole;
    auto members = membersOf(from, names.size(), groupOf);
    for (std::uint32_t group = 0; group < names.size(); ++group) {
        if (!members[group].empty())
            made->groups.push_back(group);
    }
    std::ranges::stable_sort(made->groups, {}, [&names](std::uint32_t group) -> const std::string & { return names[group]; });

    TreeWriter writer(from.layers());
    writer.copy(kRootNode, from, kRootNode, 0);
    made->nodes = {kRootNode};
    for (const std::uint32_t group : made->groups) {
        writer.add(kRootNode, {.name = names[group], .layer = -1, .isDirectory = true});
        made->nodes.push_back(kNoNode);
    }
    // Group by group. In each, the order of the whole tree keeps the children of a directory together, and behind it.
    std::vector<std::uint32_t> lastGroup(from.size(), std::uint32_t(names.size())); // that a directory was found to be in
    std::vector<NodeId> written(from.size(), kNoNode);
    for (NodeId above = 1; above <= made->groups.size(); ++above) {
        throwIfStopped(stop);
        const std::uint32_t group = made->groups[above - 1];
        std::vector<NodeId> &entries = members[group];
        const std::size_t count = entries.size();
        for (std::size_t i = 0; i < count; ++i) {
            for (NodeId directory = from.parent(entries[i]); directory != kRootNode && lastGroup[directory] != group;
                 directory = from.parent(directory)) {
                lastGroup[directory] = group;
                entries.push_back(directory);
            }
        }
        std::ranges::sort(entries);
        written[kRootNode] = above;
        for (const NodeId node : entries) {
            written[node] = writer.copy(written[from.parent(node)], from, node, 0);
            made->nodes.push_back(node);
        }
        std::vector<NodeId>().swap(entries);
    }
    made->tree = writer.finish();
    return made;
}

} // namespace stratoscope
