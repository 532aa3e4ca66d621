// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/directory_blocks.h"
#include "formats/ext4/extent_tree.h"
#include "formats/ext4/xattr_blocks.h"
#include "formats/format_losses.h"
#include "formats/tree_export.h"

#include <vector>

namespace stratoscope::ext4 {

/// The files of a tree that get an inode each: first the root, `lost+found` unless the tree has one, and the other directories,
/// then everything else in the order of contents. Refers to the tree. Immutable.
class FileTable
{
public:
    struct File {
        NodeId node = kNoNode; ///< one of its names; none: `lost+found`
        MergedTree::Origin origin;
        std::uint32_t links = 1;
        std::uint32_t blocks = 0; ///< of its content, without holes
        std::uint32_t xattrBlock = kNoXattrs; ///< the number in xattrBlocks()
        FileType type = FileType::Regular;
        bool isIndexed = false; ///< a directory with an index
    };
    static constexpr std::uint32_t kNoXattrs = 0xFFFFFFFF;

    /// Adds what ext4 cannot hold to `losses`. Errors: Unsupported for a name or a link target that ext4 does not allow, TooLarge
    /// for a file beyond 16 TiB, each naming the path. Throws Cancelled.
    static Result<FileTable> of(const TreeExport &work, const HashSeed &seed, FormatLosses &losses);

    const std::vector<File> &files() const { return m_files; }
    std::uint32_t directoryCount() const { return m_directoryCount; } ///< they are the first files
    const XattrBlocks &xattrBlocks() const { return m_xattrBlocks; }

    /// The inode of the file with this number, and the other way round.
    static std::uint32_t inode(std::size_t file) { return file == 0 ? kRootInode : std::uint32_t(kFirstInode - 1 + file); }
    static std::size_t fileOf(std::uint32_t inode) { return inode == kRootInode ? 0 : inode - (kFirstInode - 1); }
    /// All inodes up to the last one that is used.
    std::uint64_t inodeCount() const { return kFirstInode - 2 + m_files.size(); }

    Entry entry(const File &file) const;
    /// Without holes.
    std::vector<BlockRun> contentRuns(const File &file) const;
    std::vector<DirectoryBlocks::Name> namesIn(const File &directory) const;
    std::uint32_t parentInode(const File &directory) const;

private:
    explicit FileTable(const TreeExport &work);
    Result<void> addDirectories(FormatLosses &losses);
    Result<void> addFiles(FormatLosses &losses);
    void measureDirectories(const HashSeed &seed);
    Result<void> add(File file, FormatLosses &losses);
    const std::vector<SparseExtent> *sparseExtents(const File &file) const;

    const TreeExport &m_work;
    const MergedTree &m_tree;
    std::vector<File> m_files;
    std::vector<std::uint32_t> m_inodes; ///< by node; 0: not selected
    std::uint32_t m_directoryCount = 0;
    bool m_addsLostAndFound = false;
    XattrBlocks m_xattrBlocks;
};

} // namespace stratoscope::ext4
