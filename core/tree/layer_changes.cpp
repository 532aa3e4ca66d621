// SPDX-License-Identifier: Apache-2.0
#include "tree/layer_changes.h"

#include "base/cancel.h"
#include "base/saturating_add.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

/// Compares the states of a path slot.
class Comparer
{
public:
    Comparer(const TreeHistory &history, const SameContent &sameContent)
        : m_layers(history.layers())
        , m_sameContent(sameContent)
    {
    }

    /// Whether both states are of the same entry, which may be modified; otherwise one replaces the other.
    static bool areSameEntry(const State *before, const State *after)
    {
        return before && after && before->isDirectory == after->isDirectory;
    }

    /// How the states of the same entry differ; 0 if it is not modified.
    Aspects aspects(const State &before, const State &after) const
    {
        const MergedTree::Origin from = before.origin();
        const MergedTree::Origin to = after.origin();
        if ((from == to && from.record != kNoRecord)
            || before.layer < 0) // every tree has a root, whether or not a layer has an entry for it
            return 0;
        const auto isSame = [&] { return m_sameContent(from, to); };
        const Aspects aspects = compareEntries(entry(before), entry(after), std::ref(isSame));
        return isModified(aspects, after.isDirectory) ? aspects : 0;
    }

    Entry entry(const State &state) const
    {
        return state.originRecord == kNoRecord ? MergedTree::impliedDirectory()
                                               : m_layers[std::size_t(state.originLayer)]->entry(state.originRecord);
    }

private:
    const MergedTree::Layers &m_layers;
    const SameContent &m_sameContent;
};

Change changeFrom(Aspects aspects)
{
    return aspects ? Change::Modified : Change::None;
}

/// The files that have, or had, several names.
class LinkedFiles
{
public:
    LinkedFiles(const TreeHistory &history, const std::stop_token &stop)
        : m_history(history)
    {
        forEachFile(stop, [this](NodeId, const State &state) {
            if (state.isHardlink())
                m_slots[key(state)];
        });
        if (m_slots.empty())
            return;
        forEachFile(stop, [this](NodeId slot, const State &state) {
            if (const auto file = m_slots.find(key(state)); file != m_slots.end())
                file->second.push_back(slot);
        });
    }

    bool contains(const State &file) const { return m_slots.contains(key(file)); }
    /// Whether the file has a name after a layer.
    bool exists(const State &file, int layer) const
    {
        return std::ranges::any_of(m_slots.at(key(file)), [&](NodeId slot) {
            const State *const state = m_history.at(slot, layer);
            return state && !state->isDirectory && state->origin() == file.origin();
        });
    }

private:
    using Key = std::pair<int, RecordId>;
    static Key key(const State &file) { return {file.originLayer, file.originRecord}; }
    template <typename Visit>
    void forEachFile(const std::stop_token &stop, const Visit &visit) const
    {
        for (NodeId slot = 0; slot < m_history.pathSlots()->size(); ++slot) {
            if (slot % 0x4000 == 0)
                throwIfStopped(stop);
            for (const State &state : m_history.states(slot)) {
                if (state.exists && !state.isDirectory)
                    visit(slot, state);
            }
        }
    }

    const TreeHistory &m_history;
    std::map<Key, std::vector<NodeId>> m_slots; ///< that have or had one of the file's names
};

} // namespace

ChangedTree changesOf(const TreeHistory &history, int first, int last, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    const MergedTree &slots = *history.pathSlots();
    // What the layers touched, and the directories above.
    std::vector<bool> kept(slots.size(), false);
    kept[kRootNode] = true;
    std::size_t count = 1;
    std::size_t bytesOfNames = 1;
    for (NodeId slot = slots.size(); slot-- > 1;) {
        if (slot % 0x10000 == 0)
            throwIfStopped(stop);
        if (!kept[slot]) {
            const State *const latest = history.latest(slot, last);
            kept[slot] = latest && latest->layer >= first && (latest->exists || history.at(slot, first - 1));
        }
        if (!kept[slot])
            continue;
        kept[slots.parent(slot)] = true;
        ++count;
        bytesOfNames += slots.name(slot).size() + 1;
    }

    ChangedTree made;
    TreeWriter writer({history.layers().begin(), history.layers().begin() + last + 1});
    writer.reserve(count, bytesOfNames); // slightly more if files became directories, which are in it twice
    made.part.pathSlots.reserve(count);
    made.changes.reserve(count);
    made.aspects.reserve(count);
    std::vector<NodeId> directories(slots.size(), kRootNode); // by path slot: at most one of the two states is a directory
    const auto write = [&](NodeId slot, const State &state, Change change, Aspects aspects = 0) {
        made.part.pathSlots.push_back(slot);
        made.changes.push_back(change);
        made.aspects.push_back(aspects);
        const NodeId node = history.write(writer, directories[slots.parent(slot)], slot, state);
        if (state.isDirectory)
            directories[slot] = node;
    };
    for (NodeId slot = 0; slot < slots.size(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        if (!kept[slot])
            continue;
        const State *const before = history.at(slot, first - 1);
        const State *const after = history.at(slot, last);
        if (Comparer::areSameEntry(before, after)) {
            const Aspects aspects = comparer.aspects(*before, *after);
            write(slot, *after, changeFrom(aspects), aspects);
            continue;
        }
        if (after) // first, so that looking up the path finds it
            write(slot, *after, Change::Added);
        if (before)
            write(slot, *before, Change::Removed);
    }
    throwIfStopped(stop);
    made.part.tree = writer.finish();
    return made;
}

ChangedTree treeThrough(const TreeHistory &history, int layer, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    ChangedTree made{.part = history.through(layer, stop), .changes = {}, .aspects = {}};
    made.changes.assign(made.part.pathSlots.size(), Change::None);
    made.aspects.assign(made.part.pathSlots.size(), 0);
    for (NodeId node = 0; node < made.changes.size(); ++node) {
        if (node % 0x4000 == 0)
            throwIfStopped(stop);
        if (made.part.tree->layer(node) != layer)
            continue;
        const NodeId slot = made.part.pathSlots[node];
        const State *const before = history.at(slot, layer - 1);
        const State *const after = history.at(slot, layer);
        if (Comparer::areSameEntry(before, after)) {
            made.aspects[node] = comparer.aspects(*before, *after);
            made.changes[node] = changeFrom(made.aspects[node]);
        } else {
            made.changes[node] = Change::Added;
        }
    }
    return made;
}

std::vector<ChangeCounts> countChanges(const TreeHistory &history, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    std::vector<ChangeCounts> counts(history.layers().size());
    const LinkedFiles linked(history, stop);
    // The layers that add or remove names of a file with several.
    std::map<std::tuple<int, RecordId, int, bool>, const State *> names;
    const auto sum = [&](std::uint64_t &bytes, const State &file, int layer, bool isAdded) {
        if (file.isDirectory)
            return;
        if (linked.contains(file)) {
            names.try_emplace({file.originLayer, file.originRecord, layer, isAdded}, &file);
            return;
        }
        const Entry entry = comparer.entry(file);
        bytes = saturatingAdd(bytes, entry.kind == EntryKind::Regular ? entry.size : 0);
    };
    for (NodeId slot = 0; slot < history.pathSlots()->size(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const State *before = nullptr;
        for (const State &state : history.states(slot)) {
            const State *const after = state.exists ? &state : nullptr;
            const bool isSame = Comparer::areSameEntry(before, after);
            if (state.layer >= 0 && !(isSame && comparer.aspects(*before, *after) == 0)) {
                ChangeCounts &layer = counts[std::size_t(state.layer)];
                layer.modified += isSame;
                layer.removed += before && !isSame;
                layer.added += after && !isSame;
                if (before)
                    sum(layer.bytesRemoved, *before, state.layer, false);
                if (after)
                    sum(layer.bytesAdded, *after, state.layer, true);
            }
            before = after;
        }
    }
    for (const auto &[key, file] : names) {
        throwIfStopped(stop);
        const auto [originLayer, originRecord, layer, isAdded] = key;
        if (linked.exists(*file, isAdded ? layer - 1 : layer))
            continue;
        const Entry entry = comparer.entry(*file);
        std::uint64_t &bytes = isAdded ? counts[std::size_t(layer)].bytesAdded : counts[std::size_t(layer)].bytesRemoved;
        bytes = saturatingAdd(bytes, entry.kind == EntryKind::Regular ? entry.size : 0);
    }
    return counts;
}

} // namespace stratoscope
