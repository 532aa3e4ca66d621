// SPDX-License-Identifier: Apache-2.0
#include "diff/file/byte_diff.h"

#include "base/cancel.h"

#include <algorithm>
#include <cstring>

namespace stratoscope {

namespace {

/// Adds a range, joined with the one before if that is near. False if there are too many.
bool addRange(ByteDiff &diff, std::uint64_t begin, std::uint64_t end)
{
    if (!diff.differences.empty() && begin - diff.differences.back().end < ByteDiff::kLeastEqual) {
        diff.differences.back().end = end;
        return true;
    }
    diff.isComplete = diff.differences.size() < ByteDiff::kMaxDifferences;
    if (diff.isComplete)
        diff.differences.push_back({begin, end});
    return diff.isComplete;
}

/// Adds where two parts differ. `position`: of their first bytes.
bool addDifferences(ByteDiff &diff, Bytes left, Bytes right, std::uint64_t position)
{
    constexpr std::size_t kStep = 256;
    for (std::size_t at = 0; at < left.size();) {
        const std::size_t step = std::min(kStep, left.size() - at);
        if (std::memcmp(left.data() + at, right.data() + at, step) != 0) {
            for (std::size_t i = at; i < at + step; ++i) {
                if (left[i] != right[i] && !addRange(diff, position + i, position + i + 1))
                    return false;
            }
        }
        at += step;
    }
    return true;
}

Result<bool> compareStretch(ByteDiff &diff, const ByteAlignment::Stretch &stretch, const FileSide &before, const FileSide &after,
                            const std::stop_token &stop)
{
    constexpr std::uint64_t kPiece = 1024 * 1024;
    std::vector<std::byte> left(std::min(kPiece, stretch.count));
    std::vector<std::byte> right(left.size());
    for (std::uint64_t done = 0; done < stretch.count; done += left.size()) {
        throwIfStopped(stop);
        const std::size_t count = std::min<std::uint64_t>(left.size(), stretch.count - done);
        STRATOSCOPE_TRY(const std::size_t leftCount,
                        before.fs.read(before.node, stretch.before + done, std::span(left).first(count)));
        STRATOSCOPE_TRY(const std::size_t rightCount,
                        after.fs.read(after.node, stretch.after + done, std::span(right).first(count)));
        const std::size_t both = std::min(leftCount, rightCount);
        if (!addDifferences(diff, Bytes(left).first(both), Bytes(right).first(both), stretch.position + done))
            return false;
    }
    return true;
}

} // namespace

Result<ByteDiff> diffBytes(const FileSide &before, const FileSide &after, const std::stop_token &stop)
{
    ByteDiff diff;
    if (before.size() > 0 && after.size() > 0) {
        STRATOSCOPE_TRY(diff.alignment, ByteAlignment::find(before, after, stop));
    } else {
        diff.alignment = ByteAlignment(before.size(), after.size());
    }
    for (const ByteAlignment::Stretch &stretch : diff.alignment.stretches()) {
        bool hasRoom = true;
        if (stretch.side != ByteAlignment::Side::Both) {
            hasRoom = addRange(diff, stretch.position, stretch.position + stretch.count);
        } else {
            STRATOSCOPE_TRY(hasRoom, compareStretch(diff, stretch, before, after, stop));
        }
        if (!hasRoom)
            break;
    }
    return diff;
}

} // namespace stratoscope
