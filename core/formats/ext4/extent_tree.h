// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/geometry.h"
#include "formats/ext4/structures.h"

#include <span>
#include <vector>

namespace stratoscope::ext4 {

/// Consecutive blocks of a file that contain data.
struct BlockRun {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
};

/// Where consecutive blocks of a file are.
struct Extent {
    std::uint32_t block = 0; ///< in the file
    std::uint32_t length = 0;
    std::uint64_t start = 0;
};

/// Gives the blocks of a file those from `first` on that are not in copies of the superblock. Returns the block after the last one.
std::uint64_t mapExtents(std::span<const BlockRun> runs, std::uint64_t first, const Geometry &geometry, std::vector<Extent> &into);

/// How many nodes a tree of extents has outside of the inode.
std::uint64_t extentNodes(std::size_t extents);

/// A file's extents as a tree, whose root is in the inode.
class ExtentTree
{
public:
    /// Its nodes get the blocks from `firstNode` on, as with mapExtents().
    ExtentTree(std::span<const Extent> extents, std::uint64_t firstNode, const Geometry &geometry);

    const BlockField &root() const { return m_root; }
    /// One block for each.
    Bytes nodes() const { return m_nodes; }

private:
    BlockField m_root{};
    std::vector<std::byte> m_nodes;
};

} // namespace stratoscope::ext4
