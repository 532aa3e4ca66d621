// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <span>
#include <stop_token>

namespace stratoscope {

/// A tree whose entries are arranged in groups: below the root is a directory for each group, and in it are the group's entries at
/// their paths. Immutable; thread-safe.
///
/// Everything but a directory is in one group. A directory is in each group that has anything in it, an empty one in a single one.
struct GroupedTree {
    std::shared_ptr<const MergedTree> whole; ///< the tree that was grouped
    std::shared_ptr<const MergedTree> tree;
    std::vector<NodeId> nodes; ///< by node of `tree`: the entry in `whole`; kNoNode for a group
    std::vector<std::uint32_t> groups; ///< by child of the root, in order: the number of its group

    bool isGroup(NodeId node) const { return node != kRootNode && nodes[node] == kNoNode; }
    /// The number of the group that a node is, or is in. Not for the root.
    std::uint32_t groupOf(NodeId node) const;
    /// The nodes below a group, which have consecutive numbers.
    NodeRange contents(NodeId group) const;
    /// A place of an entry of `whole`; kNoNode if it has none.
    NodeId place(NodeId nodeOfWhole) const;

    /// `names`: of the groups, in any order. `groupOf`: the number of its group by node of `whole`; of directories, only those of
    /// empty ones matter. Groups without entries are left out. Throws Cancelled.
    static std::shared_ptr<const GroupedTree> make(std::shared_ptr<const MergedTree> whole, std::span<const std::string> names,
                                                   std::span<const std::uint32_t> groupOf, const std::stop_token &stop);
};

} // namespace stratoscope
