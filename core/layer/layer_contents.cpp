// SPDX-License-Identifier: Apache-2.0
#include "layer/layer_contents.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<void> readAll(const FileRegion &region, std::uint64_t position, std::span<std::byte> into)
{
    STRATOSCOPE_TRY(const std::size_t count, region.readAt(position, into));
    if (count < into.size())
        return fail(ErrorKind::Truncated, region.file->name(), u"ends within the content of a file"_s);
    return {};
}

/// Reads a sparse file: the stored extents, and zeros between them.
Result<std::size_t> readSparse(const FileRegion &region, std::uint64_t contentOffset, const std::vector<SparseExtent> &extents,
                               std::uint64_t position, std::span<std::byte> into)
{
    std::memset(into.data(), 0, into.size());
    const std::uint64_t end = position + into.size();
    const auto endOf = [](const SparseExtent &extent) { return extent.offset + extent.length; };
    for (auto extent = std::ranges::upper_bound(extents, position, {}, endOf); extent != extents.end() && extent->offset < end;
         ++extent) {
        const std::uint64_t from = std::max(position, extent->offset);
        const std::uint64_t to = std::min(end, endOf(*extent));
        const auto part = into.subspan(std::size_t(from - position), std::size_t(to - from));
        STRATOSCOPE_CHECK(readAll(region, contentOffset + extent->stored + (from - extent->offset), part));
    }
    return into.size();
}

} // namespace

Result<std::size_t> LayerContents::read(const LayerIndex &index, RecordId record, std::uint64_t position,
                                        std::span<std::byte> into) const
{
    const Entry entry = index.entry(record);
    if (entry.kind != EntryKind::Regular || position >= entry.size)
        return 0;
    into = into.first(std::size_t(std::min<std::uint64_t>(into.size(), entry.size - position)));
    const std::uint64_t stored = index.contentOffset(record);
    if (const auto *extents = index.sparseExtents(record))
        return readSparse(m_region, stored, *extents, position, into);
    STRATOSCOPE_CHECK(readAll(m_region, stored + position, into));
    return into.size();
}

} // namespace stratoscope
