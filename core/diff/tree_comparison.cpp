// SPDX-License-Identifier: Apache-2.0
#include "diff/tree_comparison.h"

#include "base/cancel.h"
#include "diff/digest_table.h"
#include "tree/common_directories.h"
#include "tree/directory_sums.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace stratoscope {

namespace {

struct DigestHash {
    std::size_t operator()(const Sha256 &digest) const
    {
        std::size_t hash = 0;
        std::memcpy(&hash, digest.data(), sizeof(hash));
        return hash;
    }
};

/// The size of a regular file; 0 for anything else.
std::uint64_t contentSize(const MergedTree &tree, NodeId node)
{
    if (tree.isDirectory(node))
        return 0;
    const MergedTree::Origin origin = tree.origin(node);
    const LayerIndex &index = *tree.layers()[std::size_t(origin.layer)];
    return index.kind(origin.record) == EntryKind::Regular ? index.fileSize(origin.record) : 0;
}

/// For each layer of the side after, the same layer of the side before; -1 if there is none. Their entries have the same records.
std::vector<int> sharedLayers(const DiffSide &before, const DiffSide &after)
{
    // The records of a prebaked directory are in whatever order its writer chose.
    const auto isFromTar = [](const DiffSide &side) { return side.image && side.image->source != SourceKind::Prebaked; };
    const bool areFromTars = isFromTar(before) && isFromTar(after);
    std::vector<int> shared;
    for (const ImageLayer &layer : after.layers) {
        const auto same = std::ranges::find_if(before.layers, [&](const ImageLayer &other) {
            return other.index == layer.index || (areFromTars && layer.diffId && other.diffId == layer.diffId);
        });
        shared.push_back(same == before.layers.end() ? -1 : int(same - before.layers.begin()));
    }
    return shared;
}

/// The files of one side that have several names, and how many of these they keep.
class KeptNames
{
public:
    explicit KeptNames(const MergedTree &tree)
        : m_tree(tree)
    {
        for (NodeId node = 0; node < tree.size(); ++node) {
            if (tree.isHardlink(node))
                m_names[key(node)] = 0;
        }
        for (NodeId node = 0; !m_names.empty() && node < tree.size(); ++node) {
            if (const auto file = find(node); file != m_names.end())
                ++file->second;
        }
    }

    bool hasSeveral(NodeId node) const { return find(node) != m_names.end(); }
    void lose(NodeId node)
    {
        if (const auto file = find(node); file != m_names.end())
            --file->second;
    }
    bool keepsAny(NodeId node) const
    {
        const auto file = find(node);
        return file != m_names.end() && file->second > 0;
    }

private:
    using Key = std::pair<int, RecordId>;
    Key key(NodeId node) const
    {
        const MergedTree::Origin origin = m_tree.origin(node);
        return {origin.layer, origin.record};
    }
    std::map<Key, std::uint32_t>::iterator find(NodeId node)
    {
        return m_names.empty() || m_tree.isDirectory(node) ? m_names.end() : m_names.find(key(node));
    }
    std::map<Key, std::uint32_t>::const_iterator find(NodeId node) const { return const_cast<KeptNames *>(this)->find(node); }

    const MergedTree &m_tree;
    std::map<Key, std::uint32_t> m_names;
};

/// The bytes that one side of a comparison has and the other has not.
class SideBytes
{
public:
    SideBytes(const MergedTree &tree, const MergedTree &diff)
        : m_tree(tree)
        , m_names(tree)
        , m_sums(diff)
    {
    }

    /// To be called first for everything that add() or addMoved() is called for. `entry`: in the tree of the side.
    void lose(NodeId entry) { m_names.lose(entry); }
    /// `node`: the same in the tree of differences.
    void add(NodeId node, NodeId entry)
    {
        if (m_tree.kind(entry) != EntryKind::Regular || m_names.keepsAny(entry))
            return;
        if (m_names.hasSeveral(entry))
            m_sums.addName(node, m_tree.origin(entry), m_tree.totalSize(entry));
        else
            m_sums.add(node, m_tree.totalSize(entry));
    }
    /// `common`: the lowest directory that the file did not leave.
    void addMoved(NodeId node, NodeId entry, std::uint32_t common)
    {
        add(node, entry);
        const MergedTree::Origin file = m_tree.origin(entry);
        const bool isFirstName = !m_names.hasSeveral(entry) || m_moved.insert({file.layer, file.record}).second;
        if (isFirstName && !m_names.keepsAny(entry))
            m_sums.exclude(common, m_tree.totalSize(entry));
    }
    std::vector<std::uint64_t> finish() { return m_sums.finish(); }

private:
    const MergedTree &m_tree;
    KeptNames m_names;
    DirectorySums m_sums;
    std::set<std::pair<int, RecordId>> m_moved; ///< files with several names
};

/// By node: the other place of a file that was moved. Empty if none was.
std::vector<NodeId> counterpartsIn(const TreeDiff &diff)
{
    std::unordered_map<NodeId, NodeId> movedTo; // by the entry after
    for (NodeId node = 0; node < diff.changes.size(); ++node) {
        if (diff.changes[node] == Change::Moved)
            movedTo.emplace(diff.after[node], node);
    }
    if (movedTo.empty())
        return {};
    std::vector<NodeId> counterparts(diff.changes.size(), kNoNode);
    for (NodeId node = 0; node < diff.changes.size(); ++node) {
        if (!diff.isMovedAway(node))
            continue;
        if (const auto moved = movedTo.find(diff.after[node]); moved != movedTo.end()) {
            counterparts[node] = moved->second;
            counterparts[moved->second] = node;
        }
    }
    return counterparts;
}

} // namespace

/// Finds what a TreeComparison consists of.
class TreeComparer
{
public:
    using Difference = TreeComparison::Difference;

    TreeComparer(TreeComparison &made, const std::stop_token &stop)
        : m_made(made)
        , m_before(*made.m_before.fs.tree)
        , m_after(*made.m_after.fs.tree)
        , m_stop(stop)
        , m_sharedLayers(sharedLayers(made.m_before, made.m_after))
        , m_digestsBefore(made.m_before)
        , m_digestsAfter(made.m_after)
    {
    }

    Result<void> run()
    {
        addPair(kRootNode, kRootNode, 0);
        for (std::uint32_t i = 0; i < list().size(); ++i) {
            if (i % 0x400 == 0)
                throwIfStopped(m_stop);
            if (list()[i].isDirectory)
                addChildren(i);
        }
        STRATOSCOPE_CHECK(DigestTable::read({&m_digestsBefore, &m_digestsAfter}, m_stop));
        for (const std::uint32_t i : m_undecided)
            decide(list()[i]);
        removeEqual();
        return findMoved();
    }

private:
    std::vector<Difference> &list() { return m_made.m_differences; }

    void addChildren(std::uint32_t directory)
    {
        const Difference above = list()[directory];
        const auto childrenOf
            = [](const MergedTree &tree, NodeId node) { return node == kNoNode ? NodeRange(0, 0) : tree.children(node); };
        const NodeRange left = childrenOf(m_before, above.before);
        const NodeRange right = childrenOf(m_after, above.after);
        auto before = left.begin();
        auto after = right.begin();
        while (before != left.end() || after != right.end()) {
            const int order = before == left.end() ? 1
                : after == right.end()             ? -1
                                                   : m_before.name(*before).compare(m_after.name(*after));
            if (order == 0)
                addPair(*before++, *after++, directory);
            else if (order < 0)
                add({.before = *before++, .parent = directory, .change = Change::Removed});
            else
                add({.after = *after++, .parent = directory, .change = Change::Added});
        }
    }

    void addPair(NodeId before, NodeId after, std::uint32_t parent)
    {
        const bool isDirectory = m_after.isDirectory(after);
        if (m_before.isDirectory(before) != isDirectory) {
            add({.after = after, .parent = parent, .change = Change::Added}); // first, so that looking up the path finds it
            add({.before = before, .parent = parent, .change = Change::Removed});
            return;
        }
        Difference pair{.before = before, .after = after, .parent = parent};
        const MergedTree::Origin from = m_before.origin(before);
        const MergedTree::Origin to = m_after.origin(after);
        bool isUndecided = false;
        if (!isSameRecord(from, to)) {
            const Entry entryBefore = m_before.entry(before);
            const Entry entryAfter = m_after.entry(after);
            const bool isImpliedRoot = after == kRootNode && (entryBefore.implied || entryAfter.implied); // every tree has a root
            if (!isImpliedRoot)
                pair.aspects = compareEntries(entryBefore, entryAfter, [&isUndecided] { return isUndecided = true; });
        }
        if (isUndecided) {
            m_undecided.push_back(std::uint32_t(list().size()));
            m_digestsBefore.request(from);
            m_digestsAfter.request(to);
        } else if (!isDirectory && pair.aspects == 0) {
            return;
        }
        add(pair);
    }

    void add(Difference difference)
    {
        difference.isDirectory
            = difference.after == kNoNode ? m_before.isDirectory(difference.before) : m_after.isDirectory(difference.after);
        if (difference.change == Change::None && isModified(difference.aspects, difference.isDirectory))
            difference.change = Change::Modified;
        // To find out whether it was moved; read together with the others, which lie beside it.
        if (difference.change == Change::Added && contentSize(m_after, difference.after) > 0)
            m_digestsAfter.request(m_after.origin(difference.after));
        else if (difference.change == Change::Removed && contentSize(m_before, difference.before) > 0)
            m_digestsBefore.request(m_before.origin(difference.before));
        list().push_back(difference);
    }

    bool isSameRecord(const MergedTree::Origin &before, const MergedTree::Origin &after) const
    {
        return before.record == after.record && before.record != kNoRecord
            && m_sharedLayers[std::size_t(after.layer)] == before.layer;
    }

    /// Whether files of the same size have the same content.
    void decide(Difference &pair)
    {
        const Sha256 *const before = m_digestsBefore.digest(m_before.origin(pair.before));
        const Sha256 *const after = m_digestsAfter.digest(m_after.origin(pair.after));
        const bool areKnown = before && after;
        m_made.m_comparedByTime += !areKnown;
        if (areKnown ? *before != *after : has(pair.aspects, Aspect::Time))
            pair.aspects |= Aspects(Aspect::Content);
        if (pair.aspects != 0)
            pair.change = Change::Modified;
    }

    /// Removes the files that turned out to be equal. Directories stay, so that parents only have to be renumbered.
    void removeEqual()
    {
        std::vector<std::uint32_t> numbers(list().size());
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < list().size(); ++i) {
            Difference difference = list()[i];
            if (difference.change == Change::None && !difference.isDirectory)
                continue;
            difference.parent = numbers[difference.parent];
            numbers[i] = kept;
            list()[kept++] = difference;
        }
        list().resize(kept);
    }

    /// Finds out which of the added files were elsewhere before.
    Result<void> findMoved()
    {
        std::vector<std::uint32_t> added;
        std::vector<std::uint32_t> removed;
        std::unordered_set<std::uint64_t> sizes;
        for (std::uint32_t i = 0; i < list().size(); ++i) {
            const Difference &difference = list()[i];
            if (difference.change == Change::Added && contentSize(m_after, difference.after) > 0) {
                added.push_back(i);
                sizes.insert(contentSize(m_after, difference.after));
            } else if (difference.change == Change::Removed && contentSize(m_before, difference.before) > 0) {
                removed.push_back(i);
            }
        }
        if (added.empty())
            return {};
        std::vector<NodeId> sources; // of copies
        for (NodeId node = 0; node < m_before.size(); ++node) {
            if (node % 0x4000 == 0)
                throwIfStopped(m_stop);
            if (const std::uint64_t size = contentSize(m_before, node); size == 0 || !sizes.contains(size))
                continue;
            sources.push_back(node);
            m_digestsBefore.request(m_before.origin(node));
        }
        if (sources.empty())
            return {};
        STRATOSCOPE_CHECK(DigestTable::read({&m_digestsBefore}, m_stop));

        std::unordered_map<Sha256, SameContent, DigestHash> contents; // of added files
        for (const std::uint32_t i : added) {
            if (const Sha256 *const digest = m_digestsAfter.digest(m_after.origin(list()[i].after)))
                contents[*digest].added.push_back(i);
        }
        const auto contentOf = [&](NodeId node) -> SameContent * {
            const Sha256 *const digest = m_digestsBefore.digest(m_before.origin(node));
            const auto found = digest ? contents.find(*digest) : contents.end();
            return found == contents.end() ? nullptr : &found->second;
        };
        for (const std::uint32_t i : removed) {
            if (SameContent *const content = contentOf(list()[i].before))
                content->removed.push_back(i);
        }
        for (const NodeId node : sources) {
            if (SameContent *const content = contentOf(node))
                content->sources.push_back(node);
        }
        for (auto &[digest, content] : contents) {
            throwIfStopped(m_stop);
            setMoved(content);
            setCopied(content);
        }
        return {};
    }

    /// Files with the same content.
    struct SameContent {
        std::vector<std::uint32_t> added;
        std::vector<std::uint32_t> removed;
        std::vector<NodeId> sources; ///< of the side before, also those that were not removed
    };

    /// Makes added files moved ones as long as there are removed ones, those of the same name first. Leaves the others in `added`.
    void setMoved(SameContent &content)
    {
        if (content.removed.empty())
            return;
        const auto nameOf = [this](std::uint32_t i) { return m_made.name(list()[i]); };
        std::ranges::stable_sort(content.added, {}, nameOf);
        std::ranges::stable_sort(content.removed, {}, nameOf);
        std::vector<std::uint32_t> added;
        std::vector<std::uint32_t> removed;
        auto to = content.added.begin();
        auto from = content.removed.begin();
        while (to != content.added.end() && from != content.removed.end()) {
            const int order = nameOf(*to).compare(nameOf(*from));
            if (order == 0)
                setMoved(*to++, *from++);
            else if (order < 0)
                added.push_back(*to++);
            else
                removed.push_back(*from++);
        }
        added.insert(added.end(), to, content.added.end());
        removed.insert(removed.end(), from, content.removed.end());
        std::ranges::sort(added); // in the order of the tree again
        std::ranges::sort(removed);
        const std::size_t count = std::min(added.size(), removed.size());
        for (std::size_t i = 0; i < count; ++i)
            setMoved(added[i], removed[i]);
        content.added.assign(added.begin() + std::ptrdiff_t(count), added.end());
    }

    void setMoved(std::uint32_t to, std::uint32_t from)
    {
        Difference &file = list()[to];
        Difference &source = list()[from];
        file.change = Change::Moved;
        file.before = source.before;
        file.counterpart = from;
        file.aspects = otherAspects(file);
        source.after = file.after;
        source.counterpart = to;
    }

    void setCopied(SameContent &content)
    {
        if (content.added.empty() || content.sources.empty())
            return;
        const NodeId first = content.sources.front();
        const auto nameOf = [this](NodeId node) { return m_before.name(node); };
        std::ranges::stable_sort(content.sources, {}, nameOf);
        for (const std::uint32_t i : content.added) {
            Difference &file = list()[i];
            const std::string_view name = m_after.name(file.after);
            const auto same = std::ranges::lower_bound(content.sources, name, {}, nameOf);
            file.change = Change::Copied;
            file.before = same != content.sources.end() && nameOf(*same) == name ? *same : first;
            file.aspects = otherAspects(file);
        }
    }

    /// In which respect a moved or copied file differs from its source besides its place.
    Aspects otherAspects(const Difference &file) const
    {
        return compareEntries(m_before.entry(file.before), m_after.entry(file.after), [] { return true; });
    }

    TreeComparison &m_made;
    const MergedTree &m_before;
    const MergedTree &m_after;
    const std::stop_token &m_stop;
    const std::vector<int> m_sharedLayers;
    DigestTable m_digestsBefore;
    DigestTable m_digestsAfter;
    std::vector<std::uint32_t> m_undecided; ///< files of the same size
};

Result<std::shared_ptr<const TreeComparison>> TreeComparison::make(DiffSide before, DiffSide after, const std::stop_token &stop)
{
    MergedTree::Layers layers = before.fs.tree->layers();
    layers.insert(layers.end(), after.fs.tree->layers().begin(), after.fs.tree->layers().end());
    STRATOSCOPE_CHECK(MergedTree::checkLimits(layers));
    std::shared_ptr<TreeComparison> made(new TreeComparison);
    made->m_before = std::move(before);
    made->m_after = std::move(after);
    STRATOSCOPE_CHECK(TreeComparer(*made, stop).run());
    return made;
}

std::string_view TreeComparison::name(const Difference &difference) const
{
    return difference.change == Change::Removed ? m_before.fs.tree->name(difference.before)
                                                : m_after.fs.tree->name(difference.after);
}

std::string TreeComparison::path(const Difference &difference) const
{
    return difference.change == Change::Removed ? m_before.fs.tree->path(difference.before)
                                                : m_after.fs.tree->path(difference.after);
}

/// The differences that rules leave, at the same indexes; the others have Change::None.
std::vector<TreeComparison::Difference> TreeComparison::applied(const IgnoreRules &rules, const std::stop_token &stop) const
{
    std::vector<Difference> list = m_differences;
    std::vector<bool> isIgnored(rules.hasGlobs() ? list.size() : 0);
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        if (i % 0x400 == 0)
            throwIfStopped(stop);
        Difference &difference = list[i];
        difference.aspects &= Aspects(~rules.aspects());
        if (difference.change == Change::Modified && !isModified(difference.aspects, difference.isDirectory))
            difference.change = Change::None;
        if (rules.hasGlobs() && i > 0) {
            isIgnored[i]
                = isIgnored[difference.parent] || rules.ignores(name(m_differences[i]), [&] { return path(m_differences[i]); });
        }
    }
    if (!rules.hasGlobs())
        return list;
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        Difference &difference = list[i];
        if (isIgnored[i]) {
            difference.change = Change::None;
        } else if (difference.counterpart != kNone && isIgnored[difference.counterpart]) { // as if the other place did not exist
            if (difference.change == Change::Moved) {
                difference.change = Change::Added;
                difference.before = kNoNode;
                difference.aspects = 0;
            } else {
                difference.after = kNoNode;
            }
            difference.counterpart = kNone;
        }
    }
    return list;
}

TreeDiff TreeComparison::diff(const IgnoreRules &rules, const std::stop_token &stop) const
{
    const std::vector<Difference> list = applied(rules, stop);
    std::vector<bool> isKept(list.size());
    isKept[0] = true;
    std::size_t count = 1;
    std::size_t bytesOfNames = 1;
    for (std::uint32_t i = std::uint32_t(list.size()); i-- > 1;) {
        isKept[i] = isKept[i] || list[i].change != Change::None;
        if (!isKept[i])
            continue;
        isKept[list[i].parent] = true;
        ++count;
        bytesOfNames += name(list[i]).size() + 1;
    }

    const MergedTree &before = *m_before.fs.tree;
    const MergedTree &after = *m_after.fs.tree;
    MergedTree::Layers layers = before.layers();
    layers.insert(layers.end(), after.layers().begin(), after.layers().end());
    TreeWriter writer(std::move(layers));
    writer.reserve(count, bytesOfNames);
    TreeDiff made;
    for (auto *const vector : {&made.before, &made.after})
        vector->reserve(count);
    made.changes.reserve(count);
    made.aspects.reserve(count);
    std::vector<NodeId> nodes(list.size(), kNoNode); // by difference
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        if (i % 0x1000 == 0)
            throwIfStopped(stop);
        if (!isKept[i])
            continue;
        const Difference &difference = list[i];
        const NodeId parent = i == 0 ? kRootNode : nodes[difference.parent];
        nodes[i] = difference.change == Change::Removed ? writer.copy(parent, before, difference.before, 0)
                                                        : writer.copy(parent, after, difference.after, int(before.layers().size()));
        made.changes.push_back(difference.change);
        made.aspects.push_back(difference.change == Change::None ? Aspects(0) : difference.aspects);
        made.before.push_back(difference.before);
        made.after.push_back(difference.after);
    }
    made.fs.tree = writer.finish();
    for (const DiffSide *const side : {&m_before, &m_after})
        made.fs.contents.insert(made.fs.contents.end(), side->fs.contents.begin(), side->fs.contents.end());

    TreeComparison::count(made, before, after, stop);
    return made;
}

void TreeComparison::count(TreeDiff &diff, const MergedTree &before, const MergedTree &after, const std::stop_token &stop)
{
    const MergedTree &tree = *diff.fs.tree;
    const std::vector<NodeId> counterparts = counterpartsIn(diff);
    const auto isContentLost = [&](NodeId node) {
        return diff.changes[node] == Change::Modified
            && (has(diff.aspects[node], Aspect::Content) || has(diff.aspects[node], Aspect::Type));
    };
    SideBytes added(after, tree);
    SideBytes removed(before, tree);
    for (NodeId node = 1; node < tree.size(); ++node) {
        const Change change = diff.changes[node];
        if (change == Change::Removed || isContentLost(node))
            removed.lose(diff.before[node]);
        if (change == Change::Added || change == Change::Copied || change == Change::Moved || isContentLost(node))
            added.lose(diff.after[node]);
    }

    const auto common = !counterparts.empty() ? std::make_optional<CommonDirectories>(tree) : std::nullopt;
    diff.counts.assign(tree.directoryCount(), {});
    const auto countsOf = [&](NodeId directory) -> ChangeCounts & { return diff.counts[tree.directoryNumber(directory)]; };
    for (NodeId node = tree.size(); node-- > 1;) {
        if (node % 0x1000 == 0)
            throwIfStopped(stop);
        const Change change = diff.changes[node];
        const bool isAdded = change == Change::Added || change == Change::Copied || change == Change::Moved;
        ChangeCounts &above = countsOf(tree.parent(node));
        above.added += isAdded;
        above.removed += change == Change::Removed;
        above.modified += change == Change::Modified;
        if (tree.isDirectory(node)) {
            const ChangeCounts &below = countsOf(node);
            above.added += below.added;
            above.removed += below.removed;
            above.modified += below.modified;
            above.moved += below.moved;
        } else if (const NodeId other = counterparts.empty() ? kNoNode : counterparts[node]; other != kNoNode) {
            const std::uint32_t both
                = common->of(tree.directoryNumber(tree.parent(node)), tree.directoryNumber(tree.parent(other)));
            if (isAdded) {
                added.addMoved(node, diff.after[node], both);
                // Its entries below may not have been counted yet: what is taken away here is added there.
                --diff.counts[both].added;
                --diff.counts[both].removed;
                ++diff.counts[both].moved;
            } else {
                removed.addMoved(node, diff.before[node], both);
            }
        } else {
            if (isAdded || isContentLost(node))
                added.add(node, diff.after[node]);
            if (change == Change::Removed || isContentLost(node))
                removed.add(node, diff.before[node]);
        }
    }
    diff.counts.front().modified += diff.changes[kRootNode] == Change::Modified;
    const std::vector<std::uint64_t> bytesAdded = added.finish();
    const std::vector<std::uint64_t> bytesRemoved = removed.finish();
    for (std::size_t i = 0; i < diff.counts.size(); ++i) {
        diff.counts[i].bytesAdded = bytesAdded[i];
        diff.counts[i].bytesRemoved = bytesRemoved[i];
    }
}

} // namespace stratoscope
