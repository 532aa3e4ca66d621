// SPDX-License-Identifier: Apache-2.0
#include "image/layers.h"

#include "layer/ingest_layer.h"
#include "layer/region_input.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

IngestOptions optionsFor(const ExpectedLayer &layer, ContentPlace place)
{
    return {
        .place = place,
        .isPlainTar = layer.isPlainTar,
        .digestAlgorithm = layer.digest ? layer.digest->algorithm() : HashAlgorithm::Sha256,
        .diffIdAlgorithm = layer.diffId ? layer.diffId->algorithm() : HashAlgorithm::Sha256,
    };
}

Result<void> checkDigests(const ExpectedLayer &layer, const LayerFacts &facts)
{
    if (layer.digest && facts.digest != *layer.digest)
        return fail(ErrorKind::Mismatch, {},
                    u"its digest should be %1, but is %2"_s.arg(layer.digest->toString(), facts.digest.toString()));
    if (layer.diffId && facts.diffId != *layer.diffId)
        return fail(ErrorKind::Mismatch, {},
                    u"its diff-id should be %1, but is %2"_s.arg(layer.diffId->toString(), facts.diffId.toString()));
    return {};
}

Result<std::optional<LoadedLayer>> openStored(const ExpectedLayer &layer, const Store &store, const std::stop_token &stop)
{
    const auto stored = layer.digest ? store.findLayer(*layer.digest)
        : layer.diffId               ? store.findLayerByDiffId(*layer.diffId)
                                     : std::nullopt;
    if (!stored)
        return std::nullopt;
    if (layer.diffId && stored->diffId != *layer.diffId)
        return fail(ErrorKind::Mismatch, {},
                    u"its diff-id should be %1, but is %2"_s.arg(layer.diffId->toString(), stored->diffId.toString()));
    auto loaded = store.loadLayer(*stored, stop);
    if (!loaded)
        return std::nullopt; // damaged, or taken out just now: read it anew
    return LoadedLayer{*stored, loaded->index, loaded->contents, loaded->digests};
}

} // namespace

QString layerSubject(const QString &location, std::size_t number)
{
    return u"%1: layer %2"_s.arg(location).arg(number);
}

std::vector<std::size_t> firstOccurrence(const std::vector<ResolvedLayer> &layers)
{
    const auto isSame = [](const ResolvedLayer &one, const ResolvedLayer &other) {
        const bool sameBytes = one.digest
            ? one.digest == other.digest
            : !other.digest && one.blob.file == other.blob.file && one.blob.offset == other.blob.offset;
        return sameBytes && one.blob.size == other.blob.size && one.diffId == other.diffId;
    };
    std::vector<std::size_t> first(layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto same = std::ranges::find_if(layers, [&](const ResolvedLayer &layer) { return isSame(layer, layers[i]); });
        first[i] = std::size_t(same - layers.begin());
    }
    return first;
}

Result<LayerBlob> examineBlob(FileRegion blob, std::optional<Digest> digest, std::optional<DiffId> diffId, QString mediaType)
{
    std::array<std::byte, 16> head;
    STRATOSCOPE_TRY(const std::size_t count, blob.readAt(0, head));
    const Compression compression = detectCompression(Bytes(head).first(count));
    return LayerBlob{
        .promise = {std::move(digest), std::move(diffId), std::move(mediaType), compression == Compression::None},
        .blob = std::move(blob),
        .compression = compression,
    };
}

LayerBlob blobOf(const ImageLayer &layer)
{
    return {
        .promise = {layer.digest, layer.diffId, layer.mediaType, layer.compression == Compression::None},
        .blob = *layer.blob,
        .compression = layer.compression,
    };
}

Result<LoadedLayer> storeLayer(const LayerBlob &layer, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(auto stored, openStored(layer.promise, store, stop));
    if (stored) {
        progress.add(qint64(layer.blob.size));
        return std::move(*stored);
    }
    RegionSource source(layer.blob);
    return storeLayerFrom(source, layer.promise, store, progress, stop);
}

Result<LoadedLayer> storeLayerFrom(ByteSource &blob, const ExpectedLayer &promise, const Store &store, ProgressMeter &progress,
                                   const std::stop_token &stop)
{
    STRATOSCOPE_TRY(LayerTransaction transaction, store.beginLayer());
    STRATOSCOPE_TRY(LayerFacts facts,
                    ingestLayer(blob, transaction.writer(), optionsFor(promise, ContentPlace::Contents), progress, stop));
    STRATOSCOPE_CHECK(checkDigests(promise, facts));
    const StoredLayer info{
        .digest = facts.digest,
        .diffId = facts.diffId,
        .mediaType = promise.mediaType,
        .compression = facts.compression,
        .compressedSize = facts.compressedSize,
        .size = facts.size,
        .entries = facts.index->entryCount(),
    };
    STRATOSCOPE_TRY(LayerTransaction::Committed committed, transaction.commit(info));
    return LoadedLayer{std::move(committed.layer), std::move(facts.index), std::move(committed.contents),
                       std::move(committed.digests)};
}

Result<CheckedLayer> checkLayer(const LayerBlob &layer, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(File idx, File::temporary(store.temporaryDirectory()));
    PrebakedLayerWriter writer(idx, nullptr);
    RegionSource source(layer.blob);
    STRATOSCOPE_TRY(LayerFacts facts, ingestLayer(source, writer, optionsFor(layer.promise, ContentPlace::Tar), progress, stop));
    STRATOSCOPE_CHECK(checkDigests(layer.promise, facts));
    STRATOSCOPE_TRY(PrebakedLayerWriter::Summary summary, writer.finish());
    return CheckedLayer{std::move(facts.index),
                        std::make_shared<const FileDigests>(std::move(idx), std::move(summary.checkpoints))};
}

} // namespace stratoscope
