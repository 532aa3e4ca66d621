// SPDX-License-Identifier: Apache-2.0
#include "tree/common_directories.h"

namespace stratoscope {

CommonDirectories::CommonDirectories(const MergedTree &tree)
    : m_places(tree.directoryCount())
{
    std::vector<std::uint32_t> sizes(m_places.size(), 1);
    for (NodeId node = tree.size(); node-- > 1;) {
        if (tree.isDirectory(node))
            sizes[tree.directoryNumber(tree.parent(node))] += sizes[tree.directoryNumber(node)];
    }
    std::vector<std::uint32_t> next(m_places.size(), 1); // the order number of the next directory in each
    for (NodeId node = 1; node < tree.size(); ++node) { // parents come first
        if (!tree.isDirectory(node))
            continue;
        const std::uint32_t above = tree.directoryNumber(tree.parent(node));
        const std::uint32_t self = tree.directoryNumber(node);
        const Place &up = m_places[above];
        const Place &jump = m_places[up.jump];
        const bool canJumpTwice = up.depth - jump.depth == jump.depth - m_places[jump.jump].depth;
        m_places[self] = {.parent = above, .jump = canJumpTwice ? jump.jump : above, .depth = up.depth + 1, .order = next[above]};
        next[above] += sizes[self];
        next[self] = m_places[self].order + 1;
    }
}

std::uint32_t CommonDirectories::of(std::uint32_t first, std::uint32_t second) const
{
    if (m_places[first].depth < m_places[second].depth)
        std::swap(first, second);
    while (m_places[first].depth > m_places[second].depth) {
        const Place &place = m_places[first];
        first = m_places[place.jump].depth >= m_places[second].depth ? place.jump : place.parent;
    }
    while (first != second) {
        const bool canJump = m_places[first].jump != m_places[second].jump;
        first = canJump ? m_places[first].jump : m_places[first].parent;
        second = canJump ? m_places[second].jump : m_places[second].parent;
    }
    return first;
}

} // namespace stratoscope
