// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_files.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "base/saturating_add.h"
#include "layer/region_input.h"
#include "layer/whiteout.h"
#include "stream/decompress.h"
#include "stream/sparse_writer.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostMembers = 1'000'000;

/// The name that a link inside a tar refers to. The target of a symlink is relative to its own directory.
std::string linkTarget(const TarMember &member)
{
    if (member.kind == EntryKind::Hardlink || member.linkTarget.starts_with('/'))
        return cleanPath(member.linkTarget);
    const std::string path = cleanPath(member.path);
    const std::size_t slash = path.rfind('/');
    return cleanPath(slash == std::string::npos ? member.linkTarget : path.substr(0, slash + 1) + member.linkTarget);
}

} // namespace

QString ArchiveFiles::blobName(const Digest &digest) const
{
    return u"blobs/"_s + digest.algorithmName() + u'/' + digest.hex();
}

Result<QByteArray> ArchiveFiles::read(const QString &name) const
{
    STRATOSCOPE_TRY(const FileRegion region, find(name.toStdString()));
    if (region.size > quint64(kMaxDocument))
        return fail(ErrorKind::TooLarge, subject(name),
                    u"has %1 bytes; documents may have at most %2"_s.arg(region.size).arg(kMaxDocument));
    return readAll(region, kMaxDocument);
}

bool FolderFiles::has(std::string_view name) const
{
    return QFileInfo(subject(QFile::decodeName(QByteArray(name.data(), qsizetype(name.size()))))).isFile();
}

Result<FileRegion> FolderFiles::find(std::string_view name) const
{
    // Names come from documents of the archive and must not lead out of it.
    const std::string clean = cleanPath(name);
    auto region = FileRegion::whole(subject(QFile::decodeName(QByteArray::fromStdString(clean))));
    if (!region && region.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::NotFound, subject(printable(clean)), u"is missing"_s);
    return region;
}

Result<std::shared_ptr<TarFiles>> TarFiles::open(const QString &path, const FileRegion &tar, const std::stop_token &stop)
{
    const std::shared_ptr<TarFiles> files(new TarFiles(path));
    RegionTarInput input(tar);
    TarReader reader(input);
    for (std::size_t &count = files->m_memberCount;; ++count) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const TarMember *const member, withContext(path, reader.next()));
        if (!member)
            return files;
        if (count == kMostMembers)
            return fail(
                ErrorKind::TooLarge, path,
                u"has more than %1 members, too many for an image archive; to open it as a root file system, write rootfs:%2"_s.arg(
                    QString::number(kMostMembers), path));
        const bool isLink = member->kind == EntryKind::Symlink || member->kind == EntryKind::Hardlink;
        if (!isLink && member->kind != EntryKind::Regular)
            continue;
        files->m_members.insert_or_assign(cleanPath(member->path),
                                          Member{
                                              .content = {tar.file, tar.offset + member->bodyOffset, member->storedSize},
                                              .target = isLink ? linkTarget(*member) : std::string(),
                                              .isLink = isLink,
                                              .extents = member->extents,
                                              .size = member->size,
                                          });
    }
}

Result<void> TarFiles::expandSparseFiles(const QString &spoolDirectory, const std::stop_token &stop)
{
    if (std::ranges::none_of(m_members, [](const auto &named) { return named.second.extents.has_value(); }))
        return {};
    STRATOSCOPE_TRY(File temporary, File::temporary(spoolDirectory));
    SparseWriter writer(temporary);
    std::uint64_t stored = 0;
    std::vector<std::pair<Member *, std::uint64_t>> expanded;
    for (auto &[name, member] : m_members) {
        if (!member.extents)
            continue;
        const std::uint64_t begin = writer.position();
        stored += member.content.size;
        if (isBomb(saturatingAdd(begin, member.size), stored))
            return fail(ErrorKind::TooLarge, subject(printable(name)),
                        u"is a sparse file of %1 bytes, which looks like a decompression bomb"_s.arg(member.size));
        STRATOSCOPE_CHECK(withContext(subject(printable(name)), expand(member, writer, stop)));
        expanded.emplace_back(&member, begin);
    }
    STRATOSCOPE_CHECK(writer.finish());
    const auto file = std::make_shared<const File>(std::move(temporary));
    for (const auto &[member, begin] : expanded) {
        member->content = {file, begin, member->size};
        member->extents.reset();
    }
    return {};
}

Result<void> TarFiles::expand(const Member &member, SparseWriter &into, const std::stop_token &stop)
{
    const std::uint64_t begin = into.position();
    std::vector<std::byte> piece(256 * 1024);
    std::uint64_t taken = 0;
    for (const SparseExtent &extent : *member.extents) {
        STRATOSCOPE_CHECK(into.appendZeros(begin + extent.offset - into.position()));
        for (std::uint64_t left = extent.length; left > 0;) {
            throwIfStopped(stop);
            const auto part = std::span(piece).first(std::size_t(std::min<std::uint64_t>(left, piece.size())));
            STRATOSCOPE_TRY(const std::size_t count, member.content.readAt(taken, part));
            if (count == 0)
                return fail(ErrorKind::Malformed, {}, u"the map of the sparse file covers more than is stored"_s);
            STRATOSCOPE_CHECK(into.append(Bytes(part).first(count)));
            taken += count;
            left -= count;
        }
    }
    return into.appendZeros(begin + member.size - into.position());
}

QString TarFiles::subject(const QString &name) const
{
    return path() + u": "_s + name;
}

/// The file that a name refers to; null if there is none.
const TarFiles::Member *TarFiles::follow(std::string_view name) const
{
    auto found = m_members.find(name);
    for (int links = 0; found != m_members.end() && links < kMaxLinks; ++links) {
        if (!found->second.isLink)
            return &found->second;
        found = m_members.find(found->second.target);
    }
    return nullptr;
}

Result<FileRegion> TarFiles::find(std::string_view name) const
{
    const std::string clean = cleanPath(name);
    const QString subject = this->subject(printable(clean));
    const Member *const member = follow(clean);
    if (!member && !m_members.contains(clean))
        return fail(ErrorKind::NotFound, subject, u"is missing"_s);
    if (!member)
        return fail(ErrorKind::Malformed, subject, u"is a link to itself or to something missing in the archive"_s);
    if (member->extents)
        return fail(ErrorKind::Unsupported, subject, u"is a sparse file that was not expanded"_s);
    return member->content;
}

std::vector<std::string> TarFiles::names() const
{
    std::vector<std::string> names;
    names.reserve(m_members.size());
    for (const auto &[name, member] : m_members)
        names.push_back(name);
    std::ranges::sort(names);
    return names;
}

} // namespace stratoscope
