// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/layer_index.h"

#include <memory>

namespace stratoscope {

/// The SHA-256 of every file of a layer, read on demand from the records of a prebaked `.idx` file; only the positions of every
/// 64th record are kept in memory. Thread-safe.
class FileDigests
{
public:
    struct Checkpoint {
        RecordId record;
        std::uint64_t position; ///< of its line in the .idx file
    };
    FileDigests(File idx, std::vector<Checkpoint> checkpoints)
        : m_idx(std::move(idx))
        , m_checkpoints(std::move(checkpoints))
    {
    }

    /// Reads digests for one index. Caches the last block, so that each is read once when records are read in order. For one
    /// thread.
    class Reader
    {
    public:
        Reader(std::shared_ptr<const FileDigests> digests, std::shared_ptr<const LayerIndex> index)
            : m_digests(std::move(digests))
            , m_index(std::move(index))
        {
        }
        /// The SHA-256 of a record's content; of the empty string if it has none.
        Result<Sha256> digest(RecordId record);

    private:
        Result<void> load(RecordId record);
        std::shared_ptr<const FileDigests> m_digests;
        std::shared_ptr<const LayerIndex> m_index;
        std::string m_text; ///< of the block
        std::vector<std::pair<RecordId, Sha256>> m_block; ///< sorted by record
        std::size_t m_next = 0; ///< in the block, where the next record is if they are read in order
        RecordId m_first = 0;
        RecordId m_end = 0;
    };

private:
    File m_idx;
    std::vector<Checkpoint> m_checkpoints;
};

} // namespace stratoscope
