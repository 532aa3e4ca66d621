// SPDX-License-Identifier: Apache-2.0
#include "tree/directory_sums.h"

#include "base/saturating_add.h"
#include "tree/common_directories.h"

#include <algorithm>
#include <tuple>

namespace stratoscope {

DirectorySums::DirectorySums(const MergedTree &tree)
    : m_tree(tree)
    , m_sums(tree.directoryCount(), 0)
    , m_excluded(tree.directoryCount(), 0)
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

void DirectorySums::exclude(std::uint32_t directory, std::uint64_t bytes)
{
    m_excluded[directory] = saturatingAdd(m_excluded[directory], bytes);
}

/// What directories have counted once too often: the names of a file, visited depth first, meet their predecessors in the lowest
/// directory that has both.
void DirectorySums::excludeRepeated()
{
    if (m_names.size() < 2)
        return;
    const CommonDirectories common(m_tree);
    std::ranges::sort(m_names, {}, [&common](const Name &name) {
        return std::tuple(name.file.layer, name.file.record, common.order(name.directory));
    });
    for (std::size_t i = 1; i < m_names.size(); ++i) {
        if (m_names[i].file == m_names[i - 1].file)
            exclude(common.of(m_names[i - 1].directory, m_names[i].directory), m_names[i].bytes);
    }
}

std::vector<std::uint64_t> DirectorySums::finish()
{
    excludeRepeated();
    for (NodeId node = m_tree.size(); node-- > 0;) { // from the lowest directories up
        if (!m_tree.isDirectory(node))
            continue;
        const std::uint32_t self = m_tree.directoryNumber(node);
        m_sums[self] -= std::min(m_sums[self], m_excluded[self]);
        if (node == kRootNode)
            break;
        std::uint64_t &above = m_sums[m_tree.directoryNumber(m_tree.parent(node))];
        above = saturatingAdd(above, m_sums[self]);
    }
    return std::move(m_sums);
}

} // namespace stratoscope
