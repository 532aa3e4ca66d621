// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/layer_index.h"

namespace stratoscope {

/// The content of a layer's files: a `.contents` file of a prebaked directory, or the layer's own uncompressed tar. Thread-safe.
class LayerContents
{
public:
    LayerContents() = default;
    explicit LayerContents(FileRegion region)
        : m_region(std::move(region))
    {
    }

    /// Reads bytes of a regular file from `position`; fewer than requested only at its end. Holes of a sparse file read as zeros.
    /// Errors: Truncated if the content is missing; those of reading.
    Result<std::size_t> read(const LayerIndex &index, RecordId record, std::uint64_t position, std::span<std::byte> into) const;

    const FileRegion &region() const { return m_region; }

private:
    FileRegion m_region;
};

} // namespace stratoscope
