// SPDX-License-Identifier: Apache-2.0
#include "image/archive_source.h"

#include "image/layer_blob.h"
#include "layer/region_input.h"
#include "prebaked/ingest_layer.h"

namespace stratoscope {

namespace {

using OpenedLayer = LayerSource::OpenedLayer;

std::vector<std::size_t> firstOfEqual(const std::vector<ResolvedLayer> &layers)
{
    return firstOccurrence(layers.size(), [&layers](std::size_t i, std::size_t j) {
        const ResolvedLayer &one = layers[i];
        const ResolvedLayer &other = layers[j];
        const bool sameBytes = one.digest
            ? one.digest == other.digest
            : !other.digest && one.blob.file == other.blob.file && one.blob.offset == other.blob.offset;
        return sameBytes && one.blob.size == other.blob.size && one.diffId == other.diffId;
    });
}

Result<LayerBlob> examine(const ResolvedLayer &layer, const std::shared_ptr<MemoryBudget> &memory)
{
    return examineBlob(layer.blob, {layer.digest, layer.diffId, layer.mediaType, memory});
}

/// A layer that is read where it is; it remains to be verified.
Result<ImageLayer> openInPlace(const LayerBlob &blob, ProgressMeter &progress, const std::stop_token &stop)
{
    const ExpectedLayer &expected = blob.expected;
    ImageLayer layer;
    STRATOSCOPE_TRY(layer.index, walkLayer(blob.blob, stop, expected.memory));
    progress.add(qint64(blob.blob.size));
    layer.diffId = expected.diffId;
    // The blob is the tar, so its digest is the diff ID.
    layer.digest = expected.digest ? expected.digest : expected.diffId ? std::optional(Digest(*expected.diffId)) : std::nullopt;
    layer.compressedSize = layer.size = blob.blob.size;
    layer.contents = LayerContents(blob.blob);
    layer.check = std::make_shared<ImageLayer::Check>(Verification::Pending);
    return layer;
}

Result<Digest> digestOf(const LayerBlob &blob, const std::stop_token &stop)
{
    if (blob.expected.digest)
        return *blob.expected.digest;
    if (blob.expected.diffId && blob.compression == Compression::None)
        return Digest(*blob.expected.diffId);
    // The store may have another blob with the same content; this one is to be added, too.
    RegionSource source(blob.blob);
    ProgressMeter silent;
    return blobDigest(source, HashAlgorithm::Sha256, silent, stop);
}

Result<OpenedLayer> copyIntoStore(LayerBlob blob, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const Digest digest, digestOf(blob, stop));
    blob.expected.digest = digest;
    OpenedLayer opened;
    opened.reusedBytes = store.layers().find(digest) && store.blobs().find(digest) ? blob.blob.size : 0;
    STRATOSCOPE_TRY(LoadedLayer loaded, loadLayer(blob, store, progress, stop));
    STRATOSCOPE_CHECK(store.blobs().add(blob.blob, digest, progress, stop));
    fillFromStore(opened.layer, std::move(loaded));
    return opened;
}

} // namespace

ArchiveSource::ArchiveSource(const LocalArchive &archive, ResolvedImage image, Blobs blobs, const Store &store)
    : LocalSource(archive.kind(), archive.path(), image, firstOfEqual(image.layers))
    , m_layers(std::move(image.layers))
    , m_blobs(blobs)
    , m_store(store)
{
}

std::uint64_t ArchiveSource::openSize(std::size_t layer) const
{
    const std::uint64_t size = m_layers[layer].blob.size;
    return m_blobs == Blobs::Copied ? 2 * size : size; // read once to be unpacked, once to be copied
}

Result<OpenedLayer> ArchiveSource::open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const LayerBlob blob, examine(m_layers[layer], m_memory));
    OpenedLayer opened;
    if (m_blobs == Blobs::Copied) {
        STRATOSCOPE_TRY(opened, copyIntoStore(blob, m_store, progress, stop));
    } else if (blob.compression == Compression::None) {
        STRATOSCOPE_TRY(opened.layer, openInPlace(blob, progress, stop));
    } else {
        STRATOSCOPE_TRY(LoadedLayer loaded, loadLayer(blob, m_store, progress, stop));
        fillFromStore(opened.layer, std::move(loaded));
    }
    opened.layer.mediaType = m_layers[layer].mediaType;
    opened.layer.blob = blob.blob;
    return opened;
}

LocalSource::Finding ArchiveSource::verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const
{
    Finding finding;
    finding.digest = m_layers[layer].digest.value_or(Digest());
    const auto read = examine(m_layers[layer], m_memory).and_then([&](const LayerBlob &blob) {
        return verifyBlob(blob, m_store, progress, stop);
    });
    if (!read) {
        finding.blob = read.error();
        return finding;
    }
    finding.index = read->index;
    finding.bytes = m_layers[layer].blob.size;
    return finding;
}

} // namespace stratoscope
