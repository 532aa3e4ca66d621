// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/tar_reader.h"
#include "stream/decompress.h"

#include <vector>

namespace stratoscope {

/// A tar within a file. Skipped bodies are not read.
///
/// The read buffer grows while reading is sequential and shrinks after a skip, so that walking headers takes small reads and
/// reading bodies large ones.
class RegionTarInput : public TarInput
{
public:
    explicit RegionTarInput(FileRegion region);

    Result<Bytes> take(std::size_t max) override;
    Result<std::uint64_t> skip(std::uint64_t count) override;

private:
    FileRegion m_region;
    std::uint64_t m_position = 0;
    std::vector<std::byte> m_window;
    std::uint64_t m_windowStart = 0;
    std::size_t m_windowSize = 0;
};

/// A blob within a file, read sequentially.
class RegionSource : public ByteSource
{
public:
    explicit RegionSource(FileRegion region)
        : m_region(std::move(region))
    {
    }
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    FileRegion m_region;
    std::uint64_t m_position = 0;
};

} // namespace stratoscope
