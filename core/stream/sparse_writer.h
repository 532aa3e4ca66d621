// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// Writes a new file sequentially, in large pieces; long runs of zero pages become holes. For one thread.
class SparseWriter : public ByteSink
{
public:
    static constexpr std::uint64_t kPage = 4096;

    /// `file` is empty, and outlives the writer.
    explicit SparseWriter(File &file);

    /// The number of bytes appended.
    std::uint64_t position() const { return m_bufferAt + m_filled; }
    Result<void> append(Bytes bytes) override;
    /// TooLarge beyond the maximum size of a file.
    Result<void> appendZeros(std::uint64_t count) override;
    /// Writes buffered bytes: the file then has the size position(). Call it once, at the end.
    Result<void> finish() override;

private:
    Result<void> flush();
    Result<void> writePages(Bytes bytes);
    Result<void> write(std::size_t at, Bytes bytes);

    File &m_file;
    std::unique_ptr<std::byte[]> m_buffer;
    std::size_t m_filled = 0;
    std::uint64_t m_bufferAt = 0; ///< the offset of the buffer in the file, a multiple of kPage
    std::uint64_t m_writtenEnd = 0;
};

} // namespace stratoscope
