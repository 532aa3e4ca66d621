// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/layer_index.h"

#include <memory>

namespace stratoscope {

/// The SHA-256 of every file of a layer. They stay where they were written, in the records of a prebaked `.idx` file; in memory are
/// only the places of every 64th record. Thread-safe.
class FileDigests
{
public:
    struct Checkpoint {
        RecordId record;
        std::uint64_t position; ///< of its line in the .idx file
    };
    FileDigests(File idx, std::vector<Checkpoint> checkpoints);

    /// Reads digests of one index; keeps the last block, so going through records in order reads each once. For one thread.
    class Reader
    {
    public:
        Reader(std::shared_ptr<const FileDigests> digests, std::shared_ptr<const LayerIndex> index);
        /// The SHA-256 of the record's content; of the empty string for what has none.
        Result<Sha256> digest(RecordId record);

    private:
        Result<void> load(RecordId record);
        std::shared_ptr<const FileDigests> m_digests;
        std::shared_ptr<const LayerIndex> m_index;
        std::vector<std::pair<RecordId, Sha256>> m_block; ///< in the order of the records
        RecordId m_first = 0;
        RecordId m_end = 0;
    };

private:
    File m_idx;
    std::vector<Checkpoint> m_checkpoints;
};

} // namespace stratoscope
