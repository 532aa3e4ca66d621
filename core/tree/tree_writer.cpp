// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_writer.h"

#include "base/saturating_add.h"

namespace stratoscope {

TreeWriter::TreeWriter(MergedTree::Layers layers, int firstLayer)
    : m_tree(std::make_shared<MergedTree>())
{
    m_tree->m_layers = std::move(layers);
    m_tree->m_firstLayer = firstLayer;
    m_tree->m_names.push_back('\0'); // the root's name
}

void TreeWriter::reserve(std::size_t nodes, std::size_t bytesOfNames)
{
    m_tree->m_nodes.reserve(nodes);
    m_tree->m_names.reserve(bytesOfNames);
}

NodeId TreeWriter::add(NodeId parent, const Item &item)
{
    const NodeId node = m_tree->size();
    MergedTree::Node made{.parent = parent,
                          .name = 0,
                          .record = item.record,
                          .directory = MergedTree::kNoDirectory,
                          .layer = std::int16_t(item.layer),
                          .hardlink = item.linkedTo.has_value()};
    if (node != kRootNode) {
        made.name = std::uint32_t(m_tree->m_names.size());
        m_tree->m_names += item.name;
        m_tree->m_names += '\0';
        MergedTree::Directory &above = m_tree->m_directories[m_tree->m_nodes[parent].directory];
        if (above.childCount++ == 0)
            above.firstChild = node;
    }
    if (item.isDirectory) {
        made.directory = std::uint32_t(m_tree->m_directories.size());
        m_tree->m_directories.emplace_back();
    }
    if (item.linkedTo)
        m_tree->m_hardlinks.push_back({node, *item.linkedTo});
    m_tree->m_nodes.push_back(made);
    return node;
}

std::shared_ptr<const MergedTree> TreeWriter::finish()
{
    m_tree->m_nodes.shrink_to_fit();
    m_tree->m_names.shrink_to_fit();
    sumUp();
    return std::move(m_tree);
}

/// Nodes follow their parents, so that one pass from the end sums up all directories.
void TreeWriter::sumUp()
{
    for (NodeId node = m_tree->size(); node-- > 1;) {
        const std::uint64_t bytes = m_tree->totalSize(node);
        const std::uint32_t entries = m_tree->totalEntries(node) + 1;
        MergedTree::Directory &above = m_tree->m_directories[m_tree->m_nodes[m_tree->m_nodes[node].parent].directory];
        above.totalSize = saturatingAdd(above.totalSize, bytes);
        above.totalEntries += entries;
    }
}

} // namespace stratoscope
