// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/prebaked_format.h"
#include "store/store_records.h"

#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The record first, see removeLayer().
constexpr QLatin1StringView kLayerSuffixes[]
    = {kRecordSuffix, prebaked::kIdxSuffix, prebaked::kContentsSuffix, prebaked::kSidecarSuffix};

bool isSame(const StoredImage &one, const StoredImage &other)
{
    return one.reference == other.reference && one.platform == other.platform;
}

/// What image records refer to, by the digits of the digests.
void collect(const StoredImage &image, QSet<QString> &used)
{
    used << image.manifest.hex() << image.config.hex();
    if (image.index)
        used << image.index->hex();
    for (const Digest &layer : image.layers)
        used << layer.hex();
}

Result<void> removeFilesUnless(const QString &directory, const auto &isKept, std::uint64_t &freed)
{
    for (const QString &name : filesIn(directory)) {
        if (!isKept(name))
            STRATOSCOPE_CHECK(removeFile(directory + u'/' + name, freed));
    }
    return {};
}

} // namespace

Result<void> Store::sweepTemporaries(std::uint64_t &freed) const
{
    return removeFilesUnless(
        temporaryDirectory(), [](const QString &) { return false; }, freed);
}

/// Its record first: without it the rest is nothing.
Result<void> Store::removeLayer(const QString &hex, std::uint64_t &freed) const
{
    for (const auto suffix : kLayerSuffixes)
        STRATOSCOPE_CHECK(removeFile(layerPath(hex, suffix), freed));
    return {};
}

Result<std::uint64_t> Store::removeImage(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const StoreLease lock, exclusive());
    std::uint64_t freed = 0;
    STRATOSCOPE_TRY(const std::vector<StoredImage> all, images());
    bool isThere = false;
    for (const RecordFile &record : imageRecords()) {
        if (!record.image || !isSame(*record.image, image))
            continue;
        STRATOSCOPE_CHECK(setPinned(image, false));
        STRATOSCOPE_CHECK(removeFile(record.path, freed));
        isThere = true;
    }
    if (!isThere)
        return fail(ErrorKind::NotFound, image.reference, u"is not in the image store %1"_s.arg(m_directory));
    STRATOSCOPE_CHECK(syncDirectory(imagesDirectory()));
    for (const Digest &digest : usedAlone(image, all)) {
        if (const auto layer = findLayer(digest))
            STRATOSCOPE_CHECK(removeFile(diffPath(layer->diffId), freed));
        STRATOSCOPE_CHECK(removeLayer(digest.hex(), freed));
        STRATOSCOPE_CHECK(removeFile(blobPath(digest), freed));
    }
    return freed;
}

/// What an image uses, each once, and no other of the images does.
std::vector<Digest> Store::usedAlone(const StoredImage &image, const std::vector<StoredImage> &all) const
{
    QSet<QString> taken;
    for (const StoredImage &other : all) {
        if (!isSame(other, image))
            collect(other, taken);
    }
    std::vector<Digest> digests = image.layers;
    digests.insert(digests.end(), {image.manifest, image.config});
    if (image.index)
        digests.push_back(*image.index);
    std::erase_if(digests, [&taken](const Digest &digest) {
        const bool isTaken = taken.contains(digest.hex());
        taken.insert(digest.hex());
        return isTaken;
    });
    return digests;
}

Result<std::uint64_t> Store::sizeAlone(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const std::vector<StoredImage> all, images());
    std::uint64_t size = 0;
    for (const Digest &digest : usedAlone(image, all)) {
        size += sizeOnDisk(blobPath(digest));
        for (const auto suffix : kLayerSuffixes)
            size += sizeOnDisk(layerPath(digest.hex(), suffix));
    }
    return size;
}

Result<void> Store::discardLayer(const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lock, exclusive());
    std::uint64_t freed = 0;
    return removeLayer(digest.hex(), freed);
}

Result<void> Store::discardBlob(const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lock, exclusive());
    std::uint64_t freed = 0;
    return removeFile(blobPath(digest), freed);
}

Result<std::uint64_t> Store::prune(Downloads downloads) const
{
    STRATOSCOPE_TRY(const StoreLease lock, exclusive());
    QSet<QString> used;
    for (const RecordFile &record : imageRecords()) {
        // What it uses is not known, so nothing may go.
        if (!record.image)
            return Failure(record.image.error());
        collect(*record.image, used);
    }
    std::uint64_t freed = 0;
    STRATOSCOPE_CHECK(sweepTemporaries(freed));
    const QStringList records = filesIn(imagesDirectory());
    STRATOSCOPE_CHECK(removeFilesUnless(
        pinsDirectory(), [&records](const QString &key) { return records.contains(key + kRecordSuffix); }, freed));
    STRATOSCOPE_CHECK(removeFilesUnless(
        m_directory + u"/downloads"_s, [downloads](const QString &) { return downloads == Downloads::Keep; }, freed));
    const auto isUsed = [&used](const QString &name) { return used.contains(name.section(u'.', 0, 0)); };
    // In two rounds: a layer's record must never outlive its files.
    STRATOSCOPE_CHECK(removeFilesUnless(
        layersDirectory(),
        [&isUsed](const QString &name) {
            return isUsed(name) || !name.endsWith(kRecordSuffix) || name.endsWith(prebaked::kSidecarSuffix);
        },
        freed));
    STRATOSCOPE_CHECK(removeFilesUnless(layersDirectory(), isUsed, freed));
    for (const QString &algorithm : {u"sha256"_s, u"sha512"_s})
        STRATOSCOPE_CHECK(removeFilesUnless(m_directory + u"/blobs/"_s + algorithm, isUsed, freed));
    const auto hasLayer = [&used, this](const QString &name) {
        const auto text = FileRegion::whole(m_directory + u"/diffs/"_s + name).and_then([](const FileRegion &file) {
            return readAll(file, 1024);
        });
        return text && used.contains(QString::fromLatin1(*text).section(u':', 1, 1));
    };
    STRATOSCOPE_CHECK(removeFilesUnless(m_directory + u"/diffs"_s, hasLayer, freed));
    return freed;
}

} // namespace stratoscope
