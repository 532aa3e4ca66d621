// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

File::~File()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

File::File(File &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_name(std::move(other.m_name))
{
}

File &File::operator=(File &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_name, other.m_name);
    return *this;
}

Result<File> File::open(const QString &path)
{
    // O_NONBLOCK: opening a pipe without a writer must not block; no effect on regular files.
    File file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK), path);
    if (!file.isOpen())
        return failErrno(path, u"open", errno);
    struct stat status;
    if (::fstat(file.descriptor(), &status) != 0)
        return failErrno(path, u"examine", errno);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorKind::Invalid, path,
                    S_ISDIR(status.st_mode) ? u"is a directory, not a file"_s : u"is not a regular file"_s);
    return file;
}

Result<File> File::create(const QString &path, unsigned mode)
{
    File file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode), path);
    if (!file.isOpen())
        return failErrno(path, u"create", errno);
    return file;
}

Result<File> File::temporary(const QString &directory)
{
    const QByteArray name = QFile::encodeName(directory);
    File file(::open(name.constData(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600), directory);
    if (file.isOpen())
        return file;
    // Some file systems (older overlay and network ones) have no O_TMPFILE.
    QByteArray path = name + "/.stratoscope-XXXXXX";
    file = File(::mkostemp(path.data(), O_CLOEXEC), directory);
    if (!file.isOpen())
        return failErrno(directory, u"create a temporary file in this directory", errno);
    ::unlink(path.constData());
    return file;
}

Result<std::uint64_t> File::size() const
{
    struct stat status;
    if (::fstat(m_descriptor, &status) != 0)
        return failErrno(m_name, u"examine", errno);
    return std::uint64_t(status.st_size);
}

Result<std::size_t> File::readAt(std::uint64_t offset, std::span<std::byte> into) const
{
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t count = ::pread(m_descriptor, into.data() + done, into.size() - done, off_t(offset + done));
        if (count == 0)
            break;
        if (count < 0) {
            if (errno == EINTR)
                continue;
            return failErrno(m_name, u"read", errno);
        }
        done += std::size_t(count);
    }
    return done;
}

Result<void> File::writeAt(std::uint64_t offset, Bytes bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(m_descriptor, bytes.data(), bytes.size(), off_t(offset));
        if (count < 0) {
            if (errno == EINTR)
                continue;
            return failErrno(m_name, u"write", errno);
        }
        offset += std::uint64_t(count);
        bytes = bytes.subspan(std::size_t(count));
    }
    return {};
}

Result<void> File::truncate(std::uint64_t size)
{
    if (::ftruncate(m_descriptor, off_t(size)) != 0)
        return failErrno(m_name, u"write", errno);
    return {};
}

Result<void> File::sync()
{
    if (::fdatasync(m_descriptor) != 0)
        return failErrno(m_name, u"write", errno);
    return {};
}

Result<FileRegion> FileRegion::whole(const QString &path)
{
    STRATOSCOPE_TRY(File file, File::open(path));
    STRATOSCOPE_TRY(const std::uint64_t size, file.size());
    return FileRegion{std::make_shared<const File>(std::move(file)), 0, size};
}

Result<std::size_t> FileRegion::readAt(std::uint64_t position, std::span<std::byte> into) const
{
    if (position >= size)
        return 0;
    into = into.first(std::size_t(std::min<std::uint64_t>(into.size(), size - position)));
    STRATOSCOPE_TRY(const std::size_t count, file->readAt(offset + position, into));
    if (count < into.size())
        return fail(ErrorKind::Truncated, file->name(),
                    u"ends at byte %1, expected %2 bytes"_s.arg(offset + position + count).arg(offset + size));
    return count;
}

Result<QByteArray> readAll(const FileRegion &region, std::uint64_t limit)
{
    if (region.size > limit)
        return fail(ErrorKind::TooLarge, region.file->name(),
                    u"has %1 bytes, more than the limit of %2"_s.arg(region.size).arg(limit));
    QByteArray bytes(qsizetype(region.size), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t count,
                    region.readAt(0, std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size())))));
    bytes.truncate(qsizetype(count));
    return bytes;
}

Result<QByteArray> readAll(const QString &path, std::uint64_t limit)
{
    return FileRegion::whole(path).and_then([limit](const FileRegion &file) { return readAll(file, limit); });
}

} // namespace stratoscope
