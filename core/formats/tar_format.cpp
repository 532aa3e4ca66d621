// SPDX-License-Identifier: Apache-2.0
#include "formats/tar_format.h"

#include "base/cancel.h"
#include "formats/content_stream.h"
#include "formats/format_losses.h"
#include "layer/tar_writer.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

class TarFormat
{
public:
    TarFormat(const TreeExport &work, ByteSink &into)
        : m_work(work)
        , m_tree(work.tree())
        , m_writer(into)
        , m_contents(work)
        , m_body(m_writer)
    {
    }

    Result<QStringList> run()
    {
        if (!m_tree.entry(kRootNode).implied)
            STRATOSCOPE_CHECK(m_writer.add(memberOf(kRootNode)));
        for (const NodeId directory : m_work.selection.directories()) {
            throwIfStopped(m_work.stop);
            STRATOSCOPE_CHECK(m_writer.add(memberOf(directory)));
        }
        const Selection::File *first = nullptr;
        for (const Selection::File &file : m_work.selection.files()) {
            throwIfStopped(m_work.stop);
            const bool isLink = first && first->origin == file.origin;
            if (!isLink)
                first = &file;
            STRATOSCOPE_CHECK(isLink ? addLink(file, *first) : addFile(file));
        }
        STRATOSCOPE_CHECK(m_writer.finish());
        return m_losses.warnings(u"a tar"_s);
    }

private:
    /// The body of the current member.
    class Body : public ByteSink
    {
    public:
        explicit Body(TarWriter &writer)
            : m_writer(writer)
        {
        }
        Result<void> append(Bytes bytes) override { return m_writer.append(bytes); }
        Result<void> appendZeros(std::uint64_t count) override { return m_writer.appendZeros(count); }
        Result<void> finish() override { return {}; }

    private:
        TarWriter &m_writer;
    };

    TarMember memberOf(NodeId node) const { return memberOf(node, m_tree.entry(node)); }
    TarMember memberOf(NodeId node, const Entry &entry) const
    {
        TarMember member;
        member.path = writtenPath(m_tree, node);
        member.kind = entry.kind;
        if (entry.kind == EntryKind::Directory)
            member.path = node == kRootNode ? "./" : member.path + '/';
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

    Result<void> addFile(const Selection::File &file)
    {
        const LayerIndex &layer = *m_tree.layers()[std::size_t(file.origin.layer)];
        TarMember member = memberOf(file.node, layer.entry(file.origin.record));
        if (member.kind == EntryKind::Socket) {
            m_losses.add(FormatLosses::Socket, m_tree, file.node);
            return {};
        }
        if (member.kind == EntryKind::Whiteout || member.kind == EntryKind::Opaque)
            member.kind = EntryKind::Regular;
        if (const auto *extents = layer.sparseExtents(file.origin.record))
            member.extents = *extents;
        STRATOSCOPE_CHECK(m_writer.add(member));
        return member.kind == EntryKind::Regular && member.size > 0 ? m_contents.appendStored(file.origin, m_body) : Result<void>();
    }

    Result<void> addLink(const Selection::File &file, const Selection::File &first)
    {
        TarMember member = memberOf(file.node, m_tree.layers()[std::size_t(file.origin.layer)]->entry(file.origin.record));
        if (member.kind == EntryKind::Socket)
            return addFile(file);
        member.kind = EntryKind::Hardlink;
        member.linkTarget = writtenPath(m_tree, first.node);
        member.xattrs.clear(); // of the file, which has them already
        return m_writer.add(member);
    }

    const TreeExport &m_work;
    const MergedTree &m_tree;
    TarWriter m_writer;
    ContentStream m_contents;
    Body m_body;
    FormatLosses m_losses;
};

} // namespace

Result<QStringList> writeTar(const TreeExport &work, ByteSink &into)
{
    return TarFormat(work, into).run();
}

} // namespace stratoscope
