// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/cancel.h"
#include "store/prebaked_format.h"
#include "store/store_records.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kFormatVersion = 1;
constexpr std::size_t kCopyPiece = 1 << 20;

QStringList storeNames()
{
    return {u"version"_s, u"lock"_s, u"layers"_s, u"diffs"_s, u"blobs"_s, u"images"_s, u"pins"_s, u"downloads"_s, u"tmp"_s};
}

QString lockPath(const QString &store)
{
    return store + u"/lock"_s;
}

Result<void> makeDirectory(const QString &path)
{
    errno = 0;
    if (!QDir().mkpath(path))
        return failErrno(path, u"create this folder", errno != 0 ? errno : ENOTDIR);
    return {};
}

Result<void> checkVersion(const QString &store, const QByteArray &text)
{
    bool isNumber = false;
    const int version = text.trimmed().toInt(&isNumber);
    if (!isNumber)
        return fail(ErrorKind::Malformed, store + u"/version"_s, u"does not hold the number of a store's version"_s);
    if (version != kFormatVersion)
        return fail(
            ErrorKind::Unsupported, store,
            u"is an image store of version %1; this program knows version %2 only. Use another folder (--store), or the program that made it"_s
                .arg(version)
                .arg(kFormatVersion));
    return {};
}

Result<File> lockStore(const QString &store, int operation)
{
    const QString path = lockPath(store);
    const QByteArray name = QFile::encodeName(path);
    File lock(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644), path);
    if (!lock.isOpen())
        return failErrno(store, u"write to this image store", errno);
    while (::flock(lock.descriptor(), operation) != 0) {
        if (errno == EINTR)
            continue;
        if (errno == EWOULDBLOCK)
            return fail(ErrorKind::Busy, store,
                        u"something is just being added to this image store; try again when that has ended"_s);
        return failErrno(path, u"lock", errno);
    }
    return lock;
}

} // namespace

QString Store::defaultDirectory()
{
    const QString chosen = qEnvironmentVariable("STRATOSCOPE_STORE");
    if (!chosen.isEmpty())
        return chosen;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/stratoscope/store"_s;
}

Result<Store> Store::open(const QString &directory)
{
    const Store store(QDir::cleanPath(QFileInfo(directory).absoluteFilePath()));
    const QFileInfo info(store.directory());
    if (info.exists() && !info.isDir())
        return fail(ErrorKind::Invalid, store.directory(), u"is a file; an image store is a folder"_s);

    const auto versionFile = FileRegion::whole(store.directory() + u"/version"_s);
    if (versionFile) {
        STRATOSCOPE_TRY(const QByteArray text, readAll(*versionFile, 64));
        STRATOSCOPE_CHECK(checkVersion(store.directory(), text));
    } else if (versionFile.error().kind != ErrorKind::NotFound) {
        return Failure(versionFile.error());
    } else {
        const QStringList names
            = QDir(store.directory()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        // One that another process is just making, or left half-made, has such names only.
        if (!std::ranges::all_of(names, [](const QString &name) { return storeNames().contains(name); }))
            return fail(ErrorKind::Invalid, store.directory(), u"is no image store, and not empty; use another folder"_s);
        if (auto made = store.prepare(); !made)
            return Failure(withContext(u"cannot make an image store"_s, std::move(made).error()));
    }

    // What killed processes left, where nobody is busy adding: then there is nothing else in that folder.
    if (!filesIn(store.temporaryDirectory()).isEmpty()) {
        if (const auto lock = store.exclusive()) {
            std::uint64_t freed = 0;
            [[maybe_unused]] const auto swept = store.sweepTemporaries(freed); // else the next one to prune tells
        }
    }
    return store;
}

Result<void> Store::prepare() const
{
    for (const QString &name :
         {u"layers"_s, u"diffs"_s, u"blobs/sha256"_s, u"blobs/sha512"_s, u"images"_s, u"pins"_s, u"downloads"_s, u"tmp"_s})
        STRATOSCOPE_CHECK(makeDirectory(m_directory + u'/' + name));
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    return writeFile(m_directory + u"/version"_s, QByteArray::number(kFormatVersion) + '\n', temporaryDirectory(),
                     Durability::Keep);
}

QString Store::temporaryDirectory() const
{
    return m_directory + u"/tmp"_s;
}

QString Store::layersDirectory() const
{
    return m_directory + u"/layers"_s;
}

QString Store::imagesDirectory() const
{
    return m_directory + u"/images"_s;
}

QString Store::blobPath(const Digest &digest) const
{
    return m_directory + u"/blobs/"_s + digest.algorithmName() + u'/' + digest.hex();
}

QString Store::pinsDirectory() const
{
    return m_directory + u"/pins"_s;
}

QString Store::layerPath(const QString &hex, QLatin1StringView suffix) const
{
    return layersDirectory() + u'/' + hex + suffix;
}

QString Store::diffPath(const DiffId &diffId) const
{
    return m_directory + u"/diffs/"_s + diffId.hex();
}

QString Store::downloadPath(const Digest &digest) const
{
    return m_directory + u"/downloads/"_s + digest.algorithmName() + u'-' + digest.hex();
}

Result<StoreLease> Store::lease() const
{
    STRATOSCOPE_TRY(File lock, lockStore(m_directory, LOCK_SH));
    return StoreLease(std::move(lock));
}

Result<StoreLease> Store::exclusive() const
{
    STRATOSCOPE_TRY(File lock, lockStore(m_directory, LOCK_EX | LOCK_NB));
    return StoreLease(std::move(lock));
}

std::optional<StoredLayer> Store::findLayer(const Digest &digest) const
{
    const QString hex = digest.hex();
    const QString path = layerPath(hex, kRecordSuffix);
    const auto record = FileRegion::whole(path).and_then([](const FileRegion &file) { return readAll(file, 1 << 20); });
    if (!record)
        return std::nullopt;
    const auto layer = parseStoredLayer(*record, path);
    // After a loss of power files that nobody waited for may be shorter than they were.
    if (!layer || layer->digest != digest || fileSize(layerPath(hex, prebaked::kIdxSuffix)) != layer->idxSize
        || fileSize(layerPath(hex, prebaked::kContentsSuffix)) != layer->contentsSize
        || fileSize(layerPath(hex, prebaked::kSidecarSuffix)).value_or(0) != layer->sidecarSize)
        return std::nullopt;
    return *layer;
}

std::optional<StoredLayer> Store::findLayerByDiffId(const DiffId &diffId) const
{
    const auto text = FileRegion::whole(diffPath(diffId)).and_then([](const FileRegion &file) { return readAll(file, 1024); });
    if (!text)
        return std::nullopt;
    const auto digest = Digest::parse(QString::fromLatin1(*text));
    if (!digest)
        return std::nullopt;
    const auto layer = findLayer(*digest);
    return layer && layer->diffId == diffId ? layer : std::nullopt;
}

Result<PrebakedLayer> Store::loadLayer(const StoredLayer &layer, std::stop_token stop) const
{
    return readPrebakedLayer(layersDirectory(), layer.digest.hex(), std::move(stop));
}

Result<FileRegion> Store::blob(const Digest &digest) const
{
    auto region = FileRegion::whole(blobPath(digest));
    if (!region && region.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::NotFound, digest.toString(), u"is not in the image store %1"_s.arg(m_directory));
    return region;
}

namespace {

Failure wrongDigest(const Digest &wanted, std::span<const std::uint8_t> found)
{
    return fail(ErrorKind::Mismatch, wanted.toString(),
                u"the content is another one: its digest is %1"_s.arg(Digest(wanted.algorithm(), found).toString()));
}

/// Copies a region; by sharing its blocks where the file system can, for which it must be a whole file.
Result<void> copyRegion(const FileRegion &region, File &into, Hasher &hasher, ProgressMeter &progress, const std::stop_token &stop)
{
    const bool isWhole = region.offset == 0 && region.file->size() == region.size;
    const bool isShared = isWhole && ::ioctl(into.descriptor(), FICLONE, region.file->descriptor()) == 0;
    std::vector<std::byte> buffer(std::min<std::uint64_t>(kCopyPiece, region.size));
    for (std::uint64_t at = 0; at < region.size;) {
        throwIfStopped(stop);
        // Of shared blocks the copy is read: the original may change meanwhile.
        STRATOSCOPE_TRY(const std::size_t count, isShared ? into.readAt(at, buffer) : region.readAt(at, buffer));
        const Bytes bytes = Bytes(buffer).first(count);
        hasher.update(bytes);
        if (!isShared)
            STRATOSCOPE_CHECK(into.writeAt(at, bytes));
        at += count;
        progress.add(qint64(count));
    }
    return {};
}

} // namespace

Result<void> Store::putBlob(const QByteArray &bytes, const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    Hasher hasher(digest.algorithm());
    const Bytes content = asBytes({bytes.constData(), std::size_t(bytes.size())});
    hasher.update(content);
    if (const auto found = hasher.finish(); !std::ranges::equal(found, digest.bytes()))
        return wrongDigest(digest, found);
    if (fileSize(blobPath(digest)) == content.size())
        return {};
    return writeFile(blobPath(digest), bytes, temporaryDirectory(), Durability::Keep);
}

Result<void> Store::putBlob(const FileRegion &region, const Digest &digest, ProgressMeter &progress, std::stop_token stop) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    const QString path = blobPath(digest);
    if (fileSize(path) == region.size) {
        progress.add(qint64(region.size));
        return {};
    }
    STRATOSCOPE_TRY(TemporaryFile temporary, TemporaryFile::create(temporaryDirectory()));
    Hasher hasher(digest.algorithm());
    STRATOSCOPE_CHECK(copyRegion(region, temporary.file(), hasher, progress, stop));
    if (const auto found = hasher.finish(); !std::ranges::equal(found, digest.bytes()))
        return wrongDigest(digest, found);
    STRATOSCOPE_CHECK(temporary.publish(path, Durability::Keep));
    return syncDirectory(QFileInfo(path).path());
}

} // namespace stratoscope
