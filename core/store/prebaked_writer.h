// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/tar_reader.h"
#include "layer/whiteout.h"
#include "store/file_digests.h"

namespace stratoscope {

/// Writes a layer of a prebaked directory while its tar is walked through, entry by entry:
///
///     const auto offset = writer.contentOffset();      // for the LayerIndex
///     writer.append(bytes) …                           // a regular file's content, holes of a sparse one by appendZeros()
///     writer.addEntry(member, marked.mark, marked.path, record, sha256);
///     …
///     writer.finish();
///
/// Contents are written in large pieces; pages that are zero stay holes. For one thread. No allocation per entry.
/// Errors: those of writing, naming the file. After an error only destruction makes sense.
class PrebakedLayerWriter
{
public:
    /// Both files are new and outlive the writer. `contents` may be null: only the records are written then, nothing is appended,
    /// and offsets are those that the contents would have.
    PrebakedLayerWriter(File &idx, File *contents);
    ~PrebakedLayerWriter();

    /// Where in `.contents` the content of the entry that is added next begins, in bytes. Of no meaning for one without content.
    std::uint64_t contentOffset() const;

    /// The next bytes of the content of the entry that is added next. In all they are as many as its size says.
    Result<void> append(Bytes bytes);
    /// The same for a run of zeros.
    Result<void> appendZeros(std::uint64_t count);

    /// Ends an entry. `path` is what readMark() gave. `sha256` counts for regular files only. `record` is its number in the
    /// LayerIndex.
    Result<void> addEntry(const TarMember &member, Mark mark, std::string_view path, RecordId record, const Sha256 &sha256);

    struct Summary {
        std::string sidecar; ///< the bytes of `.ext.json`; empty: the layer needs none
        std::vector<FileDigests::Checkpoint> checkpoints; ///< for FileDigests over the idx file
        std::uint64_t idxSize = 0;
        std::uint64_t contentsSize = 0;
        std::uint32_t entries = 0;
    };
    /// Writes what is still in memory; both files have their final size then. Once, after the last entry.
    Result<Summary> finish();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
