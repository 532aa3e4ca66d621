// SPDX-License-Identifier: Apache-2.0
#include "tree/directory_sums.h"

#include "base/saturating_add.h"

#include <algorithm>
#include <tuple>

namespace stratoscope {

namespace {

/// Finds the lowest directory that two directories are in, in logarithmic time: a path may have thousands of components.
class CommonDirectories
{
public:
    explicit CommonDirectories(const MergedTree &tree)
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
            m_places[self]
                = {.parent = above, .jump = canJumpTwice ? jump.jump : above, .depth = up.depth + 1, .order = next[above]};
            next[above] += sizes[self];
            next[self] = m_places[self].order + 1;
        }
    }

    /// Its place when all directories are visited depth first.
    std::uint32_t order(std::uint32_t directory) const { return m_places[directory].order; }

    std::uint32_t of(std::uint32_t first, std::uint32_t second) const
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

private:
    struct Place {
        std::uint32_t parent = 0;
        std::uint32_t jump = 0; ///< a directory further up
        std::uint32_t depth = 0;
        std::uint32_t order = 0;
    };
    std::vector<Place> m_places; ///< by directory number
};

} // namespace

DirectorySums::DirectorySums(const MergedTree &tree)
    : m_tree(tree)
    , m_sums(tree.directoryCount(), 0)
{
}

void DirectorySums::add(NodeId node, std::uint64_t bytes)
{
    std::uint64_t &sum = m_sums[m_tree.directoryNumber(m_tree.parent(node))];
    sum = saturatingAdd(sum, bytes);
}

void DirectorySums::addName(NodeId node, const MergedTree::Origin &file, std::uint64_t bytes)
{
    add(node, bytes);
    m_names.push_back({file, m_tree.directoryNumber(m_tree.parent(node)), bytes});
}

/// What each directory has counted once too often: the names of a file, visited depth first, meet their predecessors in the lowest
/// directory that has both.
std::vector<std::uint64_t> DirectorySums::repeated() const
{
    std::vector<std::uint64_t> repeated(m_sums.size(), 0);
    if (m_names.size() < 2)
        return repeated;
    const CommonDirectories common(m_tree);
    std::vector<Name> names = m_names;
    std::ranges::sort(names, {}, [&common](const Name &name) {
        return std::tuple(name.file.layer, name.file.record, common.order(name.directory));
    });
    for (std::size_t i = 1; i < names.size(); ++i) {
        if (names[i].file != names[i - 1].file)
            continue;
        std::uint64_t &sum = repeated[common.of(names[i - 1].directory, names[i].directory)];
        sum = saturatingAdd(sum, names[i].bytes);
    }
    return repeated;
}

std::vector<std::uint64_t> DirectorySums::finish()
{
    const std::vector<std::uint64_t> repeated = this->repeated();
    for (NodeId node = m_tree.size(); node-- > 0;) { // from the lowest directories up
        if (!m_tree.isDirectory(node))
            continue;
        const std::uint32_t self = m_tree.directoryNumber(node);
        m_sums[self] -= std::min(m_sums[self], repeated[self]);
        if (node == kRootNode)
            break;
        std::uint64_t &above = m_sums[m_tree.directoryNumber(m_tree.parent(node))];
        above = saturatingAdd(above, m_sums[self]);
    }
    return std::move(m_sums);
}

} // namespace stratoscope
