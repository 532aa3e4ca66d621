// SPDX-License-Identifier: Apache-2.0
#include "image/reverify.h"

#include "base/cancel.h"
#include "base/parallel.h"
#include "image/check_contents.h"
#include "image/layers.h"

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using Part = Reverification::Part;

/// One of the image's layers, each once.
struct Subject {
    std::size_t number;
    Digest digest;
    std::optional<StoredLayer> stored{}; ///< none: what was unpacked is missing or cut
    Result<PrebakedLayer> loaded = fail(ErrorKind::NotFound, {}, u"what was unpacked of it is missing or cut"_s);
};

bool isSameEntry(const Entry &one, const Entry &other)
{
    const bool sameXattrs = (one.xattrs ? *one.xattrs : Xattrs()) == (other.xattrs ? *other.xattrs : Xattrs());
    return one.kind == other.kind && one.mode == other.mode && one.uid == other.uid && one.gid == other.gid
        && one.size == other.size && one.mtime == other.mtime && one.linkTarget == other.linkTarget
        && one.deviceMajor == other.deviceMajor && one.deviceMinor == other.deviceMinor && sameXattrs
        && one.implied == other.implied;
}

/// Holds the index of what was unpacked against the blob's own.
Result<void> compareIndexes(const PrebakedLayer &unpacked, const CheckedLayer &blob)
{
    if (unpacked.index->size() != blob.index->size())
        return fail(ErrorKind::Mismatch, {},
                    u"%1 entries were unpacked of it, but it has %2"_s.arg(unpacked.index->size()).arg(blob.index->size()));
    FileDigests::Reader unpackedDigests(unpacked.digests, unpacked.index);
    FileDigests::Reader blobDigests(blob.digests, blob.index);
    for (RecordId record = 0; record < blob.index->size(); ++record) {
        const Entry entry = blob.index->entry(record);
        bool isSame = isSameEntry(unpacked.index->entry(record), entry)
            && unpacked.index->parent(record) == blob.index->parent(record)
            && unpacked.index->name(record) == blob.index->name(record);
        if (isSame && entry.kind == EntryKind::Regular) {
            STRATOSCOPE_TRY(const Sha256 found, unpackedDigests.digest(record));
            STRATOSCOPE_TRY(const Sha256 wanted, blobDigests.digest(record));
            isSame = found == wanted;
        }
        if (!isSame)
            return fail(ErrorKind::Mismatch, printable('/' + blob.index->path(record)), u"was unpacked as another one"_s);
    }
    return {};
}

class Reverify
{
public:
    Reverify(const StoredImage &image, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
        : m_image(image)
        , m_store(store)
        , m_progress(progress)
        , m_stop(stop)
    {
    }

    Result<Reverification> run()
    {
        for (const Digest &document : {m_image.manifest, m_image.config})
            STRATOSCOPE_CHECK(take(Part::Document, document, m_image.reference, checkDocument(document)));
        loadLayers();
        std::uint64_t total = 0;
        for (const Subject &subject : m_subjects) {
            total += fileSize(m_store.blobPath(subject.digest)).value_or(0);
            total += subject.loaded ? subject.loaded->index->contentSize() : 0;
        }
        m_progress.begin(Stage::Verify, qint64(total), int(m_subjects.size()));
        STRATOSCOPE_CHECK(inParallel(
            m_subjects.size(), [this](std::size_t n, const std::stop_token &inner) { return checkLayer(n, inner); }, m_stop));
        m_progress.finish();
        m_found.bytes = total;
        return std::move(m_found);
    }

private:
    void loadLayers()
    {
        for (std::size_t i = 0; i < m_image.layers.size(); ++i) {
            throwIfStopped(m_stop);
            const Digest &digest = m_image.layers[i];
            if (std::ranges::find(m_subjects, digest, &Subject::digest) != m_subjects.end())
                continue;
            Subject &subject = m_subjects.emplace_back(Subject{i, digest});
            subject.stored = m_store.findLayer(digest);
            if (subject.stored)
                subject.loaded = m_store.loadLayer(*subject.stored, m_stop);
        }
    }

    Result<void> checkDocument(const Digest &digest) const
    {
        STRATOSCOPE_TRY(const FileRegion region, m_store.blob(digest));
        STRATOSCOPE_TRY(const QByteArray bytes, readAll(region, kMaxDocument));
        Hasher hasher(digest.algorithm());
        hasher.update(asBytes({bytes.constData(), std::size_t(bytes.size())}));
        if (const Digest found(digest.algorithm(), hasher.finish()); found != digest)
            return fail(ErrorKind::Mismatch, {}, u"its digest should be %1, but is %2"_s.arg(digest.toString(), found.toString()));
        return {};
    }

    Result<void> checkLayer(std::size_t n, const std::stop_token &stop)
    {
        Subject &subject = m_subjects[n];
        const QString name = layerSubject(m_image.reference, subject.number);
        m_progress.setItem(name, int(n));
        auto blob
            = m_store.blob(subject.digest)
                  .and_then([&](const FileRegion &region) {
                      const auto diffId = subject.stored ? std::optional(subject.stored->diffId) : std::nullopt;
                      return examineBlob(region, subject.digest, diffId, {});
                  })
                  .and_then([&](const LayerBlob &layer) { return stratoscope::checkLayer(layer, m_store, m_progress, stop); });
        const bool isBlobWhole = blob.has_value();
        if (!isBlobWhole)
            STRATOSCOPE_CHECK(take(Part::Blob, subject.digest, name, Failure(blob.error())));
        if (!subject.loaded)
            return take(Part::Files, subject.digest, name, Failure(subject.loaded.error()));
        const PrebakedLayer &layer = *subject.loaded;
        Result<void> files = isBlobWhole ? compareIndexes(layer, *blob) : Result<void>();
        if (files)
            files = checkContents(layer.index, layer.contents, layer.digests, m_progress, stop);
        return take(Part::Files, subject.digest, name, std::move(files));
    }

    /// Remembers what is wrong with the image; hands back what is wrong with the machine.
    Result<void> take(Part part, const Digest &digest, const QString &name, Result<void> outcome)
    {
        if (outcome)
            return {};
        const ErrorKind kind = outcome.error().kind;
        Error error = withContext(name, std::move(outcome).error());
        if (kind == ErrorKind::Denied || kind == ErrorKind::NoSpace || kind == ErrorKind::Busy)
            return Failure(std::move(error));
        const std::scoped_lock lock(m_mutex);
        m_found.damages.push_back({part, digest, std::move(error)});
        return {};
    }

    const StoredImage &m_image;
    const Store &m_store;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    std::vector<Subject> m_subjects;
    std::mutex m_mutex;
    Reverification m_found;
};

} // namespace

bool Reverification::needsSource() const
{
    return std::ranges::any_of(damages, [](const Damage &damage) { return damage.part != Part::Files; });
}

Result<Reverification> reverifyImage(const StoredImage &image, const Store &store, ProgressMeter &progress, std::stop_token stop)
{
    progress.begin(Stage::Resolve, -1);
    return Reverify(image, store, progress, stop).run();
}

Result<void> mendImage(const Reverification &found, const Store &store, ProgressMeter &progress, std::stop_token stop)
{
    for (const Reverification::Damage &damage : found.damages)
        STRATOSCOPE_CHECK(damage.part == Part::Files ? store.discardLayer(damage.digest) : store.discardBlob(damage.digest));
    qint64 total = 0;
    std::vector<LayerBlob> blobs;
    for (const Reverification::Damage &damage : found.damages) {
        const auto blob = store.blob(damage.digest);
        if (damage.part != Part::Files || !blob)
            continue;
        STRATOSCOPE_TRY(LayerBlob layer, examineBlob(*blob, damage.digest, {}, {}));
        total += qint64(blob->size);
        blobs.push_back(std::move(layer));
    }
    progress.begin(Stage::Index, total, int(blobs.size()));
    for (const LayerBlob &blob : blobs)
        STRATOSCOPE_CHECK(storeLayer(blob, store, progress, stop));
    progress.finish();
    return {};
}

} // namespace stratoscope
