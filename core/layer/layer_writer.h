// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/hash.h"
#include "layer/layer_index.h"
#include "layer/tar_reader.h"
#include "layer/whiteout.h"

namespace stratoscope {

/// Stores what ingestLayer() reads from a layer's tar, entry by entry:
///
///     const auto offset = writer.contentOffset();      // for the LayerIndex
///     writer.append(bytes) …                           // a regular file's content; appendZeros() for the holes of a sparse file
///     writer.addEntry(member, marked.mark, marked.path, record, sha256);
///
/// Used by one thread. After an error, only destroy it.
class LayerWriter
{
public:
    virtual ~LayerWriter() = default;

    /// Where the content of the next entry begins, in bytes. Meaningless for an entry without content.
    virtual std::uint64_t contentOffset() const = 0;

    /// Appends to the content of the next entry. The total must equal the size of the entry.
    virtual Result<void> append(Bytes bytes) = 0;
    /// Appends a run of zeros.
    virtual Result<void> appendZeros(std::uint64_t count) = 0;

    /// Ends an entry. `path` is the one returned by readMark(), `record` the entry's record in the LayerIndex. `sha256` is only
    /// used for regular files.
    virtual Result<void> addEntry(const TarMember &member, Mark mark, std::string_view path, RecordId record, const Sha256 &sha256)
        = 0;
};

} // namespace stratoscope
