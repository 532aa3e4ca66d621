// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"

#include <string>
#include <vector>

namespace stratoscope {

/// What a file system with the selected entries consists of: inodes, numbered from 0, and names for them. First the directories,
/// parents before their children, the root foremost; then the files, in the order of Selection::files(), each once. Refers to the
/// TreeExport. Immutable.
class InodeTable
{
public:
    explicit InodeTable(const TreeExport &work);

    std::size_t size() const { return m_inodes.size(); }
    bool isDirectory(std::size_t inode) const { return inode < m_directories; }
    /// Of a file: the first of its names.
    NodeId node(std::size_t inode) const { return m_inodes[inode].node; }
    MergedTree::Origin origin(std::size_t inode) const { return m_inodes[inode].origin; } ///< of a file
    /// How many names it has; of a directory: two, and one for each directory in it.
    std::uint32_t links(std::size_t inode) const { return m_inodes[inode].links; }
    Entry entry(std::size_t inode) const;
    /// The extents of a file that is stored as a sparse file; null for others.
    const std::vector<SparseExtent> *sparseExtents(std::size_t inode) const;
    /// The directory that a directory is in; of the root: the root.
    std::size_t parent(std::size_t directory) const { return m_inodeOf[m_tree.parent(node(directory))]; }

    struct Name {
        std::string name;
        std::size_t inode = 0;
    };
    /// What is in a directory, sorted bytewise.
    std::vector<Name> names(std::size_t directory) const;

private:
    struct Inode {
        NodeId node = kRootNode;
        MergedTree::Origin origin;
        std::uint32_t links = 0;
    };
    const LayerIndex &layerOf(std::size_t inode) const { return *m_tree.layers()[std::size_t(origin(inode).layer)]; }
    void add(const Inode &inode);

    static constexpr std::uint32_t kNoInode = 0xFFFFFFFF;

    const MergedTree &m_tree;
    std::vector<Inode> m_inodes;
    std::size_t m_directories = 0; ///< how many of the inodes
    std::vector<std::uint32_t> m_inodeOf; ///< by node; kNoInode for what is not selected
};

} // namespace stratoscope
