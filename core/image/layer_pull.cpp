// SPDX-License-Identifier: Apache-2.0
#include "image/layer_pull.h"

#include "base/cancel.h"
#include "layer/streaming_blob.h"
#include "store/partial_blob.h"

#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

namespace {

/// Downloads what is missing of a blob, and goes on where it was after every failure that a new try may mend.
class Fetch : public RegistryClient::BlobSink
{
public:
    Fetch(const PullContext &context, const Descriptor &descriptor, int blob, PartialBlob &partial, StreamingBlob &arriving)
        : m_context(context)
        , m_descriptor(descriptor)
        , m_blob(blob)
        , m_partial(partial)
        , m_arriving(arriving)
    {
    }

    /// In a thread of its own.
    void run(const std::stop_token &stop)
    {
        try {
            auto outcome = fetch(stop);
            m_arriving.end(outcome ? std::nullopt : std::optional(std::move(outcome).error()));
        } catch (const Cancelled &) {
            m_arriving.end(); // the reader has been stopped, too
        } catch (const std::bad_alloc &) {
            m_arriving.end(Error{ErrorKind::TooLarge, {}, u"needs more memory than there is"_s});
        }
    }

    Result<void> begin(qint64 offset) override
    {
        m_at = std::uint64_t(offset);
        return {};
    }

    Result<void> write(Bytes bytes) override
    {
        // From a server that does no ranges what is there already comes again.
        const auto known = std::size_t(std::min<std::uint64_t>(m_partial.size() - m_at, bytes.size()));
        m_at += bytes.size();
        if (known == bytes.size())
            return {};
        STRATOSCOPE_CHECK(m_partial.append(bytes.subspan(known)));
        m_hasMoved = true;
        m_arriving.reach(m_partial.size());
        m_context.progress.reach(m_blob, qint64(m_partial.size()));
        return {};
    }

private:
    Result<void> fetch(const std::stop_token &stop)
    {
        STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(m_context.access, m_context.reference));
        for (int attempt = 1; m_partial.size() < std::uint64_t(m_descriptor.size); ++attempt) {
            m_context.progress.setBlob(m_blob, BlobState::Running);
            m_hasMoved = false;
            const auto outcome = repository.downloadBlob(m_descriptor, qint64(m_partial.size()), *this, stop);
            if (outcome)
                continue;
            if (m_hasMoved)
                attempt = 1;
            const auto delay = delayBefore(attempt, outcome.error(), m_context.access.retry);
            if (!delay)
                return outcome;
            waitFor(*delay, stop, [&](int seconds) {
                m_context.progress.setBlob(m_blob, BlobState::Retrying,
                                           u"%1; next try in %2 s"_s.arg(outcome.error().message()).arg(seconds));
            });
        }
        return {};
    }

    const PullContext &m_context;
    const Descriptor &m_descriptor;
    const int m_blob;
    PartialBlob &m_partial;
    StreamingBlob &m_arriving;
    std::uint64_t m_at = 0; ///< where in the blob the next bytes belong
    bool m_hasMoved = false;
};

/// Reads a blob through for its digest alone: of a layer that is in the store without its blob.
Result<void> verifyStreaming(StreamingBlob &arriving, const Digest &digest)
{
    Hasher hasher(digest.algorithm());
    std::vector<std::byte> piece(1 << 18);
    while (true) {
        STRATOSCOPE_TRY(const std::size_t count, arriving.read(piece));
        if (count == 0)
            break;
        hasher.update(Bytes(piece).first(count));
    }
    if (const Digest found(digest.algorithm(), hasher.finish()); found != digest)
        return fail(ErrorKind::Mismatch, {}, u"its digest should be %1, but is %2"_s.arg(digest.toString(), found.toString()));
    return {};
}

class LayerPull
{
public:
    LayerPull(const PullContext &context, const Descriptor &descriptor, const std::optional<DiffId> &diffId, int blob)
        : m_context(context)
        , m_descriptor(descriptor)
        , m_promise{descriptor.digest, diffId, descriptor.mediaType}
        , m_blob(blob)
    {
    }

    Result<PulledLayer> run(const std::stop_token &stop)
    {
        while (true) {
            throwIfStopped(stop);
            if (const auto blob = blobInStore())
                return takeFromStore(*blob, stop);
            STRATOSCOPE_TRY(std::optional<PartialBlob> partial, m_context.store.beginBlob(m_descriptor.digest));
            if (!partial) {
                m_context.progress.setBlob(m_blob, BlobState::Waiting, u"another pull is just getting it"_s);
                waitFor(200ms, stop);
            } else if (!blobInStore()) {
                return download(*partial, stop);
            }
        }
    }

private:
    std::optional<FileRegion> blobInStore() const
    {
        auto blob = m_context.store.blob(m_descriptor.digest);
        if (!blob || blob->size != std::uint64_t(m_descriptor.size))
            return std::nullopt;
        return std::move(*blob);
    }

    Result<PulledLayer> takeFromStore(const FileRegion &blob, const std::stop_token &stop)
    {
        STRATOSCOPE_TRY(const LayerBlob layer, examineBlob(blob, m_promise.digest, m_promise.diffId, m_promise.mediaType));
        ProgressMeter silent;
        STRATOSCOPE_TRY(LoadedLayer ready, storeLayer(layer, m_context.store, silent, stop));
        m_context.progress.reach(m_blob, m_descriptor.size, false);
        m_context.progress.setBlob(m_blob, BlobState::Present);
        return PulledLayer{std::move(ready), blob.size};
    }

    Result<PulledLayer> download(PartialBlob &partial, const std::stop_token &stop)
    {
        if (partial.size() > std::uint64_t(m_descriptor.size))
            STRATOSCOPE_CHECK(partial.discard());
        for (bool isSecond = false;; isSecond = true) {
            const std::uint64_t reused = partial.size();
            m_context.progress.reach(m_blob, qint64(reused), false);
            auto ready = downloadOnce(partial, stop);
            if (ready) {
                STRATOSCOPE_CHECK(partial.publish());
                m_context.progress.setBlob(m_blob, BlobState::Done);
                return PulledLayer{std::move(*ready), reused};
            }
            throwIfStopped(stop); // then it only ends too early
            if (!isWrong(ready.error()))
                return Failure(std::move(ready).error());
            // Nothing can be built on it. An earlier run may have left it so, or something on the way: that deserves one new start.
            STRATOSCOPE_CHECK(partial.discard());
            if (isSecond)
                return Failure(std::move(ready).error());
            m_context.progress.setBlob(m_blob, BlobState::Retrying, u"%1; it starts over"_s.arg(ready.error().message()));
        }
    }

    /// Whether the bytes themselves are to blame.
    static bool isWrong(const Error &error)
    {
        return error.kind == ErrorKind::Mismatch || error.kind == ErrorKind::Malformed || error.kind == ErrorKind::Truncated
            || error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::TooLarge;
    }

    Result<LoadedLayer> downloadOnce(PartialBlob &partial, const std::stop_token &stop)
    {
        std::stop_source inner;
        const std::stop_callback forward(stop, [&inner] { inner.request_stop(); });
        StreamingBlob arriving(partial.file(), partial.size(), inner.get_token());
        Fetch fetch(m_context, m_descriptor, m_blob, partial, arriving);
        const std::jthread fetching([&] { fetch.run(inner.get_token()); });
        try {
            auto ready = read(arriving, inner.get_token());
            if (!ready)
                inner.request_stop(); // no use in the rest
            return ready;
        } catch (const Cancelled &) {
            inner.request_stop();
            throw;
        }
    }

    Result<LoadedLayer> read(StreamingBlob &arriving, const std::stop_token &stop)
    {
        const Store &store = m_context.store;
        ProgressMeter silent; // what arrives is told already
        if (const auto known = store.findLayer(m_descriptor.digest);
            known && (!m_promise.diffId || known->diffId == *m_promise.diffId)) {
            if (auto loaded = store.loadLayer(*known, stop)) {
                STRATOSCOPE_CHECK(verifyStreaming(arriving, m_descriptor.digest));
                return LoadedLayer{*known, std::move(loaded->index), std::move(loaded->contents), std::move(loaded->digests)};
            }
        }
        return storeLayerFrom(arriving, m_promise, store, silent, stop);
    }

    const PullContext &m_context;
    const Descriptor &m_descriptor;
    const ExpectedLayer m_promise;
    const int m_blob;
};

} // namespace

Result<PulledLayer> pullLayer(const PullContext &context, const Descriptor &descriptor, const std::optional<DiffId> &diffId,
                              int blob, const std::stop_token &stop)
{
    auto layer = LayerPull(context, descriptor, diffId, blob).run(stop);
    if (!layer)
        context.progress.setBlob(blob, BlobState::Failed, layer.error().message());
    return layer;
}

} // namespace stratoscope
