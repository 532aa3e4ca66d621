// SPDX-License-Identifier: Apache-2.0
#include "diff/tree_diff.h"

#include "base/cancel.h"
#include "tree/tree_writer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

bool sameXattrs(const Xattrs *left, const Xattrs *right)
{
    if (!left || !right)
        return (!left || left->empty()) && (!right || right->empty());
    return *left == *right;
}

/// Walks both trees side by side, breadth first, and then writes down what is to be kept.
class Differ
{
public:
    Differ(const MergedTree &before, const MergedTree &after, const DiffOptions &options, const std::stop_token &stop)
        : m_before(before)
        , m_after(after)
        , m_options(options)
        , m_stop(stop)
        , m_shared(std::ranges::mismatch(before.layers(), after.layers()).in1 == before.layers().end())
    {
    }

    Result<TreeDiff> run()
    {
        // Layers are numbered by 16 bits, names by 32.
        if (!m_shared && m_before.layers().size() + m_after.layers().size() > std::size_t(std::numeric_limits<std::int16_t>::max()))
            return fail(ErrorKind::TooLarge, {}, u"have more than 32,767 layers together"_s);
        if (m_before.names().size() + m_after.names().size() > std::numeric_limits<std::uint32_t>::max())
            return fail(ErrorKind::TooLarge, {}, u"have more than 4 GiB of names together"_s);
        walk();
        keepWays();
        write();
        return std::move(m_diff);
    }

private:
    struct Pair {
        NodeId before;
        NodeId after;
        std::uint32_t parent; ///< the pair of the directory
        Change change = Change::None;
        Aspects aspects = 0;
        bool kept = false;
    };

    void walk()
    {
        m_diff.after.assign(m_after.size(), Change::None);
        m_pairs.reserve(m_after.size());
        add(kRootNode, kRootNode, 0);
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            if (i % 0x4000 == 0)
                throwIfStopped(m_stop);
            pairChildren(std::uint32_t(i));
        }
    }

    void pairChildren(std::uint32_t parent)
    {
        const auto [before, after] = std::pair(m_pairs[parent].before, m_pairs[parent].after);
        const NodeRange left = before == kNoNode ? NodeRange(0, 0) : m_before.children(before);
        const NodeRange right = after == kNoNode ? NodeRange(0, 0) : m_after.children(after);
        auto l = left.begin();
        auto r = right.begin();
        while (l != left.end() || r != right.end()) {
            const int order = l == left.end() ? 1 : r == right.end() ? -1 : m_before.name(*l).compare(m_after.name(*r));
            const bool together = order == 0 && m_before.isDirectory(*l) == m_after.isDirectory(*r);
            if (together) {
                add(*l++, *r++, parent);
            } else {
                if (order >= 0) // first, so that it is what is found by its path
                    add(kNoNode, *r++, parent);
                if (order <= 0)
                    add(*l++, kNoNode, parent);
            }
        }
    }

    void add(NodeId before, NodeId after, std::uint32_t parent)
    {
        Pair pair{.before = before, .after = after, .parent = parent};
        if (after == kNoNode) {
            pair.change = Change::Removed;
            ++m_diff.counts.removed;
            m_diff.counts.bytesRemoved += bytes(m_before, before);
        } else if (before == kNoNode) {
            pair.change = Change::Added;
            ++m_diff.counts.added;
            m_diff.counts.bytesAdded += bytes(m_after, after);
        } else {
            pair.aspects = compare(before, after);
            if (isModified(pair.aspects, m_after.isDirectory(after))) {
                pair.change = Change::Modified;
                ++m_diff.counts.modified;
                m_diff.counts.bytesRemoved += bytes(m_before, before);
                m_diff.counts.bytesAdded += bytes(m_after, after);
            }
        }
        if (after != kNoNode)
            m_diff.after[after] = pair.change;
        pair.kept = pair.change != Change::None || (after != kNoNode && m_after.layer(after) >= m_options.keepFromLayer);
        m_pairs.push_back(pair);
    }

    /// Of what is taken or brought by itself: a directory's entries are counted one by one.
    static std::uint64_t bytes(const MergedTree &tree, NodeId node) { return tree.isDirectory(node) ? 0 : tree.totalSize(node); }

    Aspects compare(NodeId before, NodeId after) const
    {
        const MergedTree::Origin from = m_before.origin(before);
        const MergedTree::Origin to = m_after.origin(after);
        if (m_shared && from == to && from.record != kNoRecord)
            return 0;
        if (after == kRootNode && from.record == kNoRecord)
            return 0; // every tree has a root, whether or not a layer tells of it
        return compareEntries(m_before.entry(before), m_after.entry(after), [&](const Entry &left, const Entry &right) {
            return m_options.sameContent ? m_options.sameContent(from, to) : left.mtime == right.mtime;
        });
    }

    /// The directories above what is kept. A pair stands behind its directory's.
    void keepWays()
    {
        m_pairs.front().kept = true;
        for (std::size_t i = m_pairs.size(); i-- > 1;) {
            if (m_pairs[i].kept)
                m_pairs[m_pairs[i].parent].kept = true;
        }
    }

    void write()
    {
        MergedTree::Layers layers = m_shared ? m_after.layers() : m_before.layers();
        if (!m_shared)
            layers.insert(layers.end(), m_after.layers().begin(), m_after.layers().end());
        const int offset = m_shared ? 0 : int(m_before.layers().size());
        TreeWriter writer(std::move(layers));
        std::vector<NodeId> written(m_pairs.size(), kNoNode);
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            const Pair &pair = m_pairs[i];
            if (!pair.kept)
                continue;
            const NodeId parent = i == 0 ? kRootNode : written[pair.parent];
            written[i] = pair.after != kNoNode ? writer.copy(parent, m_after, pair.after, offset)
                                               : writer.copy(parent, m_before, pair.before, 0);
            m_diff.changes.push_back(pair.change);
            m_diff.aspects.push_back(pair.aspects);
        }
        m_diff.tree = writer.finish();
    }

    const MergedTree &m_before;
    const MergedTree &m_after;
    const DiffOptions &m_options;
    const std::stop_token &m_stop;
    const bool m_shared; ///< the second tree's layers begin with the first's
    std::vector<Pair> m_pairs;
    TreeDiff m_diff;
};

} // namespace

Aspects compareEntries(const Entry &before, const Entry &after,
                       const std::function<bool(const Entry &before, const Entry &after)> &sameContent)
{
    Aspects found = 0;
    const auto differs = [&found](bool is, Aspect aspect) { found |= is ? Aspects(aspect) : Aspects(0); };
    const bool areFiles = before.kind == EntryKind::Regular && after.kind == EntryKind::Regular;
    const bool areLinks = before.kind == EntryKind::Symlink && after.kind == EntryKind::Symlink;
    differs(before.kind != after.kind, Aspect::Type);
    differs(before.mode != after.mode, Aspect::Mode);
    differs(before.uid != after.uid || before.gid != after.gid, Aspect::Owner);
    differs(before.mtime != after.mtime, Aspect::Time);
    differs(areLinks && before.linkTarget != after.linkTarget, Aspect::Link);
    differs(!sameXattrs(before.xattrs, after.xattrs), Aspect::Xattrs);
    differs(before.kind == after.kind && (before.deviceMajor != after.deviceMajor || before.deviceMinor != after.deviceMinor),
            Aspect::Device);
    differs(areFiles && (before.size != after.size || (before.size > 0 && !sameContent(before, after))), Aspect::Content);
    return found;
}

Result<TreeDiff> diffTrees(const std::shared_ptr<const MergedTree> &before, const std::shared_ptr<const MergedTree> &after,
                           const DiffOptions &options, const std::stop_token &stop)
{
    return Differ(*before, *after, options, stop).run();
}

} // namespace stratoscope
