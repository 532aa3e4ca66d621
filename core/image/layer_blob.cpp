// SPDX-License-Identifier: Apache-2.0
#include "image/layer_blob.h"

#include "base/cancel.h"
#include "layer/region_input.h"
#include "oci/media_type.h"
#include "prebaked/ingest_layer.h"
#include "store/layer_transaction.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

IngestOptions optionsFor(const ExpectedLayer &expected, ContentPlace place, bool isPlainTar)
{
    return {
        .place = place,
        .isPlainTar = isPlainTar,
        .digestAlgorithm = expected.digest ? expected.digest->algorithm() : HashAlgorithm::Sha256,
        .diffIdAlgorithm = expected.diffId ? expected.diffId->algorithm() : HashAlgorithm::Sha256,
        .memory = expected.memory,
    };
}

Result<void> checkDigests(const ExpectedLayer &expected, const LayerFacts &facts)
{
    if (expected.digest)
        STRATOSCOPE_CHECK(requireDigest(facts.digest, *expected.digest));
    return expected.diffId ? requireDigest(facts.diffId, *expected.diffId) : Result<void>();
}

/// Nothing if the layer is missing in the store.
Result<std::optional<LoadedLayer>> findStored(const ExpectedLayer &expected, const Store &store, const std::stop_token &stop)
{
    const auto stored = expected.digest ? store.layers().find(*expected.digest)
        : expected.diffId               ? store.layers().find(*expected.diffId)
                                        : std::nullopt;
    if (!stored)
        return std::nullopt;
    if (expected.diffId)
        STRATOSCOPE_CHECK(requireDigest(stored->diffId, *expected.diffId));
    auto loaded = store.layers().load(*stored, stop, expected.memory);
    if (!loaded && loaded.error().kind == ErrorKind::TooLarge)
        return Failure(std::move(loaded).error());
    if (!loaded)
        return std::nullopt; // damaged, or just removed: to be ingested again
    return LoadedLayer{*stored, *std::move(loaded)};
}

} // namespace

QLatin1StringView layerMediaType(Compression compression)
{
    switch (compression) {
    case Compression::Gzip:
        return media_type::kOciLayerGzip;
    case Compression::Zstd:
        return media_type::kOciLayerZstd;
    default:
        return media_type::kOciLayer;
    }
}

Result<LayerBlob> examineBlob(FileRegion blob, ExpectedLayer expected)
{
    STRATOSCOPE_TRY(const Compression compression, detectCompression(blob));
    return LayerBlob{.expected = std::move(expected), .blob = std::move(blob), .compression = compression};
}

LayerBlob blobOf(const ImageLayer &layer)
{
    return {.expected = {layer.digest, layer.diffId, layer.mediaType, {}}, .blob = *layer.blob, .compression = layer.compression};
}

Result<LoadedLayer> loadLayer(const LayerBlob &blob, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(auto stored, findStored(blob.expected, store, stop));
    if (stored) {
        progress.add(qint64(blob.blob.size));
        return *std::move(stored);
    }
    RegionSource source(blob.blob);
    return storeLayer(source, blob.expected, blob.compression == Compression::None, store, progress, stop);
}

Result<LoadedLayer> storeLayer(ByteSource &blob, const ExpectedLayer &expected, bool isPlainTar, const Store &store,
                               ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(LayerTransaction transaction, LayerTransaction::begin(store));
    STRATOSCOPE_TRY(
        LayerFacts facts,
        ingestLayer(blob, transaction.writer(), optionsFor(expected, ContentPlace::Contents, isPlainTar), progress, stop));
    STRATOSCOPE_CHECK(checkDigests(expected, facts));
    const StoredLayer info{
        .digest = facts.digest,
        .diffId = facts.diffId,
        .mediaType = expected.mediaType,
        .compression = facts.compression,
        .compressedSize = facts.compressedSize,
        .size = facts.size,
    };
    return transaction.commit(info, std::move(facts.index));
}

void fillFromStore(ImageLayer &layer, LoadedLayer loaded)
{
    layer.digest = loaded.stored.digest;
    layer.diffId = loaded.stored.diffId;
    layer.compression = loaded.stored.compression;
    layer.compressedSize = loaded.stored.compressedSize;
    layer.size = loaded.stored.size;
    layer.index = std::move(loaded.files.index);
    layer.contents = std::move(loaded.files.contents);
    layer.check = std::make_shared<ImageLayer::Check>(Verification::Verified, std::move(loaded.files.digests));
}

Result<PrebakedLayer> verifyBlob(const LayerBlob &blob, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(File idx, File::temporary(store.temporaryDirectory()));
    PrebakedLayerWriter writer(idx, nullptr);
    RegionSource source(blob.blob);
    const bool isPlainTar = blob.compression == Compression::None;
    STRATOSCOPE_TRY(LayerFacts facts,
                    ingestLayer(source, writer, optionsFor(blob.expected, ContentPlace::Tar, isPlainTar), progress, stop));
    STRATOSCOPE_CHECK(checkDigests(blob.expected, facts));
    STRATOSCOPE_TRY(PrebakedLayerWriter::Summary summary, writer.finish());
    return PrebakedLayer{.index = std::move(facts.index),
                         .contents = {},
                         .digests = std::make_shared<const FileDigests>(std::move(idx), std::move(summary.checkpoints))};
}

Result<void> verifyFiles(const PrebakedLayer &layer, ProgressMeter &progress, const std::stop_token &stop)
{
    const LayerIndex &index = *layer.index;
    FileDigests::Reader digests(layer.digests, layer.index);
    Hasher hasher;
    std::vector<std::byte> buffer(1 << 20);
    for (RecordId record = 0; record < index.size(); ++record) {
        throwIfStopped(stop);
        const Entry entry = index.entry(record);
        if (entry.kind != EntryKind::Regular)
            continue;
        for (std::uint64_t position = 0; position < entry.size;) {
            throwIfStopped(stop);
            STRATOSCOPE_TRY(const std::size_t count, layer.contents.read(index, record, position, buffer));
            hasher.update(Bytes(buffer).first(count));
            progress.add(qint64(count));
            position += count;
        }
        const Sha256 found = hasher.finishSha256();
        STRATOSCOPE_TRY(const Sha256 expected, digests.digest(record));
        if (found != expected)
            return fail(ErrorKind::Mismatch, printable('/' + index.path(record)),
                        u"its SHA-256 should be %1, but is %2"_s.arg(Digest(expected).hex(), Digest(found).hex()));
    }
    return {};
}

} // namespace stratoscope
