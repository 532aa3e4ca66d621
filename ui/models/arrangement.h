// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <Qt>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope::ui {

enum class TreeColumn { Name, Size, Mode, Owner, Modified, Layer };
constexpr int kTreeColumnCount = 6;

struct TreeSort {
    TreeColumn column = TreeColumn::Name;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const TreeSort &) const = default;
};

/// Which children of a tree's directories are shown, and in which order: all that a view needs besides the tree itself.
///
/// Immutable and thread-safe; 8 bytes a node, 12 with a filter. The children of a directory are numbered side by side, so its rows
/// are a run of slots with the same numbers: the child in row r of a directory whose children begin at c stands in slot c + r.
class Arrangement
{
public:
    /// Sorts, and keeps of the tree what `filter` finds (see findNames) and the way to it; everything where that is empty. By name,
    /// directories stand first and numbers in names count as numbers. Blocking: some 0.2 s for 340,000 nodes. Throws Cancelled.
    static std::shared_ptr<const Arrangement> make(std::shared_ptr<const MergedTree> tree, const TreeSort &sort,
                                                   const std::string &filter, const std::stop_token &stop);

    const std::shared_ptr<const MergedTree> &tree() const { return m_tree; }
    const TreeSort &sort() const { return m_sort; }
    const std::string &filter() const { return m_filter; }

    std::uint32_t rowCount(NodeId directory) const;
    NodeId child(NodeId directory, std::uint32_t row) const;
    /// In its parent; only for what is shown.
    std::uint32_t row(NodeId node) const;
    bool isShown(NodeId node) const { return m_slotOf[node] != kNoNode; }

    bool isFiltered() const { return !m_filter.empty(); }
    /// Nodes that the filter found, ascending.
    const std::vector<NodeId> &matches() const { return m_matches; }
    /// How many nodes are shown at each depth; the root is not counted, its children are the first number.
    const std::vector<std::uint32_t> &shownAtDepth() const { return m_shownAtDepth; }

private:
    class Sorter;
    explicit Arrangement(std::shared_ptr<const MergedTree> tree)
        : m_tree(std::move(tree))
    {
    }
    std::vector<bool> findShown(const std::stop_token &stop);
    void countShown(const std::vector<bool> &shown);

    std::shared_ptr<const MergedTree> m_tree;
    TreeSort m_sort;
    std::string m_filter;
    std::vector<NodeId> m_inSlot;
    std::vector<std::uint32_t> m_slotOf; ///< kNoNode: not shown
    std::vector<std::uint32_t> m_shownChildren; ///< only with a filter
    std::vector<NodeId> m_matches;
    std::vector<std::uint32_t> m_shownAtDepth;
};

/// Negative, 0 or positive: ASCII letters of either case are the same, runs of digits count by their value, the bytes decide last.
int compareNames(std::string_view left, std::string_view right);

} // namespace stratoscope::ui
