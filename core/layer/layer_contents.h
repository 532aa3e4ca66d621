// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/layer_index.h"

namespace stratoscope {

/// Where the files of a layer have their bytes: a `.contents` file of a prebaked directory, or the layer's own uncompressed tar.
///
/// Thread-safe.
class LayerContents
{
public:
    LayerContents() = default;
    explicit LayerContents(FileRegion region)
        : m_region(std::move(region))
    {
    }

    /// Bytes of a regular file from `position` on; fewer than asked for only at its end. Holes of a sparse file read as zeros.
    Result<std::size_t> read(const LayerIndex &index, RecordId record, std::uint64_t position, std::span<std::byte> into) const;

    const FileRegion &region() const { return m_region; }

private:
    FileRegion m_region;
};

} // namespace stratoscope
