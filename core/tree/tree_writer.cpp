// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_writer.h"

#include "tree/directory_sums.h"

#include <algorithm>

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

NodeId TreeWriter::copy(NodeId parent, const MergedTree &tree, NodeId node, int firstLayer)
{
    const MergedTree::Node &copied = tree.m_nodes[node];
    Item item{.name = tree.name(node),
              .layer = firstLayer + copied.layer,
              .record = copied.record,
              .isDirectory = tree.isDirectory(node)};
    if (copied.hardlink) {
        const MergedTree::Origin origin = tree.origin(node);
        item.linkedTo = {.layer = firstLayer + origin.layer, .record = origin.record};
    }
    return add(parent, item);
}

std::shared_ptr<const MergedTree> TreeWriter::finish()
{
    m_tree->m_nodes.shrink_to_fit();
    m_tree->m_names.shrink_to_fit();
    sumUp();
    return std::move(m_tree);
}

/// Nodes follow their parents, so that one pass from the end counts the entries of all directories.
void TreeWriter::sumUp()
{
    std::vector<MergedTree::Origin> linked; // files with several names
    for (const MergedTree::Hardlink &link : m_tree->m_hardlinks)
        linked.push_back(link.origin);
    const auto key = [](const MergedTree::Origin &origin) { return std::pair(origin.layer, origin.record); };
    std::ranges::sort(linked, {}, key);
    DirectorySums sizes(*m_tree);
    for (NodeId node = m_tree->size(); node-- > 1;) {
        m_tree->m_directories[m_tree->directoryNumber(m_tree->parent(node))].totalEntries += m_tree->totalEntries(node) + 1;
        if (m_tree->isDirectory(node))
            continue;
        const MergedTree::Origin origin = m_tree->origin(node);
        if (std::ranges::binary_search(linked, key(origin), {}, key))
            sizes.addName(node, origin, m_tree->totalSize(node));
        else
            sizes.add(node, m_tree->totalSize(node));
    }
    const std::vector<std::uint64_t> totals = sizes.finish();
    for (std::size_t i = 0; i < totals.size(); ++i)
        m_tree->m_directories[i].totalSize = totals[i];
}

} // namespace stratoscope
