// SPDX-License-Identifier: Apache-2.0
#include "tree/layer_changes.h"

#include "base/cancel.h"
#include "tree/tree_writer.h"

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
    const auto bytes = [&comparer](const State &state) { return state.isDirectory ? 0 : comparer.entry(state).size; };
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
                layer.bytesRemoved += before ? bytes(*before) : 0;
                layer.bytesAdded += after ? bytes(*after) : 0;
            }
            before = after;
        }
    }
    return counts;
}

} // namespace stratoscope
