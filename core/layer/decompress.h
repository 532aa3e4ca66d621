// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <memory>

namespace stratoscope {

enum class Compression { None, Gzip, Zstd, Xz, Bzip2 };

/// Detected from the first bytes; ten are enough.
Compression detectCompression(Bytes head);
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

/// What is larger and compresses better than this is a decompression bomb.
inline constexpr std::uint64_t kBombSize = std::uint64_t(64) << 30;
inline constexpr std::uint64_t kBombRatio = 500;

/// Decompresses gzip (also with several members) or zstd (also with several frames), detected from the content; passes on anything
/// else unchanged. Zeros after the last member are ignored.
///
/// Errors, with an empty subject: Malformed; Truncated; Unsupported for xz and bzip2, which are not used for layers; TooLarge for a
/// decompression bomb, which is more than `bombSize` bytes at a ratio above kBombRatio.
class LayerDecoder : public ByteSource
{
public:
    explicit LayerDecoder(ByteSource &compressed, std::uint64_t bombSize = kBombSize);
    ~LayerDecoder() override;

    Result<std::size_t> read(std::span<std::byte> into) override;
    /// Known after the first read.
    Compression compression() const { return m_compression; }

private:
    class Input;
    class Format;
    class Gzip;
    class Zstd;
    class Plain;
    Result<void> begin();

    std::unique_ptr<Input> m_input;
    std::unique_ptr<Format> m_format;
    Compression m_compression = Compression::None;
    const std::uint64_t m_bombSize;
    std::uint64_t m_produced = 0;
};

} // namespace stratoscope
