// SPDX-License-Identifier: Apache-2.0
#include "analysis/hidden_files.h"

#include "base/cancel.h"

#include <algorithm>
#include <tuple>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

/// When, and how, the last name of a file that was looked at disappears.
struct End {
    enum class Way : std::uint8_t { None, Deleted, Replaced, SameSize };

    int layer = -1;
    Way way = Way::None;
    NodeId pathSlot = kNoNode;
    RecordId successor = kNoRecord;

    /// Of several names that disappear in one layer, one that tells most about it.
    bool isBefore(const End &other) const { return std::tie(layer, way) < std::tie(other.layer, other.way); }
};

bool isRegular(const MergedTree::Layers &layers, const State &state)
{
    return state.exists && !state.isDirectory && state.originRecord != kNoRecord
        && layers[std::size_t(state.originLayer)]->kind(state.originRecord) == EntryKind::Regular;
}

End endOf(const MergedTree::Layers &layers, const State &state, const State &next, NodeId slot)
{
    End end{.layer = next.layer, .way = next.exists ? End::Way::Replaced : End::Way::Deleted, .pathSlot = slot};
    if (isRegular(layers, next) && next.originLayer == next.layer
        && layers[std::size_t(next.originLayer)]->fileSize(next.originRecord)
            == layers[std::size_t(state.originLayer)]->fileSize(state.originRecord)) {
        end.way = End::Way::SameSize;
        end.successor = next.originRecord;
    }
    return end;
}

} // namespace

std::vector<HiddenFile> findHiddenFiles(const TreeHistory &history, const FinalFiles &files, const std::stop_token &stop)
{
    std::vector<HiddenFile> hidden;
    files.forEachFile(
        [&hidden](const MergedTree::Origin &file, std::uint64_t, NodeId node) {
            if (node == kNoNode)
                hidden.push_back({.file = file, .pathSlot = kNoNode, .hiddenBy = file.layer, .successor = {}});
        },
        stop);
    if (hidden.empty())
        return hidden;

    const auto key = [](const MergedTree::Origin &file) { return std::pair(file.layer, file.record); };
    std::vector<End> ends(hidden.size());
    for (NodeId slot = 0; slot < history.pathSlots()->size(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const auto states = history.states(slot);
        for (std::size_t i = 0; i + 1 < states.size(); ++i) {
            const State &state = states[i];
            if (!state.exists || state.isDirectory)
                continue;
            const auto found = std::ranges::lower_bound(hidden, key(state.origin()), {},
                                                        [&key](const HiddenFile &one) { return key(one.file); });
            if (found == hidden.end() || found->file != state.origin())
                continue;
            const End end = endOf(history.layers(), state, states[i + 1], slot);
            End &last = ends[std::size_t(found - hidden.begin())];
            if (last.isBefore(end))
                last = end;
        }
    }
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        const End &end = ends[i];
        if (end.way == End::Way::None) // its own layer replaces it
            continue;
        hidden[i].pathSlot = end.pathSlot;
        hidden[i].hiddenBy = end.layer;
        hidden[i].isDeleted = end.way == End::Way::Deleted;
        hidden[i].successor = {end.layer, end.successor};
    }
    return hidden;
}

} // namespace stratoscope
