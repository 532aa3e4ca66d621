// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/cancel.h"
#include "store/store_records.h"

#include <QDirIterator>
#include <QFile>
#include <QSet>

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

/// By the time of its record: that is no content, and nobody has to write the record for it.
void Store::markUsed(const StoredImage &image) const
{
    ::utimensat(AT_FDCWD, QFile::encodeName(recordPath(image)).constData(), nullptr, 0);
}

std::int64_t Store::lastUsed(const StoredImage &image) const
{
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    struct stat status = {};
    if (::stat(QFile::encodeName(recordPath(image)).constData(), &status) != 0)
        return 0;
    return status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
}

Result<StoreUsage> Store::usage(const std::stop_token &stop) const
{
    QSet<QString> used;
    StoreUsage usage;
    for (const StoredImage &image : listing().images) {
        ++usage.imageCount;
        used << image.manifest.hex() << image.config.hex();
        for (const Digest &layer : image.layers)
            used << layer.hex();
    }
    for (const QString &part :
         {layersDirectory(), m_directory + u"/blobs"_s, m_directory + u"/downloads"_s, temporaryDirectory()}) {
        for (QDirIterator files(part, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
             files.hasNext();) {
            throwIfStopped(stop);
            const std::uint64_t size = sizeOnDisk(files.next());
            (used.contains(files.fileName().section(u'.', 0, 0)) ? usage.images : usage.others) += size;
        }
    }
    return usage;
}

Result<StoreCleanUp> Store::cleanUp(std::optional<std::uint64_t> limit, Downloads downloads, const std::stop_token &stop) const
{
    StoreCleanUp done;
    STRATOSCOPE_TRY(done.freed, prune(downloads));
    if (!limit)
        return done;
    STRATOSCOPE_TRY(const StoreUsage left, usage(stop));
    std::vector<StoredImage> all = listing().images;
    std::ranges::sort(all, {}, [this](const StoredImage &image) { return lastUsed(image); });
    if (!all.empty())
        all.pop_back(); // what was used last is what somebody wants, however large it is
    std::uint64_t size = left.total();
    for (const StoredImage &image : all) {
        throwIfStopped(stop);
        if (size <= *limit)
            break;
        if (image.isPinned)
            continue;
        STRATOSCOPE_TRY(const std::uint64_t freed, removeImage(image));
        size -= std::min(size, freed);
        done.freed += freed;
        done.removed.push_back(image);
    }
    return done;
}

} // namespace stratoscope
