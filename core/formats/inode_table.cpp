// SPDX-License-Identifier: Apache-2.0
#include "formats/inode_table.h"

#include <algorithm>

namespace stratoscope {

InodeTable::InodeTable(const TreeExport &work)
    : m_tree(work.tree())
    , m_inodeOf(m_tree.size(), kNoInode)
{
    add({.node = kRootNode, .origin = {}, .links = 2});
    for (const NodeId directory : work.selection.directories()) {
        ++m_inodes[m_inodeOf[m_tree.parent(directory)]].links;
        add({.node = directory, .origin = {}, .links = 2});
    }
    m_directories = m_inodes.size();
    for (const Selection::File &file : work.selection.files()) {
        const bool isLink = m_inodes.size() > m_directories && m_inodes.back().origin == file.origin;
        if (!isLink)
            add({.node = file.node, .origin = file.origin, .links = 0});
        ++m_inodes.back().links;
        m_inodeOf[file.node] = std::uint32_t(m_inodes.size() - 1);
    }
}

Entry InodeTable::entry(std::size_t inode) const
{
    return isDirectory(inode) ? m_tree.entry(node(inode)) : layerOf(inode).entry(origin(inode).record);
}

const std::vector<SparseExtent> *InodeTable::sparseExtents(std::size_t inode) const
{
    return isDirectory(inode) ? nullptr : layerOf(inode).sparseExtents(origin(inode).record);
}

std::vector<InodeTable::Name> InodeTable::names(std::size_t directory) const
{
    std::vector<Name> names;
    for (const NodeId child : m_tree.children(node(directory))) {
        if (m_inodeOf[child] != kNoInode)
            names.push_back({writtenName(m_tree, child), m_inodeOf[child]});
    }
    std::ranges::sort(names, {}, &Name::name); // whiteouts have other names than in the tree
    return names;
}

void InodeTable::add(const Inode &inode)
{
    m_inodeOf[inode.node] = std::uint32_t(m_inodes.size());
    m_inodes.push_back(inode);
}

} // namespace stratoscope
