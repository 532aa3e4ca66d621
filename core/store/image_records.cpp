// SPDX-License-Identifier: Apache-2.0
#include "store/image_records.h"

#include "base/json_reader.h"
#include "oci/reference.h"
#include "store/store_files.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// One per reference and platform.
QString keyOf(const StoredImage &image)
{
    const std::string key = image.reference.toStdString() + '\0' + image.platform.normalized().toString().toStdString();
    return QString::fromStdString(toHex(sha256(asBytes(key))));
}

bool isNamed(const StoredImage &image, const QString &name)
{
    if (image.reference == name)
        return true;
    const auto wanted = Reference::parse(name);
    const auto known = Reference::parse(image.reference);
    if (!wanted || !known || wanted->name() != known->name())
        return false;
    if (wanted->digest)
        return image.manifest == *wanted->digest || wanted->digest == known->digest;
    return wanted->tag == known->tag && !known->digest;
}

bool hasDigest(const StoredImage &image, const QString &text)
{
    return image.manifest.matchesPrefix(text) || image.config.matchesPrefix(text);
}

QString describe(const std::vector<StoredImage> &images)
{
    QStringList texts;
    for (const StoredImage &image : images)
        texts << u"%1 (%2, %3)"_s.arg(image.reference, image.platform.toString(), image.manifest.shortHex());
    return listed(texts, 20);
}

/// Chooses from records that differ in their platforms.
Result<StoredImage> bestFor(const std::optional<Platform> &platform, const std::vector<StoredImage> &images, const QString &name)
{
    const Platform wanted = platform.value_or(Platform::host());
    const StoredImage *best = nullptr;
    int bestDistance = 0;
    for (const StoredImage &image : images) {
        const auto distance = platformDistance(wanted, image.platform);
        if (distance && (!best || *distance < bestDistance)) {
            best = &image;
            bestDistance = *distance;
        }
    }
    if (best)
        return *best;
    if (images.size() == 1 && !platform)
        return images.front();
    return fail(ErrorKind::WrongPlatform, name,
                u"is not in the image store for %1; available: %2"_s.arg(wanted.toString(), describe(images)));
}

} // namespace

QString ImageRecords::recordPath(const StoredImage &image) const
{
    return m_directory.images() + u'/' + keyOf(image) + kRecordSuffix;
}

/// A file of its own: a pull of the same image may rewrite the record at any time.
QString ImageRecords::pinPath(const StoredImage &image) const
{
    return m_directory.pins() + u'/' + keyOf(image);
}

Failure ImageRecords::notFound(const QString &name) const
{
    return fail(ErrorKind::NotFound, name, u"is not in the image store %1"_s.arg(m_directory.path()));
}

ImageRecords::Listing ImageRecords::list() const
{
    Listing listing;
    for (const QString &name : filesIn(m_directory.images())) {
        const QString path = m_directory.images() + u'/' + name;
        auto image
            = readAll(path, kMaxDocument).and_then([&path](const QByteArray &json) { return StoredImage::parse(json, path); });
        if (image) {
            image->isPinned = QFile::exists(pinPath(*image));
            listing.images.push_back(*std::move(image));
        } else if (image.error().kind != ErrorKind::NotFound) { // else another process has just removed it
            image.error().detail += u"; the image it recorded is lost, remove this file"_s;
            listing.unreadable.push_back(std::move(image).error());
        }
    }
    std::ranges::sort(listing.images, {},
                      [](const StoredImage &image) { return std::pair(image.reference, image.platform.toString()); });
    return listing;
}

Result<std::vector<StoredImage>> ImageRecords::all() const
{
    Listing listing = list();
    if (!listing.unreadable.empty())
        return Failure(std::move(listing.unreadable.front()));
    return std::move(listing.images);
}

Result<StoredImage> ImageRecords::find(const QString &name, const std::optional<Platform> &platform) const
{
    const std::vector<StoredImage> images = list().images;
    for (const auto matches : {&isNamed, &hasDigest}) {
        std::vector<StoredImage> found;
        std::ranges::copy_if(images, std::back_inserter(found), [&](const StoredImage &image) { return matches(image, name); });
        if (found.empty())
            continue;
        // A short digest may match one image under several references, but not several images.
        const bool isOne = std::ranges::all_of(found, [&found](const StoredImage &image) {
            return image.reference == found.front().reference || image.manifest == found.front().manifest;
        });
        if (!isOne)
            return fail(ErrorKind::Ambiguous, name, u"matches several images in the store: %1"_s.arg(describe(found)));
        return bestFor(platform, found, name);
    }
    return notFound(name);
}

Result<void> ImageRecords::add(const StoredImage &image) const
{
    return writeFile(recordPath(image), image.toJson(), m_directory.temporary(), Durability::Keep);
}

Result<void> ImageRecords::remove(const StoredImage &image, std::uint64_t &freed) const
{
    STRATOSCOPE_CHECK(setPinned(image, false));
    STRATOSCOPE_CHECK(removeFile(recordPath(image), freed));
    return syncDirectory(m_directory.images());
}

Result<void> ImageRecords::setPinned(const StoredImage &image, bool isPinned) const
{
    if (!QFile::exists(recordPath(image)))
        return notFound(image.reference);
    const QString path = pinPath(image);
    std::uint64_t freed = 0;
    if (!isPinned)
        return removeFile(path, freed);
    STRATOSCOPE_TRY(const StoreLease lease, m_directory.lease());
    STRATOSCOPE_CHECK(makeDirectory(m_directory.pins())); // stores created by early versions lack it
    return writeFile(path, {}, m_directory.temporary(), Durability::Keep);
}

Result<void> ImageRecords::removeStalePins(std::uint64_t &freed) const
{
    const QStringList records = filesIn(m_directory.images());
    return removeFilesIn(m_directory.pins(), freed,
                         [&records](const QString &key) { return !records.contains(key + kRecordSuffix); });
}

void ImageRecords::markUsed(const StoredImage &image) const
{
    stratoscope::markUsed(recordPath(image));
}

std::int64_t ImageRecords::lastUsed(const StoredImage &image) const
{
    return stratoscope::lastUsed(recordPath(image));
}

} // namespace stratoscope
