// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/tree_diff.h"
#include "query/tree_filter.h"
#include "query/tree_order.h"

namespace stratoscope {

/// How each node of a tree differs from what was there before; null: nothing is said about that.
using Marks = std::shared_ptr<const std::vector<Change>>;

/// Which children of a tree's directories are shown, and in which order: all that a view needs besides the tree itself.
///
/// Immutable and thread-safe; 8 bytes a node, 16 with a filter.
class Arrangement
{
public:
    /// Keeps of the tree what `filter` finds and the way to it; everything where that is empty. Blocking: some 10 ms for 340,000
    /// nodes, the filter's own work besides. Throws Cancelled.
    static std::shared_ptr<const Arrangement> make(std::shared_ptr<const TreeOrder> order, Marks marks,
                                                   std::shared_ptr<const TreeFilter> filter, const std::stop_token &stop);

    const std::shared_ptr<const MergedTree> &tree() const { return m_order->tree(); }
    const TreeSort &sort() const { return m_order->sort(); }
    const std::shared_ptr<const TreeOrder> &order() const { return m_order; }
    const TreeFilter &filter() const { return *m_filter; }
    const Marks &marks() const { return m_marks; }
    Change change(NodeId node) const { return m_marks ? (*m_marks)[node] : Change::None; }

    /// Of the same tree, with the same rows, whatever their order.
    bool hasSameRows(const Arrangement &other) const;

    std::uint32_t rowCount(NodeId directory) const;
    NodeId child(NodeId directory, std::uint32_t row) const;
    /// In its parent; only for what is shown.
    std::uint32_t row(NodeId node) const;
    bool isShown(NodeId node) const { return m_slotOf[node] != kNoNode; }

    bool isFiltered() const { return !m_filter->isEmpty(); }
    /// Nodes that the filter found, ascending.
    const std::vector<NodeId> &matches() const { return m_matches; }
    /// How many nodes are shown at each depth; the root is not counted, its children are the first number.
    const std::vector<std::uint32_t> &shownAtDepth() const { return m_shownAtDepth; }

private:
    Arrangement() = default;
    void keepShown(const std::stop_token &stop);
    void countShown();

    std::shared_ptr<const TreeOrder> m_order;
    Marks m_marks;
    std::shared_ptr<const TreeFilter> m_filter;
    std::vector<NodeId> m_inSlot; ///< only with a filter: as the order's, the shown ones first
    std::vector<std::uint32_t> m_slotOf; ///< kNoNode: not shown
    std::vector<std::uint32_t> m_shownChildren; ///< only with a filter
    std::vector<NodeId> m_matches;
    std::vector<std::uint32_t> m_shownAtDepth;
};

} // namespace stratoscope
