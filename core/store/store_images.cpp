// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/json_reader.h"
#include "base/text_list.h"
#include "oci/reference.h"
#include "store/store_records.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// One per reference and platform.
QString keyOf(const StoredImage &image)
{
    const std::string key = image.reference.toStdString() + '\0' + image.platform.normalized().toString().toStdString();
    return QString::fromStdString(toHex(sha256(asBytes(key))));
}

QString recordName(const StoredImage &image)
{
    return keyOf(image) + kRecordSuffix;
}

QString pinPath(const QString &directory, const StoredImage &image)
{
    return directory + u'/' + keyOf(image);
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

bool isDigestOf(const StoredImage &image, const QString &text)
{
    return image.manifest.isMeantBy(text) || image.config.isMeantBy(text);
}

QString described(const StoredImage &image)
{
    return u"%1 (%2, %3)"_s.arg(image.reference, image.platform.toString(), image.manifest.shortHex());
}

QString allOf(const std::vector<StoredImage> &images)
{
    QStringList texts;
    for (const StoredImage &image : images)
        texts << described(image);
    return listed(texts, 20);
}

void sort(std::vector<StoredImage> &images)
{
    std::ranges::sort(images, {}, [](const StoredImage &image) { return std::pair(image.reference, image.platform.toString()); });
}

/// Of one image's records for several platforms.
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
                u"is not in the image store for %1; there is %2"_s.arg(wanted.toString(), allOf(images)));
}

} // namespace

QString Store::recordPath(const StoredImage &image) const
{
    return imagesDirectory() + u'/' + recordName(image);
}

Result<void> Store::addImage(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    STRATOSCOPE_CHECK(blob(image.manifest));
    STRATOSCOPE_CHECK(blob(image.config));
    for (const Digest &digest : image.layers) {
        if (!findLayer(digest) || !blob(digest))
            return fail(ErrorKind::NotFound, image.reference, u"its layer %1 is not in the image store"_s.arg(digest.toString()));
    }
    return writeFile(recordPath(image), toJson(image), temporaryDirectory(), Durability::Keep);
}

std::vector<Store::RecordFile> Store::imageRecords() const
{
    std::vector<RecordFile> records;
    for (const QString &name : filesIn(imagesDirectory())) {
        const QString path = imagesDirectory() + u'/' + name;
        auto image = FileRegion::whole(path)
                         .and_then([](const FileRegion &file) { return readAll(file, kMaxDocument); })
                         .and_then([&path](const QByteArray &bytes) { return parseStoredImage(bytes, path); });
        if (!image && image.error().kind == ErrorKind::NotFound)
            continue; // another process has taken it out since the folder was listed
        if (image)
            image->isPinned = QFile::exists(pinPath(pinsDirectory(), *image));
        else
            image.error().detail += u"; the image that it stood for is lost, remove this file"_s;
        records.push_back({path, std::move(image)});
    }
    return records;
}

Store::Listing Store::listing() const
{
    Listing listing;
    for (RecordFile &record : imageRecords()) {
        if (record.image)
            listing.images.push_back(*std::move(record.image));
        else
            listing.unreadable.push_back(std::move(record.image).error());
    }
    sort(listing.images);
    return listing;
}

Result<std::vector<StoredImage>> Store::images() const
{
    Listing listing = this->listing();
    if (!listing.unreadable.empty())
        return Failure(std::move(listing.unreadable.front()));
    return std::move(listing.images);
}

/// A file of its own: the record may be written anew at any time, by a pull of the same image.
Result<void> Store::setPinned(const StoredImage &image, bool isPinned) const
{
    if (!QFile::exists(recordPath(image)))
        return fail(ErrorKind::NotFound, image.reference, u"is not in the image store %1"_s.arg(m_directory));
    const QString path = pinPath(pinsDirectory(), image);
    std::uint64_t freed = 0;
    if (!isPinned)
        return removeFile(path, freed);
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    errno = 0;
    if (!QDir().mkpath(pinsDirectory())) // a store of before there were pins
        return failErrno(pinsDirectory(), u"create this folder", errno);
    return writeFile(path, {}, temporaryDirectory(), Durability::Keep);
}

Result<StoredImage> Store::findImage(const QString &name, const std::optional<Platform> &platform) const
{
    const std::vector<StoredImage> all = listing().images;
    for (const auto matches : {&isNamed, &isDigestOf}) {
        std::vector<StoredImage> found;
        std::ranges::copy_if(all, std::back_inserter(found), [&](const StoredImage &image) { return matches(image, name); });
        if (found.empty())
            continue;
        // The same image under another name is the same image; another one that a short digest means as well is not.
        const bool isOne = std::ranges::all_of(found, [&found](const StoredImage &image) {
            return image.reference == found.front().reference || image.manifest == found.front().manifest;
        });
        if (!isOne)
            return fail(ErrorKind::Ambiguous, name, u"means several images of the store: %1"_s.arg(allOf(found)));
        return bestFor(platform, found, name);
    }
    return fail(ErrorKind::NotFound, name, u"is not in the image store %1"_s.arg(m_directory));
}

} // namespace stratoscope
