// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/file_table.h"

namespace stratoscope::ext4 {

/// Where everything is, in the order in which it is written: superblock and group descriptors, the bitmaps and inode tables of all
/// groups (`flex_bg`), blocks of extended attributes, then the content of each file, followed by the nodes of its extents. Copies
/// of the superblock lie in between. What is left is free. Immutable.
class Layout
{
public:
    /// `size`: of the file system in bytes, rounded down to whole blocks; 0: as large as necessary, with some space left.
    /// Errors: Invalid if it is too small, saying the least size; TooLarge beyond 16 TiB.
    static Result<Layout> of(const FileTable &table, std::uint64_t size);

    const Geometry &geometry() const { return m_geometry; }
    std::uint32_t blockBitmap(std::uint32_t group) const { return m_groups[group].blockBitmap; }
    std::uint32_t inodeBitmap(std::uint32_t group) const { return m_groups[group].inodeBitmap; }
    std::uint32_t inodeTable(std::uint32_t group) const { return m_groups[group].inodeTable; }
    std::uint32_t xattrBlock(std::uint32_t number) const { return m_xattrBlocks[number]; }
    /// From where on a file has its blocks.
    std::uint32_t firstBlock(std::size_t file) const { return m_firstBlocks[file]; }

    /// Whether a group has nothing but its copy of the superblock, if any.
    bool isUnused(std::uint32_t group) const;
    using Bitmap = std::array<std::uint8_t, kBlockSize>;
    /// The used blocks of a group; what is beyond its end counts as used.
    Bitmap usedBlocks(std::uint32_t group) const;

private:
    Layout(const FileTable &table, const Geometry &geometry);
    static Result<Layout> fit(const FileTable &table, std::uint64_t inodes, std::uint64_t leastFree, std::uint64_t freeDivisor);
    std::uint32_t take();
    std::uint32_t takeTable();

    Geometry m_geometry;
    struct Group {
        std::uint32_t blockBitmap = 0;
        std::uint32_t inodeBitmap = 0;
        std::uint32_t inodeTable = 0;
    };
    std::vector<Group> m_groups;
    std::vector<std::uint32_t> m_xattrBlocks;
    std::vector<std::uint32_t> m_firstBlocks; ///< by file
    std::vector<BlockRun> m_gaps; ///< free blocks before the end, in which an inode table had no room
    std::uint64_t m_end = 0; ///< of the used blocks, except for copies
};

} // namespace stratoscope::ext4
