// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/layout.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ext4 {

namespace {

/// What is left free: a tenth, but at least so much.
constexpr std::uint64_t kFreeDivisor = 10;
constexpr std::uint64_t kLeastFreeBlocks = 4096; ///< 16 MiB
constexpr std::uint64_t kLeastFreeInodes = 1024;
constexpr std::uint64_t kBlocksPerInode = 4; ///< as mke2fs does it for a size that is given: an inode for 16 KiB

void mark(Layout::Bitmap &bitmap, std::uint64_t first, std::uint64_t end, bool isUsed)
{
    for (std::uint64_t bit = first; bit < end;) {
        if (bit % 8 == 0 && end - bit >= 8) {
            const std::uint64_t bytes = (end - bit) / 8;
            std::ranges::fill(std::span(bitmap).subspan(bit / 8, bytes), isUsed ? 0xFF : 0);
            bit += bytes * 8;
            continue;
        }
        const auto mask = std::uint8_t(1U << (bit % 8));
        if (isUsed)
            bitmap[bit / 8] |= mask;
        else
            bitmap[bit / 8] &= std::uint8_t(~mask);
        ++bit;
    }
}

Failure tooLarge()
{
    return fail(ErrorKind::TooLarge, {}, u"ext4 with blocks of 4 KiB is limited to 16 TiB"_s);
}

} // namespace

Layout::Layout(const FileTable &table, const Geometry &geometry)
    : m_geometry(geometry)
    , m_groups(geometry.groups())
    , m_end(geometry.copyBlocks())
{
    for (Group &group : m_groups)
        group.blockBitmap = take();
    for (Group &group : m_groups)
        group.inodeBitmap = take();
    for (Group &group : m_groups)
        group.inodeTable = takeTable();
    for (std::size_t i = 0; i < table.xattrBlocks().blocks().size(); ++i)
        m_xattrBlocks.push_back(take());
    std::vector<Extent> extents;
    m_firstBlocks.reserve(table.files().size());
    for (const FileTable::File &file : table.files()) {
        m_firstBlocks.push_back(std::uint32_t(m_end));
        extents.clear();
        m_end = mapExtents(table.contentRuns(file), m_end, m_geometry, extents);
        for (std::uint64_t node = extentNodes(extents.size()); node > 0; --node)
            take();
    }
}

std::uint32_t Layout::take()
{
    m_end = m_geometry.afterCopy(m_end) + 1;
    return std::uint32_t(m_end - 1);
}

std::uint32_t Layout::takeTable()
{
    const std::uint64_t count = m_geometry.tableBlocks();
    m_end = m_geometry.afterCopy(m_end);
    for (std::uint64_t copy = m_geometry.nextCopy(m_end); copy - m_end < count; copy = m_geometry.nextCopy(m_end)) {
        m_gaps.push_back({m_end, copy - m_end});
        m_end = m_geometry.afterCopy(copy);
    }
    m_end += count;
    return std::uint32_t(m_end - count);
}

/// As small as possible while leaving some blocks free: a part of those that are used, but at least a number.
Result<Layout> Layout::fit(const FileTable &table, std::uint64_t inodes, std::uint64_t leastFree, std::uint64_t freeDivisor)
{
    std::uint64_t blocks = 1;
    while (true) {
        const Geometry geometry(blocks, inodes);
        if (geometry.blocks() > kMostBlocks)
            return tooLarge();
        Layout layout(table, geometry);
        blocks = layout.m_end + std::max(leastFree, freeDivisor == 0 ? 0 : layout.m_end / freeDivisor);
        if (blocks <= geometry.blocks())
            return layout;
    }
}

Result<Layout> Layout::of(const FileTable &table, std::uint64_t size)
{
    const std::uint64_t leastInodes = table.inodeCount();
    const std::uint64_t inodes = leastInodes + std::max(leastInodes / kFreeDivisor, kLeastFreeInodes);
    if (size == 0)
        return fit(table, inodes, kLeastFreeBlocks, kFreeDivisor);

    const std::uint64_t blocks = size / kBlockSize;
    if (blocks > kMostBlocks)
        return tooLarge();
    STRATOSCOPE_TRY(Layout least, fit(table, leastInodes, 0, 0));
    if (least.geometry().blocks() > blocks)
        return fail(
            ErrorKind::Invalid, {},
            u"the size is too small; the file system needs at least %1K"_s.arg(least.geometry().blocks() * (kBlockSize / 1024)));
    // A group more may need more than it adds: then the last blocks remain unused.
    for (std::uint64_t most = blocks; most > least.geometry().blocks();
         most = (unitsFor(most, kBlocksPerGroup) - 1) * kBlocksPerGroup) {
        for (const std::uint64_t wanted : {std::max(inodes, most / kBlocksPerInode), inodes, leastInodes}) {
            const Geometry geometry(most, wanted);
            if (geometry.blocks() > most)
                continue;
            Layout layout(table, geometry);
            if (layout.m_end <= most)
                return layout;
        }
    }
    return least;
}

bool Layout::isUnused(std::uint32_t group) const
{
    return std::uint64_t(group) * kBlocksPerGroup >= m_end;
}

Layout::Bitmap Layout::usedBlocks(std::uint32_t group) const
{
    const std::uint64_t begin = std::uint64_t(group) * kBlocksPerGroup;
    const std::uint64_t count = m_geometry.blocksIn(group);
    const auto inGroup = [&](std::uint64_t block) { return std::clamp(block, begin, begin + count) - begin; };
    Bitmap bitmap{};
    mark(bitmap, 0, inGroup(m_end), true);
    for (const BlockRun &gap : m_gaps)
        mark(bitmap, inGroup(gap.first), inGroup(gap.first + gap.count), false);
    mark(bitmap, 0, m_geometry.hasCopy(group) ? m_geometry.copyBlocks() : 0, true);
    mark(bitmap, count, kBlocksPerGroup, true);
    return bitmap;
}

} // namespace stratoscope::ext4
