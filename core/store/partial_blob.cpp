// SPDX-License-Identifier: Apache-2.0
#include "store/partial_blob.h"

#include "store/store_files.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kWriteAhead = 8 << 20;

/// Whether `path` is still the name of that open file: another owner may have published it between our open and our lock.
bool isStillNamed(const File &file, const QByteArray &path)
{
    struct stat opened, named;
    return ::fstat(file.descriptor(), &opened) == 0 && ::stat(path.constData(), &named) == 0 && opened.st_ino == named.st_ino
        && opened.st_dev == named.st_dev;
}

} // namespace

PartialBlob::PartialBlob(std::shared_ptr<File> file, std::uint64_t size, QString path, QString blobPath)
    : m_file(std::move(file))
    , m_size(size)
    , m_sent(size)
    , m_path(std::move(path))
    , m_blobPath(std::move(blobPath))
{
}

PartialBlob::~PartialBlob()
{
    if (m_file && m_size == 0)
        QFile::remove(m_path);
}

Result<std::optional<PartialBlob>> Store::beginBlob(const Digest &digest) const
{
    const QString path = downloadPath(digest);
    const QByteArray name = QFile::encodeName(path);
    while (true) {
        auto file = std::make_shared<File>(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644), path);
        if (!file->isOpen())
            return failErrno(path, u"create", errno);
        if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                return std::nullopt;
            if (errno != EINTR)
                return failErrno(path, u"lock", errno);
        } else if (isStillNamed(*file, name)) {
            STRATOSCOPE_TRY(const std::uint64_t size, file->size());
            return PartialBlob(std::move(file), size, path, blobPath(digest));
        }
    }
}

Result<void> PartialBlob::append(Bytes bytes)
{
    STRATOSCOPE_CHECK(m_file->writeAt(m_size, bytes));
    m_size += bytes.size();
    // The disk may begin at once; publish() then has little to wait for.
    if (m_size - m_sent >= kWriteAhead) {
        ::sync_file_range(m_file->descriptor(), off64_t(m_sent), off64_t(m_size - m_sent), SYNC_FILE_RANGE_WRITE);
        m_sent = m_size;
    }
    return {};
}

Result<void> PartialBlob::discard()
{
    STRATOSCOPE_CHECK(m_file->truncate(0));
    m_size = 0;
    m_sent = 0;
    return {};
}

Result<void> PartialBlob::publish()
{
    STRATOSCOPE_CHECK(m_file->sync());
    if (::fchmod(m_file->descriptor(), 0444) != 0
        || ::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(m_blobPath).constData()) != 0)
        return failErrno(m_blobPath, u"create", errno);
    m_file.reset();
    return syncDirectory(QFileInfo(m_blobPath).path());
}

} // namespace stratoscope
