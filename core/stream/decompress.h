// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <memory>

namespace stratoscope {

enum class Compression { None, Gzip, Zstd, Xz, Bzip2 };

/// How many of the first bytes detectCompression() needs.
inline constexpr std::size_t kMagicSize = 10;
Compression detectCompression(Bytes head);
Result<Compression> detectCompression(const FileRegion &file);
/// "gzip", …; "uncompressed" for None.
QString compressionName(Compression compression);

/// A sequential source of bytes. Blocks; for one thread.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// Reads at least one byte unless the source has ended. Returns the number of bytes.
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

/// Whether data is a decompression bomb: more than `least` bytes, at more than five hundred times their size as stored.
constexpr std::uint64_t kBombSize = std::uint64_t(64) << 30;
constexpr bool isBomb(std::uint64_t size, std::uint64_t stored, std::uint64_t least = kBombSize)
{
    return size > least && size / 500 > stored;
}

/// Decompresses gzip, zstd, xz and bzip2, each also with several members, frames or streams, detected from the content; passes on
/// anything else unchanged. Zeros after the last member are ignored.
///
/// Errors, with an empty subject: Malformed; Truncated; TooLarge for a decompression bomb, see isBomb(), and for zstd and xz
/// that need a window (a dictionary) of more than 512 MiB.
class LayerDecoder : public ByteSource
{
public:
    explicit LayerDecoder(ByteSource &compressed, std::uint64_t bombSize = kBombSize);
    ~LayerDecoder() override;

    Result<std::size_t> read(std::span<std::byte> into) override;
    /// How many compressed bytes have been taken.
    std::uint64_t taken() const;
    /// Known after the first read.
    Compression compression() const { return m_compression; }

private:
    class Input;
    class Format;
    class Gzip;
    class Zstd;
    class Streams;
    class Xz;
    class Bzip2;
    class Plain;
    Result<void> begin();

    std::unique_ptr<Input> m_input;
    std::unique_ptr<Format> m_format;
    Compression m_compression = Compression::None;
    const std::uint64_t m_bombSize;
    std::uint64_t m_produced = 0;
};

} // namespace stratoscope
