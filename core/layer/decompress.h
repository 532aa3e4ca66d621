// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <memory>

namespace stratoscope {

enum class Compression { None, Gzip, Zstd, Xz, Bzip2 };

/// Told from the first bytes; ten are enough.
Compression detectCompression(Bytes head);
/// "gzip", …; "uncompressed" for None.
QString compressionName(Compression compression);

/// A source of bytes, front to back. Blocking; for one thread.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// Fills the span as far as there is something; 0 only at the end.
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

/// Unpacks gzip (of several members, too) or zstd (of several frames, skippable ones included), whichever the bytes are; passes on
/// what is neither. Zeros after the last member are padding.
///
/// Errors, with an empty subject: Malformed, Truncated, Unsupported for xz and bzip2, which layers never are, TooLarge for a
/// decompression bomb: more than `bombSize` bytes from less than a five-hundredth of them.
class LayerDecoder : public ByteSource
{
public:
    static constexpr std::uint64_t kBombSize = std::uint64_t(64) << 30;

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
