// SPDX-License-Identifier: Apache-2.0
#include "query/tree_rows.h"

#include "base/cancel.h"

#include <algorithm>

namespace stratoscope {

std::shared_ptr<const TreeRows> TreeRows::make(std::shared_ptr<const TreeOrder> order, NodeChanges changes,
                                               std::shared_ptr<const TreeFilter> filter, const std::stop_token &stop)
{
    if (!filter->isEmpty()) {
        std::vector<NodeId> matches = filter->find(*order->tree(), changes.get(), stop);
        return make(std::move(order), std::move(changes), std::move(filter), std::move(matches), stop);
    }
    std::shared_ptr<TreeRows> rows(new TreeRows);
    rows->m_order = std::move(order);
    rows->m_changes = std::move(changes);
    rows->m_filter = std::move(filter);
    const std::vector<NodeId> &inSlot = rows->m_order->inSlot();
    rows->m_slotOf.resize(inSlot.size());
    for (std::uint32_t slot = 0; slot < inSlot.size(); ++slot)
        rows->m_slotOf[inSlot[slot]] = slot;
    throwIfStopped(stop);
    rows->countShown();
    return rows;
}

std::shared_ptr<const TreeRows> TreeRows::make(std::shared_ptr<const TreeOrder> order, NodeChanges changes,
                                               std::shared_ptr<const TreeFilter> filter, std::vector<NodeId> matches,
                                               const std::stop_token &stop)
{
    std::shared_ptr<TreeRows> rows(new TreeRows);
    rows->m_order = std::move(order);
    rows->m_changes = std::move(changes);
    rows->m_filter = std::move(filter);
    rows->m_matches = std::move(matches);
    rows->showMatches();
    throwIfStopped(stop);
    rows->countShown();
    return rows;
}

/// Keeps the matches and the directories above them, in the given order.
void TreeRows::showMatches()
{
    const MergedTree &nodes = *tree();
    std::vector<bool> shown(nodes.size(), false);
    shown[kRootNode] = true;
    for (NodeId node : m_matches) {
        for (; !shown[node]; node = nodes.parent(node))
            shown[node] = true;
    }
    const std::vector<NodeId> &all = m_order->inSlot();
    m_inSlot.resize(nodes.size());
    m_slotOf.assign(nodes.size(), kNoNode);
    m_slotOf[kRootNode] = kRootNode;
    m_shownChildren.assign(nodes.size(), 0);
    for (NodeId directory = 0; directory < nodes.size(); ++directory) {
        if (!shown[directory])
            continue;
        const NodeRange children = nodes.children(directory);
        const std::uint32_t first = *children.begin();
        std::uint32_t slot = first;
        for (std::uint32_t from = first; from < first + children.size(); ++from) {
            if (const NodeId node = all[from]; shown[node]) {
                m_inSlot[slot] = node;
                m_slotOf[node] = slot++;
            }
        }
        m_shownChildren[directory] = slot - first;
    }
}

/// Level by level, since a directory's node ID is not always below its children's.
void TreeRows::countShown()
{
    std::vector<NodeId> level{kRootNode};
    std::vector<NodeId> next;
    while (!level.empty()) {
        next.clear();
        std::uint32_t count = 0;
        for (const NodeId directory : level) {
            const std::uint32_t shown = rowCount(directory);
            count += shown;
            for (std::uint32_t row = 0; row < shown; ++row) {
                if (const NodeId node = child(directory, row); tree()->isDirectory(node))
                    next.push_back(node);
            }
        }
        if (count > 0)
            m_shownAtDepth.push_back(count);
        level.swap(next);
    }
}

NodeId TreeRows::child(NodeId directory, std::uint32_t row) const
{
    const std::uint32_t slot = *tree()->children(directory).begin() + row;
    return isFiltered() ? m_inSlot[slot] : m_order->inSlot()[slot];
}

} // namespace stratoscope
