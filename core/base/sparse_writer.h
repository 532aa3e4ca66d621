// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

namespace stratoscope {

/// Fills a new file front to back, in large pieces; longer runs of zero pages stay holes. For one thread.
class SparseWriter
{
public:
    static constexpr std::uint64_t kPage = 4096;

    /// `file` is empty, and outlives this.
    explicit SparseWriter(File &file);

    /// How many bytes were appended.
    std::uint64_t position() const { return m_bufferAt + m_filled; }
    Result<void> append(Bytes bytes);
    /// TooLarge for more than a file can hold.
    Result<void> appendZeros(std::uint64_t count);
    /// Writes what is still in memory: the file then has the size of position(). Once, at the end.
    Result<void> finish();

private:
    Result<void> flush();
    Result<void> writePages(Bytes bytes);
    Result<void> write(std::size_t at, Bytes bytes);

    File &m_file;
    std::unique_ptr<std::byte[]> m_buffer;
    std::size_t m_filled = 0;
    std::uint64_t m_bufferAt = 0; ///< the buffer's place in the file, a multiple of kPage
    std::uint64_t m_writtenEnd = 0;
};

} // namespace stratoscope
