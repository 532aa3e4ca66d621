// SPDX-License-Identifier: Apache-2.0
#include "image/registry_source.h"

#include "base/cancel.h"
#include "image/layer_blob.h"
#include "layer/streaming_blob.h"
#include "prebaked/ingest_layer.h"
#include "registry/http/progress_judge.h"
#include "store/partial_blob.h"

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

namespace {

/// The blob to be downloaded, and where from.
struct Download {
    const Registries &registries;
    const Reference &reference;
    const Descriptor &descriptor;
    ExpectedLayer expected;
    const Store &store;
    ProgressMeter &progress;
    int blob; ///< its number in the progress
};

/// Downloads the rest of a blob, and resumes after transient errors.
class Fetch : public RegistryClient::BlobSink
{
public:
    Fetch(const Download &download, PartialBlob &partial, StreamingBlob &streaming, EndpointCursor &endpoints)
        : m_download(download)
        , m_partial(partial)
        , m_streaming(streaming)
        , m_endpoints(endpoints)
    {
    }

    /// Runs in a thread of its own.
    void run(const std::stop_token &stop)
    {
        try {
            auto outcome = fetch(stop);
            m_streaming.end(outcome ? std::nullopt : std::optional(std::move(outcome).error()));
        } catch (const Cancelled &) {
            m_streaming.end(); // the reader is stopped as well
        } catch (...) {
            m_streaming.end(errorOfException());
        }
    }

    Result<void> begin(qint64 offset) override
    {
        m_at = std::uint64_t(offset);
        return {};
    }

    Result<void> write(Bytes bytes) override
    {
        // A server without range requests sends the beginning again.
        const auto known = std::size_t(std::min<std::uint64_t>(m_partial.size() - m_at, bytes.size()));
        m_at += bytes.size();
        if (known == bytes.size())
            return {};
        STRATOSCOPE_CHECK(m_partial.append(bytes.subspan(known)));
        m_streaming.reach(m_partial.size());
        m_download.progress.reach(m_download.blob, qint64(m_partial.size()));
        return {};
    }

private:
    using Clock = std::chrono::steady_clock;

    Result<void> fetch(const std::stop_token &stop)
    {
        STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(m_download.registries, m_download.reference));
        ProgressJudge judge(m_download.registries.options().inactivity);
        for (int attempt = 1; m_partial.size() < std::uint64_t(m_download.descriptor.size); ++attempt) {
            m_download.progress.setBlob(m_download.blob, BlobState::Running);
            const std::uint64_t before = m_partial.size();
            const auto start = Clock::now();
            const auto outcome = repository.downloadBlob(m_download.descriptor, qint64(before), *this, m_endpoints, stop);
            if (outcome)
                continue;
            // A server that sends a little before each failure makes no progress in the long run.
            judge.wait(Clock::now() - start);
            judge.receive(qint64(m_partial.size() - before));
            if (m_partial.size() > before && !judge.isStalled())
                attempt = 1;
            const auto delay = delayBefore(attempt, outcome.error(), m_download.registries.options().retry);
            if (!delay)
                return outcome;
            waitFor(*delay, stop, [&](int seconds) {
                m_download.progress.setBlob(m_download.blob, BlobState::Retrying,
                                            u"%1; next attempt in %2 s"_s.arg(outcome.error().message(), QString::number(seconds)));
            });
        }
        return {};
    }

    const Download &m_download;
    PartialBlob &m_partial;
    StreamingBlob &m_streaming;
    EndpointCursor &m_endpoints;
    std::uint64_t m_at = 0; ///< the offset of the next bytes in the blob
};

class LayerPull
{
public:
    explicit LayerPull(const Download &download)
        : m_download(download)
    {
    }

    Result<LoadedLayer> run(const std::stop_token &stop)
    {
        while (true) {
            throwIfStopped(stop);
            if (const auto blob = blobInStore())
                return loadFromStore(*blob, stop);
            STRATOSCOPE_TRY(std::optional<PartialBlob> partial, PartialBlob::begin(m_download.store, m_download.descriptor.digest));
            if (!partial) {
                m_download.progress.setBlob(m_download.blob, BlobState::Waiting, u"another pull is downloading it"_s);
                waitFor(200ms, stop);
            } else if (!blobInStore()) {
                return download(*partial, stop);
            }
        }
    }

    std::uint64_t reusedBytes() const { return m_reusedBytes; }

private:
    std::optional<FileRegion> blobInStore() const
    {
        auto blob = m_download.store.blobs().find(m_download.descriptor.digest);
        if (!blob || blob->size != std::uint64_t(m_download.descriptor.size))
            return std::nullopt;
        return std::move(*blob);
    }

    Result<LoadedLayer> loadFromStore(const FileRegion &region, const std::stop_token &stop)
    {
        STRATOSCOPE_TRY(const LayerBlob blob, examineBlob(region, m_download.expected));
        ProgressMeter silent;
        STRATOSCOPE_TRY(LoadedLayer loaded, loadLayer(blob, m_download.store, silent, stop));
        m_download.progress.reach(m_download.blob, m_download.descriptor.size, false);
        m_download.progress.setBlob(m_download.blob, BlobState::Present);
        m_reusedBytes = region.size;
        return loaded;
    }

    Result<LoadedLayer> download(PartialBlob &partial, const std::stop_token &stop)
    {
        if (partial.size() > std::uint64_t(m_download.descriptor.size))
            STRATOSCOPE_CHECK(partial.discard());
        for (bool isSecond = false;;) {
            m_reusedBytes = partial.size();
            m_download.progress.reach(m_download.blob, qint64(m_reusedBytes), false);
            auto loaded = downloadOnce(partial, stop);
            if (loaded) {
                STRATOSCOPE_CHECK(partial.publish());
                m_download.progress.setBlob(m_download.blob, BlobState::Done);
                return loaded;
            }
            throwIfStopped(stop); // the error is only that it ended early
            if (!isWrong(loaded.error()))
                return loaded;
            // The next endpoint may have the right bytes. The registry itself gets a second chance: wrong ones may stem from an
            // earlier attempt or from a proxy.
            STRATOSCOPE_CHECK(partial.discard());
            const bool hasNext = m_endpoints.next > m_endpoints.first && !m_endpoints.isExhausted;
            if ((isSecond || isRefused(loaded.error())) && !hasNext)
                return loaded;
            isSecond = isSecond || !hasNext;
            m_endpoints.first = m_endpoints.next;
            m_download.progress.setBlob(m_download.blob, BlobState::Retrying, u"%1; starting over"_s.arg(loaded.error().message()));
        }
    }

    /// Whether the bytes themselves are to blame.
    static bool isWrong(const Error &error)
    {
        return error.kind == ErrorKind::Mismatch || error.kind == ErrorKind::Malformed || error.kind == ErrorKind::Truncated
            || isRefused(error);
    }

    /// Whether the same bytes, if they are right, would be refused again.
    static bool isRefused(const Error &error) { return error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::TooLarge; }

    Result<LoadedLayer> downloadOnce(PartialBlob &partial, const std::stop_token &stop)
    {
        std::stop_source inner;
        const std::stop_callback forward(stop, [&inner] { inner.request_stop(); });
        StreamingBlob streaming(partial.file(), partial.size(), inner.get_token());
        Fetch fetch(m_download, partial, streaming, m_endpoints);
        const std::jthread fetching([&] { fetch.run(inner.get_token()); });
        const auto stopFetching = qScopeGuard([&inner] { inner.request_stop(); }); // the rest is of no use after an error
        return read(streaming, inner.get_token());
    }

    Result<LoadedLayer> read(StreamingBlob &streaming, const std::stop_token &stop)
    {
        const Store &store = m_download.store;
        const Digest &digest = m_download.descriptor.digest;
        const auto &diffId = m_download.expected.diffId;
        ProgressMeter silent; // the download itself is reported
        if (const auto known = store.layers().find(digest); known && (!diffId || known->diffId == *diffId)) {
            if (auto loaded = store.layers().load(*known, stop, m_download.expected.memory)) {
                STRATOSCOPE_TRY(const Digest found, blobDigest(streaming, digest.algorithm(), silent, stop));
                STRATOSCOPE_CHECK(requireDigest(found, digest));
                return LoadedLayer{*known, *std::move(loaded)};
            }
        }
        return storeLayer(streaming, m_download.expected, false, store, silent, stop);
    }

    const Download &m_download;
    EndpointCursor m_endpoints;
    std::uint64_t m_reusedBytes = 0;
};

} // namespace

RegistrySource::RegistrySource(const Registries &registries, const Reference &reference, const RemoteImage &image,
                               const Store &store)
    : LayerSource(
        SourceKind::Store, reference.canonical(), image,
        firstOccurrence(image.layers.size(),
                        [&image](std::size_t i, std::size_t j) { return image.layers[i].digest == image.layers[j].digest; }))
    , m_registries(registries)
    , m_reference(reference)
    , m_image(image)
    , m_store(store)
{
    int blobs = 0;
    for (std::size_t layer = 0; layer < first().size(); ++layer)
        m_blobs.push_back(first()[layer] == layer ? blobs++ : m_blobs[first()[layer]]);
}

Result<LayerSource::OpenedLayer> RegistrySource::open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const
{
    const Descriptor &descriptor = m_image.layers[layer];
    const auto &diffIds = documents().config.diffIds;
    const auto diffId = layer < diffIds.size() ? std::optional(diffIds[layer]) : std::nullopt;
    const Download download{m_registries, m_reference, descriptor,    {descriptor.digest, diffId, descriptor.mediaType, m_memory},
                            m_store,      progress,    m_blobs[layer]};
    LayerPull pull(download);
    auto loaded = pull.run(stop);
    if (!loaded) {
        progress.setBlob(m_blobs[layer], BlobState::Failed, loaded.error().message());
        return Failure(std::move(loaded).error());
    }
    OpenedLayer opened{.layer = {}, .reusedBytes = pull.reusedBytes()};
    fillFromStore(opened.layer, *std::move(loaded));
    opened.layer.mediaType = descriptor.mediaType;
    return opened;
}

std::uint64_t RegistrySource::neededSpace() const
{
    std::uint64_t needed = 0;
    for (std::size_t layer = 0; layer < first().size(); ++layer) {
        if (first()[layer] == layer && !m_store.blobs().find(m_image.layers[layer].digest))
            needed += 2 * openSize(layer); // compressed, and at least as much unpacked
    }
    return needed;
}

} // namespace stratoscope
