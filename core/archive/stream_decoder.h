// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/decompress.h"

#include <memory>

namespace stratoscope {

/// Decompresses xz and bzip2, including several streams in a row, by KArchive's KCompressionDevice.
///
/// That device drops what follows the first stream in its buffer, and does not notice a truncated file. So each stream gets a
/// device of its own, beginning where the previous one ended, and an end without the stream's end mark is an error. For gzip and
/// zstd, use LayerDecoder, which is faster and handles both correctly.
///
/// Errors, with an empty subject: Malformed, Truncated, and those of reading.
class StreamDecoder : public ByteSource
{
public:
    StreamDecoder(FileRegion compressed, Compression compression);
    ~StreamDecoder() override;

    Result<std::size_t> read(std::span<std::byte> into) override;
    /// How many compressed bytes have been consumed.
    std::uint64_t position() const;

private:
    class Source;
    class Device;
    Result<bool> beginStream();

    Compression m_compression;
    std::unique_ptr<Source> m_source;
    std::unique_ptr<Device> m_device;
};

} // namespace stratoscope
