// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/nested_hasher.h"
#include "layer/tar_reader.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace stratoscope {

/// A few buffers between the thread that decompresses a layer and the one that reads its tar.
class ChunkQueue
{
public:
    /// Small enough for decompressed data to be still in the cache when it is hashed.
    static constexpr std::size_t kChunkSize = 256 * 1024;

    struct Chunk {
        std::unique_ptr<std::byte[]> buffer;
        std::size_t size = 0;
        std::uint64_t taken = 0; ///< compressed bytes that were taken for this and all earlier ones
    };

    ChunkQueue();

    // The producer's side
    /// A buffer to fill; nothing once the consumer is gone.
    std::optional<Chunk> empty();
    void push(Chunk chunk) { add(m_full, std::move(chunk)); }
    /// Ends the data, with the error that cut it short, if any.
    void finish(std::optional<Error> error = {});

    // The consumer's side
    /// The next filled buffer; nothing at the end. Return it with recycle().
    Result<std::optional<Chunk>> pop();
    void recycle(Chunk chunk) { add(m_empty, std::move(chunk)); }
    /// Stops the producer.
    void abandon();

private:
    void add(auto &chunks, Chunk chunk)
    {
        const std::scoped_lock lock(m_mutex);
        chunks.push_back(std::move(chunk));
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Chunk> m_empty;
    std::deque<Chunk> m_full;
    std::optional<Error> m_error;
    bool m_finished = false;
    bool m_abandoned = false;
};

/// The consumer's side as the input of a TarReader; hashes everything that is taken.
class QueueTarInput : public TarInput
{
public:
    QueueTarInput(ChunkQueue &queue, NestedHasher &hasher)
        : m_queue(queue)
        , m_hasher(hasher)
    {
    }
    ~QueueTarInput() override;

    Result<Bytes> take(std::size_t max) override;
    /// How many compressed bytes were taken for what has been read.
    std::uint64_t compressedSize() const { return m_chunk ? m_chunk->taken : 0; }

private:
    Result<bool> refill();

    ChunkQueue &m_queue;
    NestedHasher &m_hasher;
    std::optional<ChunkQueue::Chunk> m_chunk;
    std::size_t m_used = 0;
};

} // namespace stratoscope
