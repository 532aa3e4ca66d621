// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/decompress.h"

#include <memory>

namespace stratoscope {

/// Unpacks xz and bzip2, of several streams, too, by KArchive's KCompressionDevice.
///
/// That device itself drops what follows the first stream in its buffer, and takes a truncated file for a whole one. So each stream
/// gets a device of its own, beginning where the one before has ended, and an end without the stream's own end mark is an error.
/// For gzip and zstd see LayerDecoder, which is faster and right for both.
///
/// Errors, with an empty subject: Malformed, Truncated, and those of reading.
class StreamDecoder : public ByteSource
{
public:
    StreamDecoder(FileRegion compressed, Compression compression);
    ~StreamDecoder() override;

    Result<std::size_t> read(std::span<std::byte> into) override;
    /// How many compressed bytes were used up.
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
