// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/tree_filter.h"
#include "query/tree_order.h"

namespace stratoscope {

/// What happened to each node of a tree, by node; null if unknown.
using NodeChanges = std::shared_ptr<const std::vector<Change>>;

/// The rows of a tree view: which children of each directory are shown, and in which order. Together with the tree, all that a view
/// needs.
///
/// Immutable and thread-safe; 8 bytes per node, 16 with a filter.
class TreeRows
{
public:
    /// Keeps what `filter` finds and the directories above it, or everything if the filter is empty. Blocks, for about 10 ms for
    /// 340,000 nodes in addition to the filter. Throws Cancelled.
    static std::shared_ptr<const TreeRows> make(std::shared_ptr<const TreeOrder> order, NodeChanges changes,
                                                std::shared_ptr<const TreeFilter> filter, const std::stop_token &stop);
    /// The same with what the filter, which is not empty, has found in another way: ascending.
    static std::shared_ptr<const TreeRows> make(std::shared_ptr<const TreeOrder> order, NodeChanges changes,
                                                std::shared_ptr<const TreeFilter> filter, std::vector<NodeId> matches,
                                                const std::stop_token &stop);

    const std::shared_ptr<const MergedTree> &tree() const { return m_order->tree(); }
    const TreeSort &sort() const { return m_order->sort(); }
    const std::shared_ptr<const TreeOrder> &order() const { return m_order; }
    const TreeFilter &filter() const { return *m_filter; }
    const NodeChanges &changes() const { return m_changes; }
    Change change(NodeId node) const { return m_changes ? (*m_changes)[node] : Change::None; }

    /// Whether both have the same rows of the same tree, in whatever order.
    bool hasSameRows(const TreeRows &other) const
    {
        // A filter may depend on the changes.
        return tree() == other.tree() && m_filter->text() == other.m_filter->text() && m_changes == other.m_changes;
    }

    std::uint32_t rowCount(NodeId directory) const
    {
        return isFiltered() ? m_shownChildren[directory] : tree()->children(directory).size();
    }
    NodeId child(NodeId directory, std::uint32_t row) const;
    /// The row within the node's parent. Only for nodes that are shown.
    std::uint32_t row(NodeId node) const { return m_slotOf[node] - *tree()->children(tree()->parent(node)).begin(); }
    bool isShown(NodeId node) const { return m_slotOf[node] != kNoNode; }

    bool isFiltered() const { return !m_filter->isEmpty(); }
    /// The nodes that the filter found, ascending.
    const std::vector<NodeId> &matches() const { return m_matches; }
    /// The number of nodes shown at each depth, starting with the root's children.
    const std::vector<std::uint32_t> &shownAtDepth() const { return m_shownAtDepth; }

private:
    TreeRows() = default;
    void showMatches();
    void countShown();

    std::shared_ptr<const TreeOrder> m_order;
    NodeChanges m_changes;
    std::shared_ptr<const TreeFilter> m_filter;
    std::vector<NodeId> m_inSlot; ///< only if filtered: like the order's, with the children that are shown first
    std::vector<std::uint32_t> m_slotOf; ///< by node; kNoNode if it is not shown
    std::vector<std::uint32_t> m_shownChildren; ///< by node; only if filtered
    std::vector<NodeId> m_matches;
    std::vector<std::uint32_t> m_shownAtDepth;
};

} // namespace stratoscope
