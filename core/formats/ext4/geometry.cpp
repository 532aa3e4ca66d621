// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/geometry.h"

#include "formats/ext4/structures.h"

#include <algorithm>
#include <limits>

namespace stratoscope::ext4 {

namespace {

/// One block of inodes less than a bitmap has bits, so that the number of all inodes has 32 bits as well.
constexpr std::uint32_t kMostInodesPerGroup = kBlocksPerGroup - kInodesPerBlock;

std::vector<std::uint32_t> groupsWithCopies(std::uint64_t groups)
{
    std::vector<std::uint32_t> found{0};
    if (groups > 1)
        found.push_back(1);
    for (const std::uint64_t base : {3, 5, 7}) {
        for (std::uint64_t group = base; group < groups; group *= base)
            found.push_back(std::uint32_t(group));
    }
    std::ranges::sort(found);
    return found;
}

} // namespace

Geometry::Geometry(std::uint64_t blocks, std::uint64_t inodes)
    : m_blocks(blocks)
    , m_groups(
          std::uint32_t(std::max({unitsFor(blocks, kBlocksPerGroup), unitsFor(inodes, kMostInodesPerGroup), std::uint64_t(1)})))
    , m_inodesPerGroup(std::uint32_t(unitsFor(unitsFor(inodes, m_groups), kInodesPerBlock) * kInodesPerBlock))
    , m_copies(groupsWithCopies(m_groups))
{
    const std::uint64_t last = m_groups - 1;
    m_blocks = std::max(m_blocks, last * kBlocksPerGroup + (hasCopy(m_groups - 1) ? copyBlocks() : 0) + 1);
}

std::uint32_t Geometry::blocksIn(std::uint32_t group) const
{
    const std::uint64_t begin = std::uint64_t(group) * kBlocksPerGroup;
    return std::uint32_t(std::min<std::uint64_t>(kBlocksPerGroup, m_blocks - begin));
}

std::uint32_t Geometry::tableBlocks() const
{
    return m_inodesPerGroup / kInodesPerBlock;
}

std::uint32_t Geometry::descriptorBlocks() const
{
    return std::uint32_t(blocksFor(std::uint64_t(m_groups) * sizeof(GroupDescriptor)));
}

bool Geometry::hasCopy(std::uint32_t group) const
{
    return std::ranges::binary_search(m_copies, group);
}

std::uint64_t Geometry::afterCopy(std::uint64_t block) const
{
    const std::uint64_t group = block / kBlocksPerGroup;
    const bool isInCopy = block % kBlocksPerGroup < copyBlocks() && group < m_groups && hasCopy(std::uint32_t(group));
    return isInCopy ? group * kBlocksPerGroup + copyBlocks() : block;
}

std::uint64_t Geometry::nextCopy(std::uint64_t block) const
{
    const auto found = std::ranges::lower_bound(m_copies, unitsFor(block, kBlocksPerGroup));
    return found == m_copies.end() ? std::numeric_limits<std::uint64_t>::max() : std::uint64_t(*found) * kBlocksPerGroup;
}

} // namespace stratoscope::ext4
