// SPDX-License-Identifier: Apache-2.0
#include "content/archive_listing.h"

#include "base/cancel.h"
#include "content/file_device.h"
#include "content/open_archive.h"
#include "layer/region_input.h"
#include "layer/tar_reader.h"

#include <KAr>
#include <KZip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMaxUnpacked = std::uint64_t(8) << 30;

using Format = ArchiveListing::Format;
using Missing = ArchiveListing::Missing;

/// A compressed tar, unpacked while it is read.
class UnpackedTar : public TarInput
{
public:
    UnpackedTar(ByteSource &source, const std::stop_token &stop)
        : m_source(source)
        , m_stop(stop)
        , m_buffer(256 * 1024)
    {
    }

    Result<Bytes> take(std::size_t max) override
    {
        if (m_begin == m_end)
            STRATOSCOPE_CHECK(fill());
        const std::size_t count = std::min(max, m_end - m_begin);
        const auto taken = Bytes(m_buffer).subspan(m_begin, count);
        m_begin += count;
        return taken;
    }

private:
    Result<void> fill()
    {
        throwIfStopped(m_stop);
        if (m_unpacked >= kMaxUnpacked)
            return fail(ErrorKind::TooLarge, {}, u"unpacks to more than %1 GiB"_s.arg(kMaxUnpacked >> 30));
        STRATOSCOPE_TRY(m_end, m_source.read(m_buffer));
        m_begin = 0;
        m_unpacked += m_end;
        return {};
    }

    ByteSource &m_source;
    const std::stop_token &m_stop;
    std::vector<std::byte> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_unpacked = 0;
};

/// Collects the entries of a listing.
class EntryCollector
{
public:
    explicit EntryCollector(const std::stop_token &stop)
        : m_stop(stop)
    {
    }

    /// False if no more entries are taken.
    bool add(std::string_view path, Entry entry)
    {
        throwIfStopped(m_stop);
        if (m_count == kMaxListedEntries) {
            m_missing = Missing::FurtherEntries;
            return false;
        }
        ++m_count;
        if (entry.kind != EntryKind::Regular)
            entry.size = 0;
        if (!m_builder.add({.path = path, .entry = entry, .contentOffset = 0, .extents = {}, .sparse = false}))
            m_missing = Missing::InvalidPaths;
        return true;
    }
    void setUnreadableRest(const QString &problem)
    {
        m_missing = Missing::Rest;
        m_problem = problem;
    }

    ArchiveListing finish(Format format, Compression compression = Compression::None)
    {
        return {format, compression, MergedTree::ofLayer(m_builder.finish(), 0, m_stop), m_missing, m_problem};
    }

private:
    const std::stop_token &m_stop;
    LayerIndexBuilder m_builder;
    std::size_t m_count = 0;
    Missing m_missing = Missing::Nothing;
    QString m_problem;
};

/// Adds the members of a tar below `prefix`. False if there is not even one.
bool collectTar(EntryCollector &into, TarInput &input, const std::string &prefix)
{
    TarReader tar(input);
    for (bool any = false;; any = true) {
        const auto member = tar.next();
        if (!member && any)
            into.setUnreadableRest(member.error().detail);
        if (!member || !*member)
            return any;
        Entry entry = (*member)->entry();
        entry.xattrs = nullptr; // not part of a listing
        if (!into.add(prefix + (*member)->path, entry))
            return true;
    }
}

bool collectTar(EntryCollector &into, const FileRegion &region, Compression compression, const std::string &prefix,
                const std::stop_token &stop)
{
    if (compression == Compression::None) {
        RegionTarInput input(region);
        return collectTar(into, input, prefix);
    }
    RegionSource source(region);
    LayerDecoder unpacked(source, kMaxUnpacked);
    UnpackedTar input(unpacked, stop);
    return collectTar(into, input, prefix);
}

/// Adds an entry of a KArchive. False if no more entries are taken.
bool add(EntryCollector &into, const KArchiveEntry &found, const QString &path)
{
    const QByteArray target = found.symLinkTarget().toUtf8();
    const auto *const file = found.isFile() ? static_cast<const KArchiveFile *>(&found) : nullptr;
    const EntryKind kind = found.isDirectory() ? EntryKind::Directory : target.isEmpty() ? EntryKind::Regular : EntryKind::Symlink;
    return into.add(path.toStdString(),
                    {.kind = kind,
                     .mode = std::uint16_t(found.permissions() & 07777),
                     .size = file ? std::uint64_t(std::max(qint64(0), file->size())) : 0,
                     .mtime = {found.date().toSecsSinceEpoch(), 0},
                     .linkTarget = {target.constData(), std::size_t(target.size())}});
}

/// Adds the entries of a KArchive. Without recursion, since a malicious archive may be nested arbitrarily deep.
void collect(EntryCollector &into, const KArchiveDirectory &root)
{
    std::vector<std::pair<const KArchiveDirectory *, QString>> open{{&root, {}}};
    while (!open.empty()) {
        const auto [directory, prefix] = open.back();
        open.pop_back();
        for (const QString &name : directory->entries()) {
            const KArchiveEntry *const found = directory->entry(name);
            if (!found)
                continue;
            const QString path = prefix + name;
            if (!add(into, *found, path))
                return;
            if (found->isDirectory())
                open.emplace_back(static_cast<const KArchiveDirectory *>(found), path + u'/');
        }
    }
}

Result<ArchiveListing> listZip(const ImageFs &fs, NodeId node, const std::stop_token &stop)
{
    FileDevice device(fs, node, stop);
    KZip zip(&device);
    STRATOSCOPE_TRY(const KArchiveDirectory *const root, openArchive(zip, device, printable(fs.tree->path(node)), stop));
    EntryCollector collector(stop);
    collect(collector, *root);
    return collector.finish(Format::Zip);
}

/// The bytes of an uncompressed member.
std::optional<FileRegion> partOf(const FileRegion &archive, const KArchiveFile &member)
{
    const auto offset = std::uint64_t(member.position());
    const auto size = std::uint64_t(member.size());
    if (member.position() < 0 || member.size() < 0 || offset > archive.size || size > archive.size - offset)
        return std::nullopt;
    return FileRegion{archive.file, archive.offset + offset, size};
}

Result<ArchiveListing> listAr(const ImageFs &fs, NodeId node, const std::stop_token &stop)
{
    FileDevice device(fs, node, stop);
    KAr ar(&device);
    STRATOSCOPE_TRY(const KArchiveDirectory *const root, openArchive(ar, device, printable(fs.tree->path(node)), stop));
    EntryCollector collector(stop);
    const bool isDebian = root->entry(u"debian-binary"_s) != nullptr;
    const auto region = fs.region(node);
    for (const QString &name : root->entries()) {
        const KArchiveFile *const member = root->file(name);
        const auto part = member && region ? partOf(*region, *member) : std::nullopt;
        const auto compression
            = isDebian && part && name.contains(u".tar"_s) ? detectCompression(*part) : fail(ErrorKind::NotFound, {}, {});
        if (compression && collectTar(collector, *part, *compression, name.toStdString() + '/', stop))
            continue; // listed as a directory
        if (member && !add(collector, *member, name))
            break;
    }
    return collector.finish(isDebian ? Format::DebianPackage : Format::Ar);
}

Result<std::optional<ArchiveListing>> listTar(const ImageFs &fs, NodeId node, Bytes head, const std::stop_token &stop)
{
    const Compression compression = detectCompression(head);
    constexpr std::size_t kMagic = 257;
    if (compression == Compression::None && (head.size() < 512 || !asText(head.subspan(kMagic)).starts_with("ustar")))
        return std::nullopt;
    const auto region = fs.region(node);
    EntryCollector collector(stop);
    if (!region || !collectTar(collector, *region, compression, {}, stop))
        return std::nullopt;
    return collector.finish(Format::Tar, compression);
}

} // namespace

Result<std::optional<ArchiveListing>> listArchive(const ImageFs &fs, NodeId node, Bytes head, const std::stop_token &stop)
{
    if (asText(head).starts_with("PK\3\4") || asText(head).starts_with("PK\5\6"))
        return listZip(fs, node, stop);
    if (asText(head).starts_with("!<arch>\n"))
        return listAr(fs, node, stop);
    return listTar(fs, node, head, stop);
}

Result<std::optional<UnpackedHead>> unpackHead(const ImageFs &fs, NodeId node, Bytes head, std::size_t limit)
{
    const Compression compression = detectCompression(head);
    const auto region = fs.region(node);
    if (compression == Compression::None || !region)
        return std::nullopt;
    RegionSource source(*region);
    LayerDecoder unpacked(source, kMaxUnpacked);
    UnpackedHead result{QByteArray(qsizetype(limit), Qt::Uninitialized), false, compression};
    std::size_t filled = 0;
    while (filled < limit) {
        STRATOSCOPE_TRY(const std::size_t count,
                        unpacked.read(std::as_writable_bytes(std::span(result.bytes.data() + filled, limit - filled))));
        if (count == 0)
            break;
        filled += count;
    }
    result.isComplete = filled < limit;
    result.bytes.truncate(qsizetype(filled));
    return result;
}

} // namespace stratoscope
