// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/byte_alignment.h"

namespace stratoscope {

/// Positions of an alignment.
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool operator==(const ByteRange &) const = default;
};

/// Where the bytes of two files differ, or only one of them has any. A value; thread-safe.
struct ByteDiff {
    ByteAlignment alignment;
    std::vector<ByteRange> differences; ///< in order; those with less than kLeastEqual equal bytes between them are one
    bool isComplete = true; ///< false if there are more than kMaxDifferences

    static constexpr std::uint64_t kLeastEqual = 16;
    static constexpr std::size_t kMaxDifferences = 100'000;
};

/// Blocks; reads both files up to the last difference that is listed. Errors: those of reading. Throws Cancelled.
Result<ByteDiff> diffBytes(const FileSide &before, const FileSide &after, const std::stop_token &stop);

} // namespace stratoscope
