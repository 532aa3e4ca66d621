// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/file_side.h"

#include <optional>

namespace stratoscope {

/// How the bytes of two files are laid beside each other: at each position there is a byte of one file, or of both. A value;
/// thread-safe.
class ByteAlignment
{
public:
    enum class Side : std::uint8_t { Both, Before, After };
    /// Consecutive bytes of one file or of both.
    struct Stretch {
        std::uint64_t position = 0; ///< of its first byte
        std::uint64_t before = 0; ///< offset in the file before
        std::uint64_t after = 0; ///< offset in the file after
        std::uint64_t count = 0; ///< not 0
        Side side = Side::Both;
        bool operator==(const Stretch &) const = default;
    };
    /// The files' bytes at a position; at least one of them.
    struct Place {
        std::optional<std::uint64_t> before;
        std::optional<std::uint64_t> after;
        bool operator==(const Place &) const = default;
    };

    ByteAlignment() = default;
    /// Bytes of the same offset beside each other.
    ByteAlignment(std::uint64_t beforeSize, std::uint64_t afterSize);
    /// Bytes of the same content beside each other, as far as that is found quickly: what both files have at their beginnings and
    /// ends and, if what is in between has at most kMaxSearchedBytes in each file, blocks of 32 bytes that occur in it once.
    ///
    /// Blocks; reads both files, and keeps what is in between in memory. Errors: those of reading. Throws Cancelled.
    static Result<ByteAlignment> find(const FileSide &before, const FileSide &after, const std::stop_token &stop);
    static constexpr std::uint64_t kMaxSearchedBytes = std::uint64_t(16) * 1024 * 1024;

    const std::vector<Stretch> &stretches() const { return m_stretches; }
    /// The number of positions.
    std::uint64_t size() const { return m_stretches.empty() ? 0 : m_stretches.back().position + m_stretches.back().count; }
    /// `position`: less than size().
    Place at(std::uint64_t position) const;
    /// How many bytes of one of the files come before a position: the offset of the first byte there or later. `file`: Before or
    /// After.
    std::uint64_t offsetAt(std::uint64_t position, Side file) const;

private:
    std::size_t stretchAt(std::uint64_t position) const;
    void add(std::uint64_t count, Side side);

    std::vector<Stretch> m_stretches;
    std::uint64_t m_before = 0; ///< bytes of the files in the stretches
    std::uint64_t m_after = 0;
};

} // namespace stratoscope
