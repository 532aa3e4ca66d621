// SPDX-License-Identifier: Apache-2.0
#include "store/store_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace stratoscope {

TemporaryFile &TemporaryFile::operator=(TemporaryFile &&other) noexcept
{
    std::swap(m_file, other.m_file);
    std::swap(m_path, other.m_path);
    return *this;
}

TemporaryFile::~TemporaryFile()
{
    if (!m_path.isEmpty())
        ::unlink(m_path.constData());
}

Result<TemporaryFile> TemporaryFile::create(const QString &directory)
{
    QByteArray path = QFile::encodeName(directory) + "/XXXXXX";
    const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor < 0)
        return failErrno(directory, u"create a file in this directory", errno);
    return TemporaryFile(File(descriptor, QFile::decodeName(path)), path);
}

Result<void> TemporaryFile::publish(const QString &path, Durability durability)
{
    STRATOSCOPE_CHECK(stratoscope::publish(*m_file, m_path, path, durability));
    m_path.clear();
    return {};
}

Result<void> publish(File &file, const QByteArray &from, const QString &to, Durability durability)
{
    if (durability == Durability::Keep)
        STRATOSCOPE_CHECK(file.sync());
    if (::fchmod(file.descriptor(), kPublishedMode) != 0 || ::rename(from.constData(), QFile::encodeName(to).constData()) != 0)
        return failErrno(to, u"create", errno);
    return {};
}

Result<void> writeFile(const QString &path, const QByteArray &bytes, const QString &temporaryDirectory, Durability durability)
{
    STRATOSCOPE_TRY(TemporaryFile temporary, TemporaryFile::create(temporaryDirectory));
    STRATOSCOPE_CHECK(temporary.file().writeAt(0, asBytes(asText(bytes))));
    STRATOSCOPE_CHECK(temporary.publish(path, durability));
    return durability == Durability::Keep ? syncDirectory(QFileInfo(path).path()) : Result<void>();
}

Result<void> makeDirectory(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) == 0)
        return {};
    if (errno == ENOENT) {
        STRATOSCOPE_CHECK(makeDirectory(QFileInfo(path).path()));
        if (::mkdir(name.constData(), 0700) == 0)
            return {};
    }
    const int error = errno;
    struct stat status;
    const bool isThere = ::stat(name.constData(), &status) == 0;
    if (isThere && S_ISDIR(status.st_mode))
        return {};
    return failErrno(path, u"create this directory", isThere ? ENOTDIR : error);
}

File openPrivate(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const auto open = [&] { return File(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), path); };
    File file = open();
    // publish() makes a file read-only before it renames it: what a process that was killed in between has left is ours again.
    if (!file.isOpen() && errno == EACCES) {
        if (::chmod(name.constData(), 0600) == 0)
            file = open();
        else
            errno = EACCES;
    }
    return file;
}

Result<std::optional<File>> openLocked(const QString &path)
{
    while (true) {
        File file = openPrivate(path);
        if (!file.isOpen())
            return failErrno(path, u"create", errno);
        if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                return std::nullopt;
            if (errno != EINTR)
                return failErrno(path, u"lock", errno);
        } else if (isStillNamed(file, path)) { // else its owner was done with it between our open and our lock
            return file;
        }
    }
}

bool isStillNamed(const File &file, const QString &path)
{
    struct stat opened, named;
    return ::fstat(file.descriptor(), &opened) == 0 && ::stat(QFile::encodeName(path).constData(), &named) == 0
        && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

Result<void> syncDirectory(const QString &path)
{
    const File directory(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_DIRECTORY), path);
    if (!directory.isOpen())
        return failErrno(path, u"open", errno);
    // EINVAL: this file system cannot sync directories, so there is nothing to wait for.
    if (::fsync(directory.descriptor()) != 0 && errno != EINVAL)
        return failErrno(path, u"write", errno);
    return {};
}

std::uint64_t sizeOnDisk(const QString &path)
{
    constexpr std::uint64_t kBlockSize = 512;
    struct stat status;
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0 || status.st_nlink != 1)
        return 0;
    return std::uint64_t(status.st_blocks) * kBlockSize;
}

Result<void> removeFile(const QString &path, std::uint64_t &freed)
{
    const std::uint64_t size = sizeOnDisk(path);
    if (::unlink(QFile::encodeName(path).constData()) != 0)
        return errno == ENOENT ? Result<void>() : failErrno(path, u"remove", errno);
    freed += size;
    return {};
}

Result<void> removeFilesIn(const QString &directory, std::uint64_t &freed, const std::function<bool(const QString &)> &isRemoved)
{
    for (const QString &name : filesIn(directory)) {
        if (isRemoved(name))
            STRATOSCOPE_CHECK(removeFile(directory + u'/' + name, freed));
    }
    return {};
}

QStringList filesIn(const QString &directory)
{
    return QDir(directory).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

std::optional<std::uint64_t> fileSize(const QString &path)
{
    struct stat status;
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return std::uint64_t(status.st_size);
}

void markUsed(const QString &path)
{
    ::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), nullptr, 0);
}

std::int64_t lastUsed(const QString &path)
{
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return 0;
    return status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
}

} // namespace stratoscope
