// SPDX-License-Identifier: Apache-2.0
#include "diff/file/byte_alignment.h"

#include "base/cancel.h"
#include "diff/file/rising_sequence.h"

#include <algorithm>
#include <cstring>

namespace stratoscope {

namespace {

constexpr std::uint64_t kPiece = 1024 * 1024;
constexpr std::size_t kBlock = 32;

using ByteVector = std::vector<std::byte>;

Result<ByteVector> readBytes(const FileSide &file, std::uint64_t begin, std::uint64_t count)
{
    ByteVector bytes(count);
    if (count > 0) {
        STRATOSCOPE_TRY(const std::size_t got, file.fs.read(file.node, begin, bytes));
        bytes.resize(got);
    }
    return bytes;
}

/// How many bytes two files have in common, from the beginning.
Result<std::uint64_t> commonPrefix(const FileSide &before, const FileSide &after, const std::stop_token &stop)
{
    const std::uint64_t most = std::min(before.size(), after.size());
    for (std::uint64_t position = 0; position < most;) {
        throwIfStopped(stop);
        const std::uint64_t count = std::min(kPiece, most - position);
        STRATOSCOPE_TRY(const ByteVector left, readBytes(before, position, count));
        STRATOSCOPE_TRY(const ByteVector right, readBytes(after, position, count));
        const auto [end, other] = std::ranges::mismatch(left, right);
        if (end != left.end() || left.size() < count)
            return position + std::uint64_t(end - left.begin());
        position += count;
    }
    return most;
}

/// The same from the end, at most `most`.
Result<std::uint64_t> commonSuffix(const FileSide &before, const FileSide &after, std::uint64_t most, const std::stop_token &stop)
{
    for (std::uint64_t done = 0; done < most;) {
        throwIfStopped(stop);
        const std::uint64_t count = std::min(kPiece, most - done);
        STRATOSCOPE_TRY(const ByteVector left, readBytes(before, before.size() - done - count, count));
        STRATOSCOPE_TRY(const ByteVector right, readBytes(after, after.size() - done - count, count));
        if (left.size() < count || right.size() < count)
            return done;
        const auto [end, other] = std::mismatch(left.rbegin(), left.rend(), right.rbegin());
        if (end != left.rend())
            return done + std::uint64_t(end - left.rbegin());
        done += count;
    }
    return most;
}

/// Bytes that both files have.
struct ByteRun {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    std::uint32_t count = 0;
};

/// A hash of the last kBlock bytes that is quickly computed from one place to the next.
class RollingHash
{
public:
    explicit RollingHash(const std::byte *block)
    {
        for (std::size_t i = 0; i < kBlock; ++i)
            m_hash = m_hash * kFactor + value(block[i]);
    }
    void roll(std::byte leaves, std::byte enters) { m_hash = (m_hash - value(leaves) * power()) * kFactor + value(enters); }
    std::uint64_t hash() const { return m_hash ^ (m_hash >> 29); }

private:
    static constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL;
    static std::uint64_t value(std::byte byte) { return std::uint64_t(byte) + 1; }
    static constexpr std::uint64_t power()
    {
        std::uint64_t product = 1;
        for (std::size_t i = 1; i < kBlock; ++i)
            product *= kFactor;
        return product;
    }

    std::uint64_t m_hash = 0;
};

/// The blocks of a file, one after another, by their hashes.
class BlockTable
{
public:
    explicit BlockTable(const ByteVector &bytes)
    {
        std::size_t size = 16;
        while (size < bytes.size() / kBlock * 2)
            size *= 2;
        m_slots.resize(size);
        for (std::size_t at = 0; at + kBlock <= bytes.size(); at += kBlock) {
            const std::uint64_t hash = RollingHash(bytes.data() + at).hash();
            Slot &slot = m_slots[place(hash)];
            slot.offset = slot.offset == kNone ? std::uint32_t(at) : kMany;
            slot.hash = std::uint32_t(hash >> 32);
        }
    }
    /// Where the only block of this hash is.
    std::optional<std::uint32_t> find(std::uint64_t hash) const
    {
        const Slot &slot = m_slots[place(hash)];
        return slot.offset < kMany ? std::optional(slot.offset) : std::nullopt;
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    static constexpr std::uint32_t kMany = 0xFFFFFFFE;
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t offset = kNone;
    };
    std::size_t place(std::uint64_t hash) const
    {
        std::size_t at = std::size_t(hash) & (m_slots.size() - 1);
        while (m_slots[at].offset != kNone && m_slots[at].hash != std::uint32_t(hash >> 32))
            at = (at + 1) & (m_slots.size() - 1);
        return at;
    }

    std::vector<Slot> m_slots;
};

/// Runs of at least kBlock bytes that both have, in the order of `after`, in which they do not overlap.
std::vector<ByteRun> findByteRuns(const ByteVector &before, const ByteVector &after, const std::stop_token &stop)
{
    std::vector<ByteRun> runs;
    if (before.size() < kBlock || after.size() < kBlock)
        return runs;
    const BlockTable blocks(before);
    std::uint32_t free = 0; // where in `after` the next run may begin
    std::size_t at = 0;
    RollingHash hash(after.data());
    while (true) {
        if (at % kPiece == 0)
            throwIfStopped(stop);
        const auto block = blocks.find(hash.hash());
        if (block && std::memcmp(before.data() + *block, after.data() + at, kBlock) == 0) {
            ByteRun run{*block, std::uint32_t(at), kBlock};
            while (run.before > 0 && run.after > free && before[run.before - 1] == after[run.after - 1])
                run = {run.before - 1, run.after - 1, run.count + 1};
            while (run.before + run.count < before.size() && run.after + run.count < after.size()
                   && before[run.before + run.count] == after[run.after + run.count])
                ++run.count;
            runs.push_back(run);
            free = run.after + run.count;
            at = free;
            if (at + kBlock > after.size())
                return runs;
            hash = RollingHash(after.data() + at);
            continue;
        }
        if (at + kBlock == after.size())
            return runs;
        hash.roll(after[at], after[at + kBlock]);
        ++at;
    }
}

/// The longest sequence of runs that are in the same order in both.
std::vector<ByteRun> orderedRuns(const std::vector<ByteRun> &runs)
{
    std::vector<std::uint32_t> offsets;
    for (const ByteRun &run : runs)
        offsets.push_back(run.before);
    std::vector<ByteRun> ordered;
    std::uint32_t free = 0; // where in `before` the next run may begin
    for (const std::uint32_t index : risingSequence(offsets)) {
        ByteRun run = runs[index];
        const std::uint32_t overlap = free > run.before ? free - run.before : 0;
        if (overlap >= run.count)
            continue;
        run = {run.before + overlap, run.after + overlap, run.count - overlap};
        free = run.before + run.count;
        ordered.push_back(run);
    }
    return ordered;
}

} // namespace

ByteAlignment::ByteAlignment(std::uint64_t beforeSize, std::uint64_t afterSize)
{
    const std::uint64_t both = std::min(beforeSize, afterSize);
    add(both, Side::Both);
    add(beforeSize - both, Side::Before);
    add(afterSize - both, Side::After);
}

void ByteAlignment::add(std::uint64_t count, Side side)
{
    if (count == 0)
        return;
    if (!m_stretches.empty() && m_stretches.back().side == side)
        m_stretches.back().count += count;
    else
        m_stretches.push_back({size(), m_before, m_after, count, side});
    m_before += side == Side::After ? 0 : count;
    m_after += side == Side::Before ? 0 : count;
}

Result<ByteAlignment> ByteAlignment::find(const FileSide &before, const FileSide &after, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const std::uint64_t prefix, commonPrefix(before, after, stop));
    STRATOSCOPE_TRY(const std::uint64_t suffix, commonSuffix(before, after, std::min(before.size(), after.size()) - prefix, stop));
    const std::uint64_t beforeEnd = before.size() - suffix;
    const std::uint64_t afterEnd = after.size() - suffix;

    ByteAlignment found;
    found.add(prefix, Side::Both);
    // What is between two runs is laid side by side as far as both have it.
    const auto addUpTo = [&found](std::uint64_t beforeOffset, std::uint64_t afterOffset) {
        const std::uint64_t both = std::min(beforeOffset - found.m_before, afterOffset - found.m_after);
        found.add(both, Side::Both);
        found.add(beforeOffset - found.m_before, Side::Before);
        found.add(afterOffset - found.m_after, Side::After);
    };
    if (std::max(beforeEnd, afterEnd) - prefix <= kMaxSearchedBytes) {
        STRATOSCOPE_TRY(const ByteVector left, readBytes(before, prefix, beforeEnd - prefix));
        STRATOSCOPE_TRY(const ByteVector right, readBytes(after, prefix, afterEnd - prefix));
        for (const ByteRun &run : orderedRuns(findByteRuns(left, right, stop))) {
            addUpTo(prefix + run.before, prefix + run.after);
            found.add(run.count, Side::Both);
        }
    }
    addUpTo(beforeEnd, afterEnd);
    found.add(suffix, Side::Both);
    return found;
}

/// The index of the stretch with a position.
std::size_t ByteAlignment::stretchAt(std::uint64_t position) const
{
    const auto next = std::ranges::upper_bound(m_stretches, position, {}, &Stretch::position);
    return std::size_t(next - m_stretches.begin()) - 1;
}

std::uint64_t ByteAlignment::offsetAt(std::uint64_t position, Side file) const
{
    if (position >= size())
        return file == Side::Before ? m_before : m_after;
    const Stretch &stretch = m_stretches[stretchAt(position)];
    const bool hasBytes = stretch.side == Side::Both || stretch.side == file;
    return (file == Side::Before ? stretch.before : stretch.after) + (hasBytes ? position - stretch.position : 0);
}

ByteAlignment::Place ByteAlignment::at(std::uint64_t position) const
{
    const Stretch &stretch = m_stretches[stretchAt(position)];
    const std::uint64_t inside = position - stretch.position;
    Place place;
    if (stretch.side != Side::After)
        place.before = stretch.before + inside;
    if (stretch.side != Side::Before)
        place.after = stretch.after + inside;
    return place;
}

} // namespace stratoscope
