// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/tar_reader.h"
#include "stream/byte_sink.h"
#include "stream/decompress.h"

#include <limits>
#include <string>

/// Inputs that behave as badly as real ones may: short reads, an error half-way.
namespace stratoscope::test {

/// How an input gives its bytes.
struct Delivery {
    std::size_t chunk = std::numeric_limits<std::size_t>::max(); ///< at most so many at once
    std::size_t failAfter
        = std::numeric_limits<std::size_t>::max(); ///< then reading fails, with kind Io and detail "the disk is broken"
};

class MemorySource : public ByteSource
{
public:
    explicit MemorySource(std::string bytes, Delivery delivery = {});
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    std::string m_bytes;
    Delivery m_delivery;
    std::size_t m_position = 0;
};

class MemoryTarInput : public TarInput
{
public:
    explicit MemoryTarInput(std::string bytes, Delivery delivery = {});
    Result<Bytes> take(std::size_t max) override;
    Result<std::uint64_t> skip(std::uint64_t count) override;

private:
    std::string m_bytes;
    Delivery m_delivery;
    std::size_t m_position = 0;
};

/// Keeps what is appended; fails once that would be more than `room` bytes.
class MemorySink : public ByteSink
{
public:
    explicit MemorySink(std::size_t room = std::numeric_limits<std::size_t>::max())
        : m_room(room)
    {
    }
    Result<void> append(Bytes bytes) override;
    Result<void> finish() override;

    std::string text;
    bool isFinished = false;

private:
    const std::size_t m_room;
};

/// The bytes as a file that has no name on any disk.
FileRegion regionOf(std::string_view bytes);

/// Reads to the end, `chunk` bytes at once.
Result<std::string> readToEnd(ByteSource &source, std::size_t chunk = 64 * 1024);

} // namespace stratoscope::test
