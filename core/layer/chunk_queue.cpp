// SPDX-License-Identifier: Apache-2.0
#include "layer/chunk_queue.h"

#include <algorithm>

namespace stratoscope {

ChunkQueue::ChunkQueue()
{
    constexpr int kChunks = 6;
    for (int i = 0; i < kChunks; ++i)
        m_empty.push_back({std::make_unique_for_overwrite<std::byte[]>(kChunkSize)});
}

std::optional<ChunkQueue::Chunk> ChunkQueue::empty()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_abandoned || !m_empty.empty(); });
    if (m_abandoned)
        return std::nullopt;
    Chunk chunk = std::move(m_empty.back());
    m_empty.pop_back();
    return chunk;
}

void ChunkQueue::finish(std::optional<Error> error)
{
    const std::scoped_lock lock(m_mutex);
    m_error = std::move(error);
    m_finished = true;
    m_changed.notify_all();
}

Result<std::optional<ChunkQueue::Chunk>> ChunkQueue::pop()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_finished || !m_full.empty(); });
    if (m_full.empty()) {
        if (m_error)
            return Failure(*m_error);
        return std::nullopt;
    }
    Chunk chunk = std::move(m_full.front());
    m_full.pop_front();
    return chunk;
}

void ChunkQueue::abandon()
{
    const std::scoped_lock lock(m_mutex);
    m_abandoned = true;
    m_changed.notify_all();
}

QueueTarInput::~QueueTarInput()
{
    m_queue.abandon();
}

/// Makes sure that there are bytes to take; false at the end.
Result<bool> QueueTarInput::refill()
{
    if (m_chunk && m_used < m_chunk->size)
        return true;
    if (m_chunk)
        m_queue.recycle(std::move(*m_chunk));
    STRATOSCOPE_TRY(m_chunk, m_queue.pop());
    m_used = 0;
    return m_chunk.has_value();
}

Result<Bytes> QueueTarInput::take(std::size_t max)
{
    STRATOSCOPE_TRY(const bool more, refill());
    if (!more)
        return Bytes();
    const std::size_t count = std::min(max, m_chunk->size - m_used);
    const Bytes bytes(m_chunk->buffer.get() + m_used, count);
    m_used += count;
    m_hasher.update(bytes);
    return bytes;
}

} // namespace stratoscope
