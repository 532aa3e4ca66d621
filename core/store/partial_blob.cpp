// SPDX-License-Identifier: Apache-2.0
#include "store/partial_blob.h"

#include "store/store_files.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>

namespace stratoscope {

namespace {

constexpr std::uint64_t kWriteAhead = 8 << 20;

/// Whether `path` still names this open file: another owner may have published it between our open and our lock.
bool isStillNamed(const File &file, const QByteArray &path)
{
    struct stat opened, named;
    return ::fstat(file.descriptor(), &opened) == 0 && ::stat(path.constData(), &named) == 0 && opened.st_ino == named.st_ino
        && opened.st_dev == named.st_dev;
}

} // namespace

PartialBlob::~PartialBlob()
{
    if (m_file && m_size == 0)
        QFile::remove(m_path);
}

Result<std::optional<PartialBlob>> PartialBlob::begin(const Store &store, const Digest &digest)
{
    const QString path = store.paths().downloads() + u'/' + digest.algorithmName() + u'-' + digest.hex();
    const QByteArray name = QFile::encodeName(path);
    while (true) {
        auto file = std::make_shared<File>(openPrivate(path));
        if (!file->isOpen())
            return failErrno(path, u"create", errno);
        if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                return std::nullopt;
            if (errno != EINTR)
                return failErrno(path, u"lock", errno);
        } else if (isStillNamed(*file, name)) {
            STRATOSCOPE_TRY(const std::uint64_t size, file->size());
            return PartialBlob(std::move(file), size, path, store.blobs().path(digest));
        }
    }
}

Result<void> PartialBlob::append(Bytes bytes)
{
    STRATOSCOPE_CHECK(m_file->writeAt(m_size, bytes));
    m_size += bytes.size();
    // Lets the disk begin at once, so that publish() has little to wait for.
    if (m_size - m_flushed >= kWriteAhead) {
        ::sync_file_range(m_file->descriptor(), off64_t(m_flushed), off64_t(m_size - m_flushed), SYNC_FILE_RANGE_WRITE);
        m_flushed = m_size;
    }
    return {};
}

Result<void> PartialBlob::discard()
{
    STRATOSCOPE_CHECK(m_file->truncate(0));
    m_size = 0;
    m_flushed = 0;
    return {};
}

Result<void> PartialBlob::publish()
{
    STRATOSCOPE_CHECK(stratoscope::publish(*m_file, QFile::encodeName(m_path), m_blobPath, Durability::Keep));
    m_file.reset();
    return syncDirectory(QFileInfo(m_blobPath).path());
}

} // namespace stratoscope
