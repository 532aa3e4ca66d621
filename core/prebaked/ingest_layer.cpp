// SPDX-License-Identifier: Apache-2.0
#include "prebaked/ingest_layer.h"

#include "base/cancel.h"
#include "base/saturating_add.h"
#include "layer/chunk_queue.h"
#include "layer/region_input.h"
#include "layer/whiteout.h"
#include "stream/decompress.h"

#include <array>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Hashes and counts what is read through it.
class HashingSource : public ByteSource
{
public:
    HashingSource(ByteSource &source, HashAlgorithm algorithm, ProgressMeter &progress)
        : m_source(source)
        , m_hasher(algorithm)
        , m_progress(progress)
    {
    }

    Result<std::size_t> read(std::span<std::byte> into) override
    {
        STRATOSCOPE_TRY(const std::size_t count, m_source.read(into));
        m_hasher.update(into.first(count));
        m_progress.add(qint64(count));
        m_count += count;
        return count;
    }

    std::vector<std::uint8_t> finish() { return m_hasher.finish(); }
    std::uint64_t count() const { return m_count; }

private:
    ByteSource &m_source;
    Hasher m_hasher;
    ProgressMeter &m_progress;
    std::uint64_t m_count = 0;
};

void hashZeros(Hasher &hasher, std::uint64_t count, const std::stop_token &stop)
{
    static constexpr std::array<std::byte, 64 * 1024> kZeros{};
    while (count > 0) {
        throwIfStopped(stop);
        const auto part = std::size_t(std::min<std::uint64_t>(count, kZeros.size()));
        hasher.update(Bytes(kZeros).first(part));
        count -= part;
    }
}

/// Hashes the holes that files begin with, for all files of a layer together: they are often the largest, and files may consist of
/// nothing else.
class LeadingZeros
{
public:
    /// A hasher that has taken `count` zeros. Throws Cancelled.
    Hasher hasher(std::uint64_t count, const std::stop_token &stop)
    {
        const auto steps = std::size_t(std::min(count / kStep, kMostSteps));
        while (m_after.size() <= steps) {
            Hasher next = m_after.back();
            hashZeros(next, kStep, stop);
            m_after.push_back(std::move(next));
        }
        Hasher hasher = m_after[steps];
        hashZeros(hasher, count - steps * kStep, stop);
        return hasher;
    }

private:
    static constexpr std::uint64_t kStep = 4 << 20;
    static constexpr std::uint64_t kMostSteps = kBombSize / kStep;
    std::vector<Hasher> m_after = std::vector<Hasher>(1); ///< by the number of steps
};

/// The producer: decompresses until the end, an error or a stop, or until the consumer is gone.
void decompress(LayerDecoder &decoder, ChunkQueue &queue, const std::stop_token &stop)
try {
    while (auto chunk = queue.empty()) {
        throwIfStopped(stop);
        const auto count = decoder.read({chunk->buffer.get(), ChunkQueue::kChunkSize});
        if (!count)
            return queue.finish(count.error());
        if (*count == 0)
            return queue.finish();
        chunk->size = *count;
        chunk->taken = decoder.taken();
        queue.push(std::move(*chunk));
    }
} catch (const Cancelled &) {
    queue.finish(); // the consumer checks the stop token
} catch (...) {
    queue.finish(errorOfException());
}

/// Where an indexer puts contents and hashes.
struct ContentOutput {
    PrebakedLayerWriter &writer;
    NestedHasher &hasher; ///< hashes everything taken from the tar
    const QueueTarInput &input;
};

/// Reads the members of a tar into an index, and their contents and hashes into an output, if there is one.
class Indexer
{
public:
    Indexer(TarReader &tar, ContentOutput *output, ContentPlace place, std::shared_ptr<MemoryBudget> memory)
        : m_tar(tar)
        , m_output(output)
        , m_place(place)
        , m_builder(std::move(memory))
    {
    }

    Result<std::shared_ptr<const LayerIndex>> run(const std::stop_token &stop)
    {
        while (true) {
            throwIfStopped(stop);
            STRATOSCOPE_TRY(const TarMember *const member, m_tar.next());
            if (!member)
                return m_builder.finish();
            STRATOSCOPE_CHECK(add(*member, stop));
        }
    }

private:
    Result<void> add(const TarMember &member, const std::stop_token &stop)
    {
        const MarkedPath marked = readMark(member.path);
        if (marked.mark == Mark::Aufs)
            return {};
        const bool isFile = member.kind == EntryKind::Regular && marked.mark == Mark::None;
        const bool inTar = m_place == ContentPlace::Tar;
        STRATOSCOPE_TRY(const RecordId record,
                        m_builder.add({
                            .path = marked.path,
                            .entry = member.entry(marked.mark),
                            .contentOffset = !isFile || member.size == 0 ? 0
                                : inTar                                  ? member.bodyOffset
                                                                         : m_output->writer.contentOffset(),
                            .extents = member.extents ? std::span(*member.extents) : std::span<const SparseExtent>(),
                            .sparse = isFile && inTar && member.extents,
                        }));
        if (!m_output)
            return {};
        Sha256 hash = kEmptySha256;
        if (isFile) {
            STRATOSCOPE_TRY(hash, readContent(member, stop));
        }
        return m_output->writer.addEntry(member, marked.mark, marked.path, record, hash);
    }

    Result<Sha256> readContent(const TarMember &member, const std::stop_token &stop)
    {
        if (member.extents)
            return readSparse(member, stop);
        m_output->hasher.beginPart();
        STRATOSCOPE_CHECK(copy(member.storedSize, nullptr, stop));
        return m_output->hasher.endPart();
    }

    Result<Sha256> readSparse(const TarMember &member, const std::stop_token &stop)
    {
        // Holes have any size, and hashing them takes time: they count like what a blob expands to.
        m_sparseSize = saturatingAdd(m_sparseSize, member.size);
        if (isBomb(saturatingAdd(m_sparseSize, m_tar.position()), m_output->input.compressedSize()))
            return fail(
                ErrorKind::TooLarge, printable(member.path),
                u"is a sparse file of %1 bytes; the sparse files up to it have %2, which looks like a decompression bomb"_s.arg(
                    QString::number(member.size), QString::number(m_sparseSize)));
        std::uint64_t position = member.extents->empty() ? member.size : member.extents->front().offset;
        STRATOSCOPE_CHECK(writeZeros(position));
        Hasher hasher = m_leadingZeros.hasher(position, stop);
        const auto skipTo = [&](std::uint64_t offset) -> Result<void> {
            STRATOSCOPE_CHECK(writeZeros(offset - position));
            hashZeros(hasher, offset - position, stop);
            position = offset;
            return {};
        };
        for (const SparseExtent &extent : *member.extents) {
            STRATOSCOPE_CHECK(skipTo(extent.offset));
            STRATOSCOPE_CHECK(copy(extent.length, &hasher, stop));
            position += extent.length;
        }
        STRATOSCOPE_CHECK(skipTo(member.size));
        return hasher.finishSha256();
    }

    Result<void> copy(std::uint64_t count, Hasher *hasher, const std::stop_token &stop)
    {
        while (count > 0) {
            throwIfStopped(stop);
            STRATOSCOPE_TRY(const Bytes bytes, m_tar.body(std::size_t(std::min<std::uint64_t>(count, ChunkQueue::kChunkSize))));
            if (bytes.empty())
                return fail(ErrorKind::Malformed, {}, u"the map of a sparse file covers more than is stored"_s);
            if (hasher)
                hasher->update(bytes);
            if (m_place == ContentPlace::Contents)
                STRATOSCOPE_CHECK(m_output->writer.append(bytes));
            count -= bytes.size();
        }
        return {};
    }

    Result<void> writeZeros(std::uint64_t count)
    {
        return m_place == ContentPlace::Contents ? m_output->writer.appendZeros(count) : Result<void>();
    }

    TarReader &m_tar;
    ContentOutput *const m_output;
    const ContentPlace m_place;
    LayerIndexBuilder m_builder;
    LeadingZeros m_leadingZeros;
    std::uint64_t m_sparseSize = 0; ///< of all sparse files up to here
};

} // namespace

Result<LayerFacts> ingestLayer(ByteSource &blob, PrebakedLayerWriter &writer, const IngestOptions &options, ProgressMeter &progress,
                               const std::stop_token &stop)
{
    HashingSource source(blob, options.digestAlgorithm, progress);
    LayerDecoder decoder(source);
    ChunkQueue queue;
    const bool sameBytes = options.isPlainTar && options.digestAlgorithm == options.diffIdAlgorithm;
    NestedHasher tarHasher(sameBytes ? std::nullopt : std::optional(options.diffIdAlgorithm));
    const auto memory = options.memory ? options.memory : std::make_shared<MemoryBudget>();
    writer.countIn(memory);
    LayerFacts facts;
    {
        const std::jthread producer([&] { decompress(decoder, queue, stop); });
        QueueTarInput input(queue, tarHasher); // destroyed before the producer, which then stops
        ContentOutput output{writer, tarHasher, input};
        TarReader tar(input);
        STRATOSCOPE_TRY(facts.index, Indexer(tar, &output, options.place, memory).run(stop));
        STRATOSCOPE_CHECK(tar.drain());
        throwIfStopped(stop); // a stopped producer looks like an early end
        facts.size = tar.position();
    }
    facts.digest = Digest(options.digestAlgorithm, source.finish());
    facts.diffId = sameBytes ? DiffId(facts.digest) : DiffId(options.diffIdAlgorithm, tarHasher.finish());
    facts.compression = decoder.compression();
    facts.compressedSize = source.count();
    return facts;
}

Result<Digest> blobDigest(ByteSource &source, HashAlgorithm algorithm, ProgressMeter &progress, const std::stop_token &stop)
{
    HashingSource hashed(source, algorithm, progress);
    std::vector<std::byte> buffer(1 << 20);
    std::size_t count = 1;
    while (count > 0) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(count, hashed.read(buffer));
    }
    return Digest(algorithm, hashed.finish());
}

Result<std::shared_ptr<const LayerIndex>> walkLayer(const FileRegion &tar, const std::stop_token &stop,
                                                    std::shared_ptr<MemoryBudget> memory)
{
    RegionTarInput input(tar);
    TarReader reader(input);
    return Indexer(reader, nullptr, ContentPlace::Tar, std::move(memory)).run(stop);
}

} // namespace stratoscope
