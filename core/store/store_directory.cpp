// SPDX-License-Identifier: Apache-2.0
#include "store/store_directory.h"

#include "base/wait_for.h"
#include "store/lock_holders.h"
#include "store/store_files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kFormatVersion = 1;
constexpr mode_t kOthers = 077; ///< everybody's permissions but the owner's
constexpr std::chrono::milliseconds kBetweenTries{200};

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

Result<File> openLock(const QString &store)
{
    File lock = openPrivate(store + u"/lock"_s);
    if (!lock.isOpen())
        return failErrno(store, u"write to this image store", errno);
    return lock;
}

/// False while somebody has locked it in a way that excludes this one.
Result<bool> tryLock(const File &lock, int operation)
{
    while (::flock(lock.descriptor(), operation) != 0) {
        if (errno == EWOULDBLOCK)
            return false;
        if (errno != EINTR)
            return failErrno(lock.name(), u"lock", errno);
    }
    return true;
}

QString holdersText(const File &lock)
{
    const QStringList holders = lockHolders(lock);
    return holders.isEmpty() ? u"another program"_s : listed(holders, 3);
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
        directory.makePrivate();
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
    makePrivate();
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    return writeFile(m_path + u"/version"_s, QByteArray::number(kFormatVersion) + '\n', temporary(), Durability::Keep);
}

/// What earlier versions created with the permissions of the umask. Files that have other names, in a prebaked export, keep theirs.
void StoreDirectory::makePrivate() const
{
    struct stat status;
    const auto isLoose = [&status](const QByteArray &path) {
        return ::lstat(path.constData(), &status) == 0 && status.st_uid == ::geteuid() && (status.st_mode & kOthers) != 0
            && (S_ISDIR(status.st_mode) || (S_ISREG(status.st_mode) && status.st_nlink == 1));
    };
    const QByteArray own = QFile::encodeName(m_path);
    if (!isLoose(own))
        return;
    // The store itself comes last: it tells whether this was interrupted. Errors are ignored: the disk may be read-only.
    const auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    for (QDirIterator entries(m_path, everything, QDirIterator::Subdirectories); entries.hasNext();) {
        if (const QByteArray path = QFile::encodeName(entries.next()); isLoose(path))
            ::chmod(path.constData(), status.st_mode & 07777 & ~kOthers);
    }
    if (isLoose(own))
        ::chmod(own.constData(), status.st_mode & 07777 & ~kOthers);
}

Result<StoreLease> StoreDirectory::lease() const
{
    STRATOSCOPE_TRY(File lock, openLock(m_path));
    STRATOSCOPE_CHECK(tryLock(lock, LOCK_SH));
    return StoreLease{std::move(lock)};
}

Result<StoreLease> StoreDirectory::exclusiveLease() const
{
    STRATOSCOPE_TRY(File lock, openLock(m_path));
    STRATOSCOPE_TRY(const bool isLocked, tryLock(lock, LOCK_EX | LOCK_NB));
    if (!isLocked)
        return fail(
            ErrorKind::Busy, m_path,
            u"this image store is in use by %1; try again when the images being added to it are complete"_s.arg(holdersText(lock)));
    return StoreLease{std::move(lock)};
}

Result<StoreLease> StoreDirectory::exclusiveLease(const std::stop_token &stop, const LeaseWaitSink &waiting) const
{
    STRATOSCOPE_TRY(File lock, openLock(m_path));
    for (QString told;;) {
        STRATOSCOPE_TRY(const bool isLocked, tryLock(lock, LOCK_EX | LOCK_NB));
        if (isLocked)
            return StoreLease{std::move(lock)};
        const QString holders = holdersText(lock);
        if (waiting && holders != std::exchange(told, holders))
            waiting(u"waiting for %1 to finish adding to the image store %2"_s.arg(holders, m_path));
        waitFor(kBetweenTries, stop);
    }
}

} // namespace stratoscope
