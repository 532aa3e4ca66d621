// SPDX-License-Identifier: Apache-2.0
#include "diff/layer_steps.h"

#include "base/cancel.h"
#include "tree/tree_writer.h"

#include <algorithm>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

/// Tells what became of one spot from one layer to another.
class Comparer
{
public:
    Comparer(const TreeHistory &history, const SameContent &sameContent)
        : m_layers(history.spots()->layers())
        , m_sameContent(sameContent)
    {
    }

    /// Of two that may stand for the same entry.
    static bool areTogether(const State *before, const State *after)
    {
        return before && after && before->isDirectory == after->isDirectory;
    }

    Change change(const State &before, const State &after) const
    {
        const MergedTree::Origin from = before.origin();
        const MergedTree::Origin to = after.origin();
        if ((from == to && from.record != kNoRecord)
            || before.layer < 0) // every tree has a root, whether or not a layer tells of it
            return Change::None;
        const Aspects aspects
            = compareEntries(entry(before), entry(after), [&](const Entry &, const Entry &) { return m_sameContent(from, to); });
        return isModified(aspects, after.isDirectory) ? Change::Modified : Change::None;
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

} // namespace

MarkedTree changesOf(const TreeHistory &history, int first, int last, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    const MergedTree &spots = *history.spots();
    // What the layers touched, and the directories on the way to it.
    std::vector<bool> kept(spots.size(), false);
    kept[kRootNode] = true;
    std::size_t count = 1;
    std::size_t bytesOfNames = 1;
    for (NodeId spot = spots.size(); spot-- > 1;) {
        if (spot % 0x10000 == 0)
            throwIfStopped(stop);
        if (!kept[spot]) {
            const State *const latest = history.latest(spot, last);
            kept[spot] = latest && latest->layer >= first && (latest->isThere || history.at(spot, first - 1));
        }
        if (!kept[spot])
            continue;
        kept[spots.parent(spot)] = true;
        ++count;
        bytesOfNames += spots.name(spot).size() + 1;
    }

    MarkedTree made;
    const auto &layers = spots.layers();
    TreeWriter writer({layers.begin(), layers.begin() + last + 1});
    writer.reserve(count, bytesOfNames); // and some more where a file has become a directory: that stands there twice
    made.part.spots.reserve(count);
    made.changes.reserve(count);
    std::vector<NodeId> directories(spots.size(), kRootNode); // by spot: at most one of the two is a directory
    const auto write = [&](NodeId spot, const State &state, Change change) {
        made.part.spots.push_back(spot);
        made.changes.push_back(change);
        const NodeId node = history.write(writer, directories[spots.parent(spot)], spot, state);
        if (state.isDirectory)
            directories[spot] = node;
    };
    for (NodeId spot = 0; spot < spots.size(); ++spot) {
        if (!kept[spot])
            continue;
        const State *const before = history.at(spot, first - 1);
        const State *const after = history.at(spot, last);
        if (Comparer::areTogether(before, after)) {
            write(spot, *after, comparer.change(*before, *after));
            continue;
        }
        if (after) // first, so that it is what is found by its path
            write(spot, *after, Change::Added);
        if (before)
            write(spot, *before, Change::Removed);
    }
    throwIfStopped(stop);
    made.part.tree = writer.finish();
    return made;
}

MarkedTree treeThrough(const TreeHistory &history, int layer, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    MarkedTree made{.part = history.through(layer, stop), .changes = {}};
    made.changes.assign(made.part.spots.size(), Change::None);
    for (NodeId node = 0; node < made.changes.size(); ++node) {
        if (made.part.tree->layer(node) != layer)
            continue;
        const NodeId spot = made.part.spots[node];
        const State *const before = history.at(spot, layer - 1);
        const State *const after = history.at(spot, layer);
        made.changes[node] = Comparer::areTogether(before, after) ? comparer.change(*before, *after) : Change::Added;
    }
    return made;
}

std::vector<ChangeCounts> countSteps(const TreeHistory &history, const SameContent &sameContent, const std::stop_token &stop)
{
    const Comparer comparer(history, sameContent);
    std::vector<ChangeCounts> counts(std::size_t(history.layerCount()));
    const auto bytes = [&comparer](const State &state) { return state.isDirectory ? 0 : comparer.entry(state).size; };
    for (NodeId spot = 0; spot < history.spots()->size(); ++spot) {
        if (spot % 0x4000 == 0)
            throwIfStopped(stop);
        const State *before = nullptr;
        for (const State &state : history.states(spot)) {
            const State *const after = state.isThere ? &state : nullptr;
            const bool areTogether = Comparer::areTogether(before, after);
            if (state.layer >= 0 && !(areTogether && comparer.change(*before, *after) == Change::None)) {
                ChangeCounts &step = counts[std::size_t(state.layer)];
                step.modified += areTogether;
                step.removed += before && !areTogether;
                step.added += after && !areTogether;
                step.bytesRemoved += before ? bytes(*before) : 0;
                step.bytesAdded += after ? bytes(*after) : 0;
            }
            before = after;
        }
    }
    return counts;
}

} // namespace stratoscope
