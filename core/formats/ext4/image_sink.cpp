// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/image_sink.h"

#include "formats/ext4/structures.h"

#include <algorithm>
#include <limits>

namespace stratoscope::ext4 {

ImageSink::ImageSink(ByteSink &into, const Geometry &geometry, WriteCopy writeCopy)
    : m_into(into)
    , m_geometry(geometry)
    , m_writeCopy(std::move(writeCopy))
{
}

Result<void> ImageSink::append(Bytes bytes)
{
    while (!bytes.empty()) {
        STRATOSCOPE_CHECK(writeCopies());
        const Bytes part = bytes.first(std::size_t(std::min<std::uint64_t>(bytes.size(), room())));
        STRATOSCOPE_CHECK(m_into.append(part));
        m_position += part.size();
        bytes = bytes.subspan(part.size());
    }
    return {};
}

Result<void> ImageSink::appendZeros(std::uint64_t count)
{
    while (count > 0) {
        STRATOSCOPE_CHECK(writeCopies());
        const std::uint64_t part = std::min(count, room());
        STRATOSCOPE_CHECK(m_into.appendZeros(part));
        m_position += part;
        count -= part;
    }
    return {};
}

Result<void> ImageSink::fillBlock()
{
    const std::uint64_t filled = m_position % kBlockSize;
    return filled > 0 ? appendZeros(kBlockSize - filled) : Result<void>();
}

Result<void> ImageSink::skipTo(std::uint64_t block)
{
    while (m_position < block * kBlockSize) {
        STRATOSCOPE_CHECK(writeCopies());
        const std::uint64_t end = std::min(block * kBlockSize, m_nextCopy);
        if (m_position < end)
            STRATOSCOPE_CHECK(appendZeros(end - m_position));
    }
    return {};
}

Result<void> ImageSink::writeCopies()
{
    while (m_position == m_nextCopy) {
        const std::uint64_t block = m_position / kBlockSize;
        STRATOSCOPE_CHECK(m_writeCopy(std::uint32_t(block / kBlocksPerGroup), m_into));
        const std::uint64_t after = m_geometry.afterCopy(block);
        m_position = after * kBlockSize;
        const std::uint64_t next = m_geometry.nextCopy(after);
        constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
        m_nextCopy = next == kNever ? kNever : next * kBlockSize;
    }
    return {};
}

} // namespace stratoscope::ext4
