// SPDX-License-Identifier: Apache-2.0
#include "formats/erofs/erofs_chunks.h"

#include "base/little_endian.h"
#include "formats/erofs/erofs_inode.h"

#include <algorithm>

namespace stratoscope {

namespace {

constexpr std::uint64_t kMostErofsChunks = 1 << 16;
constexpr std::uint32_t kErofsHole = 0xFFFFFFFF;

} // namespace

/// Drops what is between the runs of stored chunks.
class ErofsChunks::Stored : public ByteSink
{
public:
    Stored(const ErofsChunks &chunks, ByteSink &into)
        : m_runs(chunks.m_runs)
        , m_chunkSize(chunks.chunkSize())
        , m_into(into)
    {
    }

    Result<void> append(Bytes bytes) override
    {
        while (!bytes.empty()) {
            const auto [count, isStored] = next(bytes.size());
            if (isStored)
                STRATOSCOPE_CHECK(m_into.append(bytes.first(std::size_t(count))));
            bytes = bytes.subspan(std::size_t(count));
        }
        return {};
    }

    Result<void> appendZeros(std::uint64_t zeros) override
    {
        while (zeros > 0) {
            const auto [count, isStored] = next(zeros);
            if (isStored)
                STRATOSCOPE_CHECK(m_into.appendZeros(count));
            zeros -= count;
        }
        return {};
    }

    Result<void> finish() override { return {}; }

private:
    /// How many of the next bytes, at most `most`, are alike, and whether they are stored. Steps over them.
    std::pair<std::uint64_t, bool> next(std::uint64_t most)
    {
        while (!m_runs.empty() && m_runs.front().end * m_chunkSize <= m_position)
            m_runs = m_runs.subspan(1);
        const bool isStored = !m_runs.empty() && m_runs.front().begin * m_chunkSize <= m_position;
        if (!m_runs.empty())
            most = std::min(most, (isStored ? m_runs.front().end : m_runs.front().begin) * m_chunkSize - m_position);
        m_position += most;
        return {most, isStored};
    }

    std::span<const Run> m_runs;
    const std::uint64_t m_chunkSize;
    ByteSink &m_into;
    std::uint64_t m_position = 0; ///< in the file
};

std::optional<ErofsChunks> ErofsChunks::of(std::uint64_t size, std::span<const SparseExtent> extents)
{
    ErofsChunks chunks;
    chunks.m_size = size;
    while (chunks.chunkCount() > kMostErofsChunks)
        ++chunks.m_blockBits;
    std::uint64_t stored = 0;
    for (const SparseExtent &extent : extents) {
        if (extent.length == 0)
            continue;
        const std::uint64_t end = (extent.offset + extent.length - 1) / chunks.chunkSize() + 1;
        Run run{extent.offset / chunks.chunkSize(), end};
        if (!chunks.m_runs.empty() && run.begin <= chunks.m_runs.back().end) {
            run.begin = chunks.m_runs.back().end;
            chunks.m_runs.back().end = std::max(end, run.begin);
        } else {
            chunks.m_runs.push_back(run);
        }
        stored += std::max(end, run.begin) - run.begin;
    }
    return stored < chunks.chunkCount() ? std::optional(std::move(chunks)) : std::nullopt;
}

std::uint64_t ErofsChunks::chunkSize() const
{
    return kErofsBlock << m_blockBits;
}

std::uint64_t ErofsChunks::chunkCount() const
{
    return m_size / chunkSize() + (m_size % chunkSize() != 0 ? 1 : 0);
}

std::uint64_t ErofsChunks::bytesSize() const
{
    return chunkCount() * sizeof(std::uint32_t);
}

std::uint64_t ErofsChunks::blocks() const
{
    std::uint64_t count = 0;
    for (const Run &run : m_runs)
        count += std::min(run.end << m_blockBits, erofsBlocks(m_size)) - (run.begin << m_blockBits);
    return count;
}

std::string ErofsChunks::toBytes(std::uint32_t firstBlock) const
{
    std::string bytes;
    std::uint64_t chunk = 0;
    std::uint32_t block = firstBlock;
    const auto addHoles = [&](std::uint64_t end) {
        for (; chunk < end; ++chunk)
            appendLittleEndian(bytes, kErofsHole);
    };
    for (const Run &run : m_runs) {
        addHoles(run.begin);
        for (; chunk < run.end; ++chunk, block += 1U << m_blockBits)
            appendLittleEndian(bytes, block);
    }
    addHoles(chunkCount());
    return bytes;
}

std::unique_ptr<ByteSink> ErofsChunks::storedTo(ByteSink &into) const
{
    return std::make_unique<Stored>(*this, into);
}

} // namespace stratoscope
