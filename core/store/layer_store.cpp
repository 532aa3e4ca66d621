// SPDX-License-Identifier: Apache-2.0
#include "store/layer_store.h"

#include "prebaked/prebaked_format.h"
#include "store/store_files.h"

namespace stratoscope {

QString LayerStore::recordPath(const Digest &digest) const
{
    return path(digest, kRecordSuffix);
}

std::optional<StoredLayer> LayerStore::find(const Digest &digest) const
{
    const QString recordPath = this->recordPath(digest);
    const auto layer = readAll(recordPath, 1 << 20).and_then([&recordPath](const QByteArray &record) {
        return StoredLayer::parse(record, recordPath);
    });
    // The files are not synced to the disk: after a power failure they may be shorter than they were.
    if (!layer || layer->digest != digest || fileSize(path(digest, prebaked::kIdxSuffix)) != layer->idxSize
        || fileSize(path(digest, prebaked::kContentsSuffix)) != layer->contentsSize
        || fileSize(path(digest, prebaked::kSidecarSuffix)).value_or(0) != layer->sidecarSize)
        return std::nullopt;
    return *layer;
}

std::optional<StoredLayer> LayerStore::find(const DiffId &diffId) const
{
    const auto digest = readAll(diffIdPath(diffId), 1024).and_then([](const QByteArray &text) {
        return Digest::parse(QString::fromLatin1(text));
    });
    if (!digest)
        return std::nullopt;
    const auto layer = find(*digest);
    return layer && layer->diffId == diffId ? layer : std::nullopt;
}

Result<PrebakedLayer> LayerStore::load(const StoredLayer &layer, const std::stop_token &stop,
                                       const std::shared_ptr<MemoryBudget> &memory) const
{
    markUsed(recordPath(layer.digest));
    return readPrebakedLayer(directory(), layer.digest.hex(), stop, memory);
}

std::int64_t LayerStore::lastUsed(const Digest &digest) const
{
    return stratoscope::lastUsed(recordPath(digest));
}

} // namespace stratoscope
