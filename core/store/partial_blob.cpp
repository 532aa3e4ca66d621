// SPDX-License-Identifier: Apache-2.0
#include "store/partial_blob.h"

#include "store/store_files.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>

namespace stratoscope {

namespace {

constexpr std::uint64_t kWriteAhead = 8 << 20;

} // namespace

PartialBlob::~PartialBlob()
{
    if (m_file && m_size == 0)
        QFile::remove(m_path);
}

Result<std::optional<PartialBlob>> PartialBlob::begin(const Store &store, const Digest &digest)
{
    const QString path = store.paths().downloads() + u'/' + digest.algorithmName() + u'-' + digest.hex();
    STRATOSCOPE_TRY(std::optional<File> file, openLocked(path));
    if (!file)
        return std::nullopt;
    STRATOSCOPE_TRY(const std::uint64_t size, file->size());
    return PartialBlob(std::make_shared<File>(*std::move(file)), size, path, store.blobs().path(digest));
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
