// SPDX-License-Identifier: Apache-2.0
#include "store/blob_store.h"

#include "base/cancel.h"
#include "store/store_files.h"

#include <QFileInfo>

#include <algorithm>
#include <linux/fs.h>
#include <sys/ioctl.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kCopyPiece = 1 << 20;

/// Copies a region, or shares its blocks if the file system can and it is an entire file.
Result<void> copyRegion(const FileRegion &region, File &into, Hasher &hasher, ProgressMeter &progress, const std::stop_token &stop)
{
    const bool isEntireFile = region.offset == 0 && region.file->size() == region.size;
    const bool isShared = isEntireFile && ::ioctl(into.descriptor(), FICLONE, region.file->descriptor()) == 0;
    std::vector<std::byte> buffer(std::min<std::uint64_t>(kCopyPiece, region.size));
    for (std::uint64_t at = 0; at < region.size;) {
        throwIfStopped(stop);
        // If the blocks are shared, hash the copy: the original may change meanwhile.
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

Result<FileRegion> BlobStore::find(const Digest &digest) const
{
    auto region = FileRegion::whole(path(digest));
    if (!region && region.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::NotFound, digest.toString(), u"is not in the image store %1"_s.arg(m_directory.path()));
    return region;
}

Result<void> BlobStore::add(const QByteArray &bytes, const Digest &digest) const
{
    STRATOSCOPE_TRY(const StoreLease lease, m_directory.lease());
    STRATOSCOPE_CHECK(requireDigest(bytes, digest, digest.toString()));
    if (fileSize(path(digest)) == std::uint64_t(bytes.size()))
        return {};
    return writeFile(path(digest), bytes, m_directory.temporary(), Durability::Keep);
}

Result<void> BlobStore::add(const FileRegion &region, const Digest &digest, ProgressMeter &progress,
                            const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const StoreLease lease, m_directory.lease());
    if (fileSize(path(digest)) == region.size) {
        progress.add(qint64(region.size));
        return {};
    }
    STRATOSCOPE_TRY(TemporaryFile temporary, TemporaryFile::create(m_directory.temporary()));
    Hasher hasher(digest.algorithm());
    STRATOSCOPE_CHECK(copyRegion(region, temporary.file(), hasher, progress, stop));
    STRATOSCOPE_CHECK(withContext(digest.toString(), requireDigest(Digest(digest.algorithm(), hasher.finish()), digest)));
    STRATOSCOPE_CHECK(temporary.publish(path(digest), Durability::Keep));
    return syncDirectory(QFileInfo(path(digest)).path());
}

} // namespace stratoscope
