// SPDX-License-Identifier: Apache-2.0
#include "store/store_directory.h"

#include "store/store_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kFormatVersion = 1;

Result<void> checkVersion(const QString &store, const QByteArray &text)
{
    bool isNumber = false;
    const int version = text.trimmed().toInt(&isNumber);
    if (!isNumber)
        return fail(ErrorKind::Malformed, store + u"/version"_s, u"does not contain the version number of a store"_s);
    if (version != kFormatVersion)
        return fail(
            ErrorKind::Unsupported, store,
            u"is an image store of version %1, but this program only supports version %2; use another directory (--store), or the program that created it"_s
                .arg(version)
                .arg(kFormatVersion));
    return {};
}

Result<StoreLease> lockStore(const QString &store, int operation)
{
    const QString path = store + u"/lock"_s;
    const QByteArray name = QFile::encodeName(path);
    File lock(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644), path);
    if (!lock.isOpen())
        return failErrno(store, u"write to this image store", errno);
    while (::flock(lock.descriptor(), operation) != 0) {
        if (errno == EINTR)
            continue;
        if (errno == EWOULDBLOCK)
            return fail(ErrorKind::Busy, store,
                        u"this image store is in use; try again when the images being added to it are complete"_s);
        return failErrno(path, u"lock", errno);
    }
    return StoreLease{std::move(lock)};
}

} // namespace

Result<StoreDirectory> StoreDirectory::open(const QString &path)
{
    const StoreDirectory directory(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    const QFileInfo info(directory.path());
    if (info.exists() && !info.isDir())
        return fail(ErrorKind::Invalid, directory.path(), u"is a file; an image store is a directory"_s);

    const auto version = readAll(directory.path() + u"/version"_s, 64);
    if (version) {
        STRATOSCOPE_CHECK(checkVersion(directory.path(), *version));
    } else if (version.error().kind != ErrorKind::NotFound) {
        return Failure(version.error());
    } else {
        const QStringList names
            = QDir(directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        // A store that another process is creating, or was killed while creating, contains only these names.
        const QStringList own{u"version"_s, u"lock"_s, u"layers"_s,    u"diffs"_s, u"blobs"_s,
                              u"images"_s,  u"pins"_s, u"downloads"_s, u"tmp"_s};
        if (!std::ranges::all_of(names, [&own](const QString &name) { return own.contains(name); }))
            return fail(ErrorKind::Invalid, directory.path(), u"is not an image store and is not empty; use another directory"_s);
        STRATOSCOPE_CHECK(withContext(u"cannot create an image store"_s, directory.create()));
    }

    // While nobody adds anything, all that is in there was left by killed processes.
    if (!filesIn(directory.temporary()).isEmpty()) {
        if (const auto lock = directory.exclusiveLease()) {
            std::uint64_t freed = 0;
            [[maybe_unused]] const auto removed = removeFilesIn(directory.temporary(), freed); // the next prune reports errors
        }
    }
    return directory;
}

Result<void> StoreDirectory::create() const
{
    for (const QString &path :
         {layers(), diffIds(), blobs() + u"/sha256"_s, blobs() + u"/sha512"_s, images(), pins(), downloads(), temporary()})
        STRATOSCOPE_CHECK(makeDirectory(path));
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    return writeFile(m_path + u"/version"_s, QByteArray::number(kFormatVersion) + '\n', temporary(), Durability::Keep);
}

Result<StoreLease> StoreDirectory::lease() const
{
    return lockStore(m_path, LOCK_SH);
}

Result<StoreLease> StoreDirectory::exclusiveLease() const
{
    return lockStore(m_path, LOCK_EX | LOCK_NB);
}

} // namespace stratoscope
