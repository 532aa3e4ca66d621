// SPDX-License-Identifier: Apache-2.0
#include "store/store_cleaner.h"

#include "base/cancel.h"
#include "prebaked/prebaked_format.h"
#include "store/partial_upload.h"
#include "store/store_files.h"

#include <QDirIterator>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qsizetype kSha512Digits = 128;

/// The digests that images use, in hexadecimal: the names of files begin with them.
QSet<QString> usedNames(const std::vector<StoredImage> &images)
{
    QSet<QString> names;
    for (const StoredImage &image : images) {
        for (const Digest &digest : image.digests())
            names.insert(digest.hex());
    }
    return names;
}

bool isUsed(const QString &fileName, const QSet<QString> &names)
{
    return names.contains(fileName.section(u'.', 0, 0));
}

} // namespace

LeaseWait LeaseWait::shownIn(ProgressMeter &progress, std::stop_token stop)
{
    const auto show = [&progress](const QString &sentence) {
        progress.setItem(sentence, 0);
        progress.finish(); // reports at once
    };
    return {std::move(stop), show};
}

Result<StoreLease> StoreCleaner::lease() const
{
    return m_wait ? m_store.paths().exclusiveLease(m_wait->stop, m_wait->waiting) : m_store.paths().exclusiveLease();
}

/// The record first, see removeLayer().
QStringList StoreCleaner::layerFiles(const Digest &digest) const
{
    const LayerStore &layers = m_store.layers();
    return {layers.recordPath(digest), layers.path(digest, prebaked::kIdxSuffix), layers.path(digest, prebaked::kContentsSuffix),
            layers.path(digest, prebaked::kSidecarSuffix)};
}

/// The record goes first: without it the other files do not count.
Result<void> StoreCleaner::removeLayer(const Digest &digest, std::uint64_t &freed) const
{
    if (const auto layer = m_store.layers().find(digest))
        STRATOSCOPE_CHECK(removeFile(m_store.layers().diffIdPath(layer->diffId), freed));
    for (const QString &path : layerFiles(digest))
        STRATOSCOPE_CHECK(removeFile(path, freed));
    return {};
}

/// What no other image uses.
Result<std::vector<Digest>> StoreCleaner::usedExclusively(const StoredImage &image) const
{
    STRATOSCOPE_TRY(std::vector<StoredImage> others, m_store.images().all());
    std::erase_if(others, [&image](const StoredImage &other) {
        return other.reference == image.reference && other.platform == image.platform;
    });
    std::vector<Digest> digests = image.digests();
    std::erase_if(digests, [used = usedNames(others)](const Digest &digest) { return used.contains(digest.hex()); });
    return digests;
}

Result<std::uint64_t> StoreCleaner::removeImage(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    STRATOSCOPE_TRY(const std::vector<Digest> digests, usedExclusively(image));
    std::uint64_t freed = 0;
    STRATOSCOPE_CHECK(m_store.images().remove(image, freed));
    for (const Digest &digest : digests) {
        STRATOSCOPE_CHECK(removeLayer(digest, freed));
        STRATOSCOPE_CHECK(removeFile(m_store.blobs().path(digest), freed));
    }
    return freed;
}

Result<std::uint64_t> StoreCleaner::exclusiveSize(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const std::vector<Digest> digests, usedExclusively(image));
    std::uint64_t size = 0;
    for (const Digest &digest : digests) {
        size += sizeOnDisk(m_store.blobs().path(digest));
        for (const QString &path : layerFiles(digest))
            size += sizeOnDisk(path);
    }
    return size;
}

Result<void> StoreCleaner::discardLayer(const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    std::uint64_t freed = 0;
    return removeLayer(digest, freed);
}

Result<void> StoreCleaner::discardBlob(const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    std::uint64_t freed = 0;
    return removeFile(m_store.blobs().path(digest), freed);
}

Result<std::uint64_t> StoreCleaner::prune(Downloads downloads) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    // An unreadable record is an error: nobody knows what its image uses.
    STRATOSCOPE_TRY(const std::vector<StoredImage> images, m_store.images().all());
    const QSet<QString> used = usedNames(images);
    const auto isUnused = [&used](const QString &name) { return !isUsed(name, used); };
    const auto isUnusedRecord = [&isUnused](const QString &name) {
        return isUnused(name) && name.endsWith(kRecordSuffix) && !name.endsWith(prebaked::kSidecarSuffix);
    };
    const StoreDirectory &directory = m_store.paths();
    const auto isUnusedDiffId = [&](const QString &name) {
        const auto digest = readAll(directory.diffIds() + u'/' + name, 1024);
        return !digest || !used.contains(QString::fromLatin1(*digest).section(u':', 1, 1));
    };

    std::uint64_t freed = 0;
    STRATOSCOPE_CHECK(removeFilesIn(directory.temporary(), freed));
    STRATOSCOPE_CHECK(m_store.images().removeStalePins(freed));
    if (downloads == Downloads::Remove)
        STRATOSCOPE_CHECK(removeFilesIn(directory.downloads(), freed));
    // Those of today cost next to nothing, and save much.
    STRATOSCOPE_CHECK(PartialUpload::removeExpired(directory, freed));
    // Records first: they must never outlive the files of their layers.
    STRATOSCOPE_CHECK(removeFilesIn(directory.layers(), freed, isUnusedRecord));
    STRATOSCOPE_CHECK(removeFilesIn(directory.layers(), freed, isUnused));
    for (const QString &algorithm : {u"sha256"_s, u"sha512"_s})
        STRATOSCOPE_CHECK(removeFilesIn(directory.blobs() + u'/' + algorithm, freed, isUnused));
    STRATOSCOPE_CHECK(removeFilesIn(directory.diffIds(), freed, isUnusedDiffId));
    return freed;
}

Result<std::vector<StoreCleaner::CachedLayer>> StoreCleaner::cachedLayers() const
{
    STRATOSCOPE_TRY(const std::vector<StoredImage> images, m_store.images().all());
    const QSet<QString> used = usedNames(images);
    std::vector<CachedLayer> layers;
    for (const QString &name : filesIn(m_store.layers().directory())) {
        if (!name.endsWith(prebaked::kIdxSuffix) || isUsed(name, used))
            continue;
        const QString hex = name.section(u'.', 0, 0);
        const auto digest = Digest::parse((hex.size() == kSha512Digits ? u"sha512:"_s : u"sha256:"_s) + hex);
        if (!digest)
            continue; // a leftover, which prune() removes
        CachedLayer layer{.digest = *digest, .lastUsed = m_store.layers().lastUsed(*digest)};
        for (const QString &path : layerFiles(*digest))
            layer.size += sizeOnDisk(path);
        layers.push_back(layer);
    }
    return layers;
}

Result<std::uint64_t> StoreCleaner::limitCache(std::uint64_t limit, const std::vector<Digest> &kept) const
{
    const auto sizeOf = [](const std::vector<CachedLayer> &layers) {
        std::uint64_t size = 0;
        for (const CachedLayer &layer : layers)
            size += layer.size;
        return size;
    };
    // Nobody is kept waiting as long as there is nothing to remove.
    STRATOSCOPE_TRY(std::vector<CachedLayer> layers, cachedLayers());
    if (sizeOf(layers) <= limit)
        return 0;
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    STRATOSCOPE_TRY(layers, cachedLayers());
    std::ranges::sort(layers, {}, &CachedLayer::lastUsed);
    std::uint64_t size = sizeOf(layers);
    std::uint64_t freed = 0;
    for (const CachedLayer &layer : layers) {
        if (size <= limit)
            break;
        if (std::ranges::find(kept, layer.digest) != kept.end())
            continue;
        STRATOSCOPE_CHECK(removeLayer(layer.digest, freed));
        size -= layer.size;
    }
    return freed;
}

Result<StoreUsage> StoreCleaner::usage(const std::stop_token &stop) const
{
    const std::vector<StoredImage> images = m_store.images().list().images;
    const QSet<QString> used = usedNames(images);
    const StoreDirectory &directory = m_store.paths();
    StoreUsage usage{.imageCount = int(images.size())};
    for (const QString &part :
         {directory.layers(), directory.blobs(), directory.downloads(), directory.uploads(), directory.temporary()}) {
        for (QDirIterator files(part, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
             files.hasNext();) {
            throwIfStopped(stop);
            const std::uint64_t size = sizeOnDisk(files.next());
            (isUsed(files.fileName(), used) ? usage.images : usage.others) += size;
        }
    }
    return usage;
}

Result<CleanUpReport> StoreCleaner::cleanUp(std::optional<std::uint64_t> limit, Downloads downloads,
                                            const std::stop_token &stop) const
{
    CleanUpReport report;
    STRATOSCOPE_TRY(report.freed, prune(downloads));
    if (!limit)
        return report;
    STRATOSCOPE_TRY(const StoreUsage left, usage(stop));
    std::vector<StoredImage> images = m_store.images().list().images;
    std::ranges::sort(images, {}, [this](const StoredImage &image) { return m_store.images().lastUsed(image); });
    if (!images.empty())
        images.pop_back(); // the one used last is wanted, however large it is
    std::uint64_t size = left.total();
    for (const StoredImage &image : images) {
        throwIfStopped(stop);
        if (size <= *limit)
            break;
        if (image.isPinned)
            continue;
        STRATOSCOPE_TRY(const std::uint64_t freed, removeImage(image));
        size -= std::min(size, freed);
        report.freed += freed;
        report.removed.push_back(image);
    }
    return report;
}

} // namespace stratoscope
