// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/region_input.h"
#include "stream/decompress.h"
#include "tree/image_fs.h"

#include <memory>

namespace stratoscope {

/// Reads the content of a file in an image from its beginning to its end, decompressed if that is wanted. For one thread at a time.
class ContentReader
{
public:
    /// Without compression, or if the file has no bytes of its own (a sparse file), the bytes are read as they are.
    ContentReader(ImageFs fs, NodeId node, Compression compression);

    /// Fills `into`; fewer bytes are read only at the end. Blocks. Errors: those of reading and decompressing. Throws Cancelled.
    Result<std::size_t> read(std::span<std::byte> into, const std::stop_token &stop);

private:
    const ImageFs m_fs;
    const NodeId m_node;
    std::uint64_t m_position = 0;
    std::unique_ptr<RegionSource> m_source;
    std::unique_ptr<LayerDecoder> m_decoder; ///< null without compression
};

} // namespace stratoscope
