// SPDX-License-Identifier: Apache-2.0
#include "query/arrangement.h"

#include "base/cancel.h"

#include <algorithm>

namespace stratoscope {

std::shared_ptr<const Arrangement> Arrangement::make(std::shared_ptr<const TreeOrder> order, Marks marks,
                                                     std::shared_ptr<const TreeFilter> filter, const std::stop_token &stop)
{
    std::shared_ptr<Arrangement> made(new Arrangement);
    made->m_order = std::move(order);
    made->m_marks = std::move(marks);
    made->m_filter = std::move(filter);
    const std::vector<NodeId> &inSlot = made->m_order->inSlot();
    if (made->isFiltered()) {
        made->keepShown(stop);
    } else {
        made->m_slotOf.resize(inSlot.size());
        for (std::uint32_t slot = 0; slot < inSlot.size(); ++slot)
            made->m_slotOf[inSlot[slot]] = slot;
    }
    throwIfStopped(stop);
    made->countShown();
    return made;
}

/// The matches and the way to them, in the order's order.
void Arrangement::keepShown(const std::stop_token &stop)
{
    const MergedTree &nodes = *tree();
    m_matches = m_filter->find(nodes, m_marks.get(), stop);
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

/// Level by level: a directory's number is not always below its children's.
void Arrangement::countShown()
{
    std::vector<NodeId> level{kRootNode};
    std::vector<NodeId> next;
    while (!level.empty()) {
        next.clear();
        std::uint32_t count = 0;
        for (const NodeId directory : level) {
            const std::uint32_t rows = rowCount(directory);
            count += rows;
            for (std::uint32_t row = 0; row < rows; ++row) {
                if (const NodeId node = child(directory, row); tree()->isDirectory(node))
                    next.push_back(node);
            }
        }
        if (count > 0)
            m_shownAtDepth.push_back(count);
        level.swap(next);
    }
}

bool Arrangement::hasSameRows(const Arrangement &other) const
{
    // A filter may ask for marks.
    return tree() == other.tree() && m_filter->text() == other.m_filter->text() && m_marks == other.m_marks;
}

std::uint32_t Arrangement::rowCount(NodeId directory) const
{
    return isFiltered() ? m_shownChildren[directory] : tree()->children(directory).size();
}

NodeId Arrangement::child(NodeId directory, std::uint32_t row) const
{
    const std::uint32_t slot = *tree()->children(directory).begin() + row;
    return isFiltered() ? m_inSlot[slot] : m_order->inSlot()[slot];
}

std::uint32_t Arrangement::row(NodeId node) const
{
    return m_slotOf[node] - *tree()->children(tree()->parent(node)).begin();
}

} // namespace stratoscope
