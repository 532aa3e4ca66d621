// SPDX-License-Identifier: Apache-2.0
#include "formats/tar_format.h"

#include "base/cancel.h"
#include "formats/tar_entries.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace stratoscope {

namespace {

class TarFormat
{
public:
    TarFormat(const TreeExport &work, ByteSink &into)
        : m_work(work)
        , m_tree(work.tree())
        , m_entries(work.fs, into, work.progress, work.stop)
    {
    }

    Result<QStringList> run()
    {
        findPositions();
        STRATOSCOPE_CHECK(addBelow(kRootNode));
        return m_entries.finish();
    }

private:
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
            STRATOSCOPE_CHECK(m_entries.add(writtenPath(m_tree, root), m_tree.entry(root)));
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
                STRATOSCOPE_CHECK(m_entries.add(writtenPath(m_tree, node), m_tree.entry(node)));
                pushChildren(node);
            } else {
                STRATOSCOPE_CHECK(addFile(node));
            }
        }
        return {};
    }

    Result<void> addFile(NodeId node)
    {
        const Position position = m_positions[node];
        const MergedTree::Origin origin{int(position >> 32), RecordId(position)};
        if (const auto first = m_firstNames.find(position); first != m_firstNames.end()) {
            if (first->second != kNoNode)
                return m_entries.addLink(writtenPath(m_tree, node), origin, writtenPath(m_tree, first->second));
            first->second = node;
        }
        return m_entries.add(writtenPath(m_tree, node), origin);
    }

    const TreeExport &m_work;
    const MergedTree &m_tree;
    TarEntries m_entries;
    std::vector<Position> m_positions; ///< by node
    std::unordered_map<Position, NodeId> m_firstNames; ///< of files with several names; kNoNode before the first is written
};

} // namespace

Result<QStringList> writeTar(const TreeExport &work, ByteSink &into)
{
    return TarFormat(work, into).run();
}

} // namespace stratoscope
