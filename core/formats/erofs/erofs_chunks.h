// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"
#include "stream/byte_sink.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stratoscope {

/// A sparse file in chunks of erofs: those without data are not stored. Immutable.
///
/// A chunk is as small as it can be while the list, with four bytes for each of the chunks, has at most 65,536 of them.
class ErofsChunks
{
public:
    /// Nothing if all chunks have data. `extents`: in order.
    static std::optional<ErofsChunks> of(std::uint64_t size, std::span<const SparseExtent> extents);

    /// log2 of the blocks in a chunk.
    unsigned blockBits() const { return m_blockBits; }
    /// The size of toBytes().
    std::uint64_t bytesSize() const;
    /// The blocks that are stored.
    std::uint64_t blocks() const;
    /// Whether the last chunk is stored.
    bool storesEnd() const { return !m_runs.empty() && m_runs.back().end == chunkCount(); }
    /// The first block of each chunk, or 0xFFFFFFFF. `firstBlock`: of the file.
    std::string toBytes(std::uint32_t firstBlock) const;

    /// A sink that takes the whole file and passes the stored chunks on.
    std::unique_ptr<ByteSink> storedTo(ByteSink &into) const;

private:
    struct Run { ///< of stored chunks
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };
    class Stored;
    std::uint64_t chunkSize() const;
    std::uint64_t chunkCount() const;

    std::uint64_t m_size = 0;
    unsigned m_blockBits = 0;
    std::vector<Run> m_runs;
};

} // namespace stratoscope
