// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/geometry.h"
#include "stream/byte_sink.h"

#include <functional>

namespace stratoscope::ext4 {

/// Writes the blocks of a file system in their order, and the copies of the superblock where they belong. For one thread.
class ImageSink : public ByteSink
{
public:
    /// Writes the superblock and the group descriptors of a group.
    using WriteCopy = std::function<Result<void>(std::uint32_t group, ByteSink &into)>;
    /// Refers to all.
    ImageSink(ByteSink &into, const Geometry &geometry, WriteCopy writeCopy);

    Result<void> append(Bytes bytes) override;
    Result<void> appendZeros(std::uint64_t count) override;
    /// Fills a block that is not complete with zeros.
    Result<void> fillBlock();
    /// Writes zeros up to a block, which is not before the position.
    Result<void> skipTo(std::uint64_t block);
    Result<void> finish() override { return fillBlock(); }

private:
    /// Writes copies that begin at the position; then there is room for at least one byte before the next one.
    Result<void> writeCopies();
    std::uint64_t room() const { return m_nextCopy - m_position; }

    ByteSink &m_into;
    const Geometry &m_geometry;
    const WriteCopy m_writeCopy;
    std::uint64_t m_position = 0; ///< in bytes, like the next one
    std::uint64_t m_nextCopy = 0;
};

} // namespace stratoscope::ext4
