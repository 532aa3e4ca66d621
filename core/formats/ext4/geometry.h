// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace stratoscope::ext4 {

/// The sizes of a file system, and where it has the superblock with the group descriptors: in group 0, and copies in groups 1 and
/// the powers of 3, 5 and 7 (`sparse_super`). A value.
class Geometry
{
public:
    /// With at least so many blocks and inodes: as many blocks more as groups of blocks need in order to have so many inodes, and
    /// as the last group needs for its copy.
    Geometry(std::uint64_t blocks, std::uint64_t inodes);

    std::uint64_t blocks() const { return m_blocks; }
    std::uint64_t inodes() const { return std::uint64_t(m_groups) * m_inodesPerGroup; }
    std::uint32_t groups() const { return m_groups; }
    std::uint32_t blocksIn(std::uint32_t group) const; ///< the last group may have fewer than the others
    std::uint32_t inodesPerGroup() const { return m_inodesPerGroup; }
    std::uint32_t tableBlocks() const; ///< of the inode table of a group
    std::uint32_t descriptorBlocks() const;
    /// Of the superblock and the group descriptors.
    std::uint32_t copyBlocks() const { return 1 + descriptorBlocks(); }

    bool hasCopy(std::uint32_t group) const;
    /// The block, or the first one after the copy that it is in.
    std::uint64_t afterCopy(std::uint64_t block) const;
    /// Where the first copy at or after a block begins; the end of a file system of any size if there is none.
    std::uint64_t nextCopy(std::uint64_t block) const;

private:
    std::uint64_t m_blocks;
    std::uint32_t m_groups;
    std::uint32_t m_inodesPerGroup;
    std::vector<std::uint32_t> m_copies; ///< the groups that have one
};

} // namespace stratoscope::ext4
