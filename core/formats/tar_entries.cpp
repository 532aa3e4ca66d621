// SPDX-License-Identifier: Apache-2.0
#include "formats/tar_entries.h"

#include "base/cancel.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

TarMember tarMember(const std::string &path, const Entry &entry)
{
    TarMember member;
    member.path = entry.kind != EntryKind::Directory ? path : path.empty() ? "./" : path + '/';
    member.kind = entry.kind;
    member.mode = entry.mode;
    member.uid = entry.uid;
    member.gid = entry.gid;
    member.size = entry.size;
    member.mtime = entry.mtime;
    member.linkTarget = entry.linkTarget;
    member.deviceMajor = entry.deviceMajor;
    member.deviceMinor = entry.deviceMinor;
    if (entry.xattrs)
        member.xattrs = *entry.xattrs;
    return member;
}

} // namespace

TarEntries::TarEntries(const ImageFs &fs, ByteSink &into, ProgressMeter &progress, std::stop_token stop)
    : m_fs(fs)
    , m_stop(stop)
    , m_writer(into)
    , m_contents(fs, progress, std::move(stop))
    , m_body(m_writer)
{
}

Result<void> TarEntries::add(const std::string &path, const Entry &entry)
{
    throwIfStopped(m_stop);
    return m_writer.add(tarMember(path, entry));
}

Result<void> TarEntries::add(const std::string &path, MergedTree::Origin file)
{
    throwIfStopped(m_stop);
    const Entry entry = layerOf(file).entry(file.record);
    if (isSocket(path, entry))
        return {};
    TarMember member = tarMember(path, entry);
    if (member.kind == EntryKind::Whiteout || member.kind == EntryKind::Opaque)
        member.kind = EntryKind::Regular;
    if (const auto *extents = layerOf(file).sparseExtents(file.record))
        member.extents = *extents;
    STRATOSCOPE_CHECK(m_writer.add(member));
    return member.kind == EntryKind::Regular && member.size > 0 ? m_contents.appendStored(file, m_body) : Result<void>();
}

Result<void> TarEntries::addLink(const std::string &path, MergedTree::Origin file, const std::string &target)
{
    throwIfStopped(m_stop);
    const Entry entry = layerOf(file).entry(file.record);
    if (isSocket(path, entry))
        return {};
    TarMember member = tarMember(path, entry);
    member.kind = EntryKind::Hardlink;
    member.linkTarget = target;
    member.xattrs.clear(); // of the file, which has them already
    return m_writer.add(member);
}

Result<void> TarEntries::addEmpty(const std::string &path)
{
    throwIfStopped(m_stop);
    TarMember member;
    member.path = path;
    return m_writer.add(member);
}

Result<QStringList> TarEntries::finish()
{
    STRATOSCOPE_CHECK(m_writer.finish());
    return m_losses.warnings(u"a tar"_s);
}

bool TarEntries::isSocket(const std::string &path, const Entry &entry)
{
    if (entry.kind == EntryKind::Socket)
        m_losses.add(FormatLosses::Socket, '/' + path);
    return entry.kind == EntryKind::Socket;
}

} // namespace stratoscope
