// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/region_input.h"

#include <memory>
#include <stop_token>

namespace stratoscope {

/// Decompresses xz and bzip2, including several streams in a row, by KArchive's KCompressionDevice.
///
/// That device drops what follows the first stream in its buffer, and does not notice a truncated file. So each stream gets a
/// device of its own, beginning where the previous one ended, and an end without the stream's end mark is an error. For gzip and
/// zstd, use LayerDecoder, which is faster and handles both correctly.
///
/// Errors, with an empty subject: Malformed, Truncated, and those of reading.
class StreamDecoder : public Decoder
{
public:
    StreamDecoder(FileRegion compressed, Compression compression);
    ~StreamDecoder() override;

    Result<std::size_t> read(std::span<std::byte> into) override;
    std::uint64_t taken() const override;

private:
    class Source;
    class Device;
    Result<bool> beginStream();

    Compression m_compression;
    std::unique_ptr<Source> m_source;
    std::unique_ptr<Device> m_device;
};

/// The decoder for a file with this compression; `source` reads it from the beginning, and outlives the decoder. `bombSize`: for a
/// LayerDecoder.
std::unique_ptr<Decoder> makeDecoder(const FileRegion &compressed, Compression compression, RegionSource &source,
                                     std::uint64_t bombSize = kBombSize);

/// Decompresses a file into an unnamed file in `directory`, which is removed with the last region of it. Adds the compressed bytes
/// to `progress`. Errors, named by `name`: Malformed, Truncated, NoSpace, TooLarge for a decompression bomb. Throws Cancelled.
Result<FileRegion> unpackToTemporary(const QString &name, const FileRegion &compressed, Compression compression,
                                     const QString &directory, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
