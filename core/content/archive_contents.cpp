// SPDX-License-Identifier: Apache-2.0
#include "content/archive_contents.h"

#include "archive/unpack_to_temporary.h"
#include "base/cancel.h"
#include "content/archive_listing.h"
#include "content/file_device.h"
#include "content/open_archive.h"
#include "layer/region_input.h"
#include "prebaked/ingest_layer.h"
#include "stream/sparse_writer.h"

#include <KAr>
#include <KZip>

#include <memory>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Writes the files of an archive one after another, and remembers where.
class ArchiveSpool
{
public:
    ArchiveSpool(File file, QString subject, const std::stop_token &stop)
        : m_file(std::make_shared<File>(std::move(file)))
        , m_writer(*m_file)
        , m_subject(std::move(subject))
        , m_stop(stop)
    {
    }

    Result<void> add(const std::string &path, const KArchiveEntry &found)
    {
        throwIfStopped(m_stop);
        const QByteArray target = found.symLinkTarget().toUtf8();
        Entry entry{.kind = found.isDirectory() ? EntryKind::Directory
                        : target.isEmpty()      ? EntryKind::Regular
                                                : EntryKind::Symlink,
                    .mode = std::uint16_t(found.permissions() & 07777),
                    .mtime = {found.date().toSecsSinceEpoch(), 0},
                    .linkTarget = {target.constData(), std::size_t(target.size())}};
        const std::uint64_t offset = m_writer.position();
        if (entry.kind == EntryKind::Regular) {
            STRATOSCOPE_TRY(entry.size, copy(static_cast<const KArchiveFile &>(found)));
        }
        // A path that is not valid is left out, as in a listing.
        (void)m_index.add({.path = path, .entry = entry, .contentOffset = offset, .extents = {}, .sparse = false});
        const std::uint64_t used = m_writer.position() % LayerIndex::kContentUnit;
        return used == 0 ? Result<void>() : m_writer.appendZeros(LayerIndex::kContentUnit - used);
    }

    Result<ImageFs> finish()
    {
        STRATOSCOPE_CHECK(m_writer.finish());
        const FileRegion all{m_file, 0, m_writer.position()};
        return ImageFs{.tree = MergedTree::ofLayer(m_index.finish(), 0), .contents = {LayerContents(all)}};
    }

private:
    Result<std::uint64_t> copy(const KArchiveFile &member)
    {
        constexpr qint64 kPiece = 256 * 1024;
        const std::unique_ptr<QIODevice> device(member.createDevice());
        std::uint64_t size = 0;
        if (!device)
            return fail(ErrorKind::Malformed, m_subject, u"has a member that cannot be read: %1"_s.arg(member.name()));
        while (true) {
            throwIfStopped(m_stop);
            const QByteArray piece = device->read(kPiece);
            if (piece.isEmpty())
                return size;
            size += std::uint64_t(piece.size());
            if (m_writer.position() + std::uint64_t(piece.size()) > kMaxOpenedArchive)
                return fail(ErrorKind::TooLarge, m_subject, u"unpacks to more than %1 GiB"_s.arg(kMaxOpenedArchive >> 30));
            STRATOSCOPE_CHECK(m_writer.append(std::as_bytes(std::span(piece.constData(), std::size_t(piece.size())))));
        }
    }

    const std::shared_ptr<File> m_file;
    SparseWriter m_writer;
    LayerIndexBuilder m_index;
    const QString m_subject;
    const std::stop_token &m_stop;
};

/// Without recursion, since a malicious archive may be nested arbitrarily deep.
Result<void> spoolAll(ArchiveSpool &spool, const KArchiveDirectory &root)
{
    std::size_t count = 0;
    std::vector<std::pair<const KArchiveDirectory *, QString>> open{{&root, {}}};
    while (!open.empty()) {
        const auto [directory, prefix] = open.back();
        open.pop_back();
        for (const QString &name : directory->entries()) {
            const KArchiveEntry *const found = directory->entry(name);
            if (!found || ++count > kMaxListedEntries)
                continue;
            STRATOSCOPE_CHECK(spool.add((prefix + name).toStdString(), *found));
            if (found->isDirectory())
                open.emplace_back(static_cast<const KArchiveDirectory *>(found), prefix + name + u'/');
        }
    }
    return {};
}

Result<ImageFs> openKArchive(KArchive &archive, const FileDevice &device, const QString &subject, const QString &spoolDirectory,
                             const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const KArchiveDirectory *const root, openArchive(archive, device, subject, stop));
    STRATOSCOPE_TRY(File file, File::temporary(spoolDirectory));
    ArchiveSpool spool(std::move(file), subject, stop);
    STRATOSCOPE_CHECK(spoolAll(spool, *root));
    STRATOSCOPE_CHECK(checkReads(device, subject));
    return spool.finish();
}

} // namespace

Result<ImageFs> openArchiveFs(const ImageFs &fs, NodeId node, Bytes head, const QString &spoolDirectory,
                              const std::stop_token &stop)
{
    const QString subject = printable(fs.tree->path(node));
    if (asText(head).starts_with("PK\3\4") || asText(head).starts_with("PK\5\6")) {
        FileDevice device(fs, node, stop);
        KZip zip(&device);
        return openKArchive(zip, device, subject, spoolDirectory, stop);
    }
    if (asText(head).starts_with("!<arch>\n")) {
        FileDevice device(fs, node, stop);
        KAr ar(&device);
        return openKArchive(ar, device, subject, spoolDirectory, stop);
    }
    auto region = fs.region(node);
    if (!region)
        return fail(ErrorKind::Unsupported, subject, u"is a sparse file, which cannot be opened as an archive"_s);
    if (detectCompression(head) != Compression::None) {
        ProgressMeter progress;
        RegionSource source(*region);
        STRATOSCOPE_TRY(const UnpackedFile unpacked,
                        unpackToTemporary(subject, source, qint64(region->size), spoolDirectory, progress, stop));
        region = unpacked.file;
    }
    auto index = walkLayer(*region, stop);
    if (!index)
        return fail(index.error().kind, subject, index.error().message());
    return ImageFs{.tree = MergedTree::ofLayer(*index, 0, stop), .contents = {LayerContents(*region)}};
}

} // namespace stratoscope
