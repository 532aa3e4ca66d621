// SPDX-License-Identifier: Apache-2.0
#include "image/store_source.h"

#include "base/cancel.h"
#include "image/layer_blob.h"
#include "tree/change.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// What the record of an image says about its documents.
ImageDocuments documentsOf(const StoredImage &image)
{
    ImageDocuments documents;
    documents.names = {image.reference};
    documents.mediaType = image.mediaType;
    documents.digest = image.manifest;
    documents.indexDigest = image.index;
    documents.configDigest = image.config;
    documents.config.platform = image.platform;
    return documents;
}

/// A layer of the store; ingested again if only its blob is left, as after a loss of power.
Result<LoadedLayer> loadStored(const Digest &digest, const Store &store, const std::shared_ptr<MemoryBudget> &memory,
                               ProgressMeter &progress, const std::stop_token &stop)
{
    if (const auto blob = store.blobs().find(digest)) {
        STRATOSCOPE_TRY(const LayerBlob layer, examineBlob(*blob, {digest, {}, {}, memory}));
        return loadLayer(layer, store, progress, stop);
    }
    const auto layer = store.layers().find(digest);
    if (!layer)
        return fail(ErrorKind::NotFound, {},
                    u"%1 is missing in the image store; import or pull the image again"_s.arg(digest.toString()));
    STRATOSCOPE_TRY(PrebakedLayer loaded, store.layers().load(*layer, stop, memory));
    return LoadedLayer{*layer, std::move(loaded)};
}

bool isSameEntry(const Entry &one, const Entry &other)
{
    return compareEntries(one, other, [] { return true; }) == 0 && one.linkTarget == other.linkTarget
        && one.implied == other.implied;
}

/// Compares the index of an unpacked layer with the index of its blob.
Result<void> compareIndexes(const PrebakedLayer &unpacked, const PrebakedLayer &blob, const std::stop_token &stop)
{
    if (unpacked.index->size() != blob.index->size())
        return fail(ErrorKind::Mismatch, {},
                    u"%1 entries were unpacked, but the layer has %2"_s.arg(unpacked.index->size()).arg(blob.index->size()));
    FileDigests::Reader unpackedDigests(unpacked.digests, unpacked.index);
    FileDigests::Reader blobDigests(blob.digests, blob.index);
    for (RecordId record = 0; record < blob.index->size(); ++record) {
        if (record % 0x400 == 0)
            throwIfStopped(stop);
        const Entry entry = blob.index->entry(record);
        bool isSame = isSameEntry(unpacked.index->entry(record), entry)
            && unpacked.index->parent(record) == blob.index->parent(record)
            && unpacked.index->name(record) == blob.index->name(record);
        if (isSame && entry.kind == EntryKind::Regular) {
            STRATOSCOPE_TRY(const Sha256 found, unpackedDigests.digest(record));
            STRATOSCOPE_TRY(const Sha256 expected, blobDigests.digest(record));
            isSame = found == expected;
        }
        if (!isSame)
            return fail(ErrorKind::Mismatch, printable('/' + blob.index->path(record)), u"was unpacked incorrectly"_s);
    }
    return {};
}

} // namespace

StoreSource::StoreSource(const StoredImage &image, const Store &store)
    : LocalSource(
        SourceKind::Store, image.reference, documentsOf(image),
        firstOccurrence(image.layers.size(), [&image](std::size_t i, std::size_t j) { return image.layers[i] == image.layers[j]; }))
    , m_image(image)
    , m_store(store)
{
}

Result<void> StoreSource::readDocuments()
{
    STRATOSCOPE_TRY(const FileRegion manifest, m_store.blobs().find(m_image.manifest));
    STRATOSCOPE_TRY(m_documents.manifestBytes, readAll(manifest, kMaxDocument));
    STRATOSCOPE_TRY(const FileRegion config, m_store.blobs().find(m_image.config));
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(config, kMaxDocument));
    STRATOSCOPE_TRY(m_documents.config, ImageConfig::parse(bytes, m_image.config.toString()));
    if (const auto index = m_image.index ? m_store.blobs().find(*m_image.index) : fail(ErrorKind::NotFound, {}, {}))
        m_documents.indexBytes = readAll(*index, kMaxDocument).value_or(QByteArray());
    return {};
}

Result<void> StoreSource::verifyDocument(const Digest &document) const
{
    STRATOSCOPE_TRY(const FileRegion region, m_store.blobs().find(document));
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(region, kMaxDocument));
    return requireDigest(Digest::ofDocument(bytes, document.algorithm()), document);
}

std::uint64_t StoreSource::openSize(std::size_t layer) const
{
    const auto blob = m_store.blobs().find(m_image.layers[layer]);
    return blob ? blob->size : 0;
}

Result<LayerSource::OpenedLayer> StoreSource::open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(LoadedLayer loaded, loadStored(m_image.layers[layer], m_store, m_memory, progress, stop));
    OpenedLayer opened;
    opened.layer.mediaType = loaded.stored.mediaType;
    fillFromStore(opened.layer, std::move(loaded));
    if (auto blob = m_store.blobs().find(m_image.layers[layer]))
        opened.layer.blob = std::move(*blob);
    return opened;
}

std::uint64_t StoreSource::verifySize(std::size_t layer) const
{
    const auto stored = m_store.layers().find(m_image.layers[layer]);
    return openSize(layer) + (stored ? stored->contentsSize : 0);
}

LocalSource::Finding StoreSource::verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const
{
    const Digest &digest = m_image.layers[layer];
    const auto stored = m_store.layers().find(digest);
    Finding finding;
    finding.digest = digest;
    const auto blob = m_store.blobs()
                          .find(digest)
                          .and_then([&](const FileRegion &region) {
                              const auto diffId = stored ? std::optional(stored->diffId) : std::nullopt;
                              return examineBlob(region, {digest, diffId, {}, m_memory});
                          })
                          .and_then([&](const LayerBlob &found) { return verifyBlob(found, m_store, progress, stop); });
    if (blob) {
        finding.index = blob->index;
        finding.bytes = openSize(layer);
    } else {
        finding.blob = blob.error();
    }

    Result<PrebakedLayer> loaded = fail(ErrorKind::NotFound, {}, u"its unpacked files are missing or incomplete"_s);
    if (stored)
        loaded = m_store.layers().load(*stored, stop, m_memory);
    if (!loaded) {
        finding.files = loaded.error();
        return finding;
    }
    finding.bytes += loaded->index->contentSize();
    Result<void> files = blob ? compareIndexes(*loaded, *blob, stop) : Result<void>();
    if (files)
        files = verifyFiles(*loaded, progress, stop);
    if (!files)
        finding.files = std::move(files).error();
    return finding;
}

} // namespace stratoscope
