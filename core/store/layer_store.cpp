// SPDX-License-Identifier: Apache-2.0
#include "store/layer_store.h"

#include "prebaked/prebaked_format.h"
#include "store/store_files.h"

#include <QFile>

#include <sys/stat.h>

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
    // Older versions made files that everybody may read, which exports may rely on.
    constexpr mode_t kReadOnly = 0444;
    for (const auto suffix : {prebaked::kIdxSuffix, prebaked::kContentsSuffix, prebaked::kSidecarSuffix}) {
        const QByteArray file = QFile::encodeName(path(layer.digest, suffix));
        struct stat status;
        const bool isThere = ::stat(file.constData(), &status) == 0;
        if (isThere && ((status.st_mode & 07777 & ~kReadOnly) != 0 || !(status.st_mode & kPublishedMode)))
            ::chmod(file.constData(), kPublishedMode);
    }
    return readPrebakedLayer(directory(), layer.digest.hex(), stop, memory);
}

std::int64_t LayerStore::lastUsed(const Digest &digest) const
{
    return stratoscope::lastUsed(recordPath(digest));
}

} // namespace stratoscope
