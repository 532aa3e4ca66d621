// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace stratoscope {

/// Reads the fields of a 512-byte tar header: POSIX ustar (IEEE 1003.1, pax), GNU, star, v7.
class TarHeader
{
public:
    using Block = std::array<char, 512>;
    enum class Format { V7, Ustar, Gnu, Star };

    /// Refers to `block`.
    explicit TarHeader(const Block &block);

    static bool isZero(const Block &block)
    {
        return block[0] == 0 && std::memcmp(block.data(), block.data() + 1, block.size() - 1) == 0;
    }
    /// Whether a tar may begin with this block: a header, or the first of the zeros of an empty tar.
    static bool canBegin(const Block &block) { return isZero(block) || TarHeader(block).isChecksumValid(); }
    /// Accepts the sum of unsigned bytes, and that of signed ones as written by some old programs.
    bool isChecksumValid() const;

    Format format() const { return m_format; }
    char type() const { return m_block[156]; }
    std::string name() const;
    std::string linkName() const { return text(157, 100); }

    Result<std::int64_t> mode() const { return number(100, 8, "mode"); }
    Result<std::int64_t> uid() const { return number(108, 8, "uid"); }
    Result<std::int64_t> gid() const { return number(116, 8, "gid"); }
    Result<std::int64_t> size() const { return number(124, 12, "size"); }
    Result<std::int64_t> mtime() const { return number(136, 12, "mtime"); }
    Result<std::int64_t> deviceMajor() const { return number(329, 8, "device"); }
    Result<std::int64_t> deviceMinor() const { return number(337, 8, "device"); }
    /// The size of a sparse file including holes (old GNU format).
    Result<std::int64_t> sparseRealSize() const { return number(483, 12, "sparse size"); }

    /// A number of `length` bytes: octal digits, or base 256 if the highest bit is set.
    Result<std::int64_t> number(std::size_t offset, std::size_t length, const char *what) const;

private:
    std::string text(std::size_t offset, std::size_t length) const
    {
        return {&m_block[offset], ::strnlen(&m_block[offset], length)};
    }
    bool hasOldGoPrefix() const;

    const Block &m_block;
    Format m_format;
};

} // namespace stratoscope
