// SPDX-License-Identifier: Apache-2.0
#include "formats/tar_format.h"

#include "base/cancel.h"
#include "formats/content_stream.h"
#include "formats/format_losses.h"
#include "layer/tar_writer.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

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
        findPositions();
        STRATOSCOPE_CHECK(addBelow(kRootNode));
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

    /// Where something lies in the layers: they are read in ascending order if possible.
    using Position = std::uint64_t;
    static constexpr Position kNotSelected = ~Position(0);
    static Position positionOf(MergedTree::Origin origin)
    {
        return origin.record == kNoRecord ? kNotSelected - 1 : Position(origin.layer) << 32 | origin.record;
    }

    /// Of each selected node, or of the first one below it.
    void findPositions()
    {
        m_positions.assign(m_tree.size(), kNotSelected);
        for (const NodeId directory : m_work.selection.directories())
            m_positions[directory] = positionOf(m_tree.origin(directory));
        const Selection::File *before = nullptr;
        for (const Selection::File &file : m_work.selection.files()) {
            m_positions[file.node] = positionOf(file.origin);
            if (before && before->origin == file.origin)
                m_firstNames.emplace(m_positions[file.node], kNoNode);
            before = &file;
        }
        // Parents precede their children.
        for (NodeId node = m_tree.size(); node-- > 1;) {
            Position &parent = m_positions[m_tree.parent(node)];
            parent = std::min(parent, m_positions[node]);
        }
    }

    Result<void> addBelow(NodeId root)
    {
        if (!m_tree.entry(root).implied)
            STRATOSCOPE_CHECK(m_writer.add(memberOf(root, m_tree.entry(root))));
        std::vector<NodeId> stack; // the next one is last
        const auto pushChildren = [&](NodeId directory) {
            const std::size_t begin = stack.size();
            for (const NodeId child : m_tree.children(directory)) {
                if (m_positions[child] != kNotSelected)
                    stack.push_back(child);
            }
            const auto children = std::span(stack).subspan(begin);
            std::ranges::sort(children, std::greater(), [&](NodeId node) { return std::pair(m_positions[node], node); });
        };
        pushChildren(root);
        while (!stack.empty()) {
            throwIfStopped(m_work.stop);
            const NodeId node = stack.back();
            stack.pop_back();
            if (m_tree.isDirectory(node)) {
                STRATOSCOPE_CHECK(m_writer.add(memberOf(node, m_tree.entry(node))));
                pushChildren(node);
            } else {
                STRATOSCOPE_CHECK(addFile(node));
            }
        }
        return {};
    }

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

    Result<void> addFile(NodeId node)
    {
        const Position position = m_positions[node];
        const MergedTree::Origin origin{int(position >> 32), RecordId(position)};
        const LayerIndex &layer = *m_tree.layers()[std::size_t(origin.layer)];
        TarMember member = memberOf(node, layer.entry(origin.record));
        if (member.kind == EntryKind::Socket) {
            m_losses.add(FormatLosses::Socket, m_tree, node);
            return {};
        }
        if (const auto first = m_firstNames.find(position); first != m_firstNames.end()) {
            if (first->second != kNoNode)
                return addLink(std::move(member), first->second);
            first->second = node;
        }
        if (member.kind == EntryKind::Whiteout || member.kind == EntryKind::Opaque)
            member.kind = EntryKind::Regular;
        if (const auto *extents = layer.sparseExtents(origin.record))
            member.extents = *extents;
        STRATOSCOPE_CHECK(m_writer.add(member));
        return member.kind == EntryKind::Regular && member.size > 0 ? m_contents.appendStored(origin, m_body) : Result<void>();
    }

    Result<void> addLink(TarMember member, NodeId first)
    {
        member.kind = EntryKind::Hardlink;
        member.linkTarget = writtenPath(m_tree, first);
        member.xattrs.clear(); // of the file, which has them already
        return m_writer.add(member);
    }

    const TreeExport &m_work;
    const MergedTree &m_tree;
    TarWriter m_writer;
    ContentStream m_contents;
    Body m_body;
    FormatLosses m_losses;
    std::vector<Position> m_positions; ///< by node
    std::unordered_map<Position, NodeId> m_firstNames; ///< of files with several names; kNoNode before the first is written
};

} // namespace

Result<QStringList> writeTar(const TreeExport &work, ByteSink &into)
{
    return TarFormat(work, into).run();
}

} // namespace stratoscope
