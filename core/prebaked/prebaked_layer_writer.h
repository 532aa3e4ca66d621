// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/tar_reader.h"
#include "prebaked/prebaked_format.h"
#include "prebaked/sidecar.h"
#include "stream/sparse_writer.h"

#include <optional>

namespace stratoscope {

/// Writes a layer of a prebaked directory while its tar is read, entry by entry:
///
///     const auto offset = writer.contentOffset();      // for the LayerIndex
///     writer.append(bytes) …                           // a regular file's content; appendZeros() for the holes of a sparse file
///     writer.addEntry(member, marked.mark, marked.path, record, sha256);
///
/// Contents are written in large pieces; pages of zeros become holes. Allocates nothing per entry. Errors: those of writing, naming
/// the file; TooLarge if the memory budget is used up. After an error, only destroy it. For one thread.
class PrebakedLayerWriter
{
public:
    /// Both files are new and outlive the writer. If `contents` is null, only the records are written: nothing may be appended, and
    /// the offsets are those that the contents would have.
    PrebakedLayerWriter(File &idx, File *contents);
    /// What is kept in memory until finish() counts in this budget.
    void countIn(std::shared_ptr<MemoryBudget> memory) { m_sidecar = SidecarWriter(std::move(memory)); }

    /// Where the content of the next entry begins, in bytes. Meaningless for an entry without content.
    std::uint64_t contentOffset() const { return m_contentOffset; }
    /// Appends to the content of the next entry. The total must equal the size of the entry.
    Result<void> append(Bytes bytes) { return m_contents->append(bytes); }
    Result<void> appendZeros(std::uint64_t count) { return m_contents->appendZeros(count); }
    /// Ends an entry. `path` is the one returned by readMark(), `record` the entry's record in the LayerIndex. `sha256` is only
    /// used for regular files.
    Result<void> addEntry(const TarMember &member, Mark mark, std::string_view path, RecordId record, const Sha256 &sha256);

    struct Summary {
        std::string sidecar; ///< the content of `.ext.json`; empty: the layer needs none
        std::vector<FileDigests::Checkpoint> checkpoints; ///< for FileDigests over the idx file
        std::uint64_t idxSize = 0;
        std::uint64_t contentsSize = 0;
    };
    /// Writes buffered bytes: both files then have their final size. Call it once, after the last entry.
    Result<Summary> finish();

private:
    Result<void> flush();

    File &m_idx;
    std::optional<SparseWriter> m_contents;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_filled = 0;
    std::uint64_t m_written = 0; ///< of m_idx
    std::uint64_t m_contentOffset = 0;
    std::uint32_t m_entries = 0;
    SidecarWriter m_sidecar;
    prebaked::CheckpointCollector m_checkpoints;
};

} // namespace stratoscope
