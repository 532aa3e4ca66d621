// SPDX-License-Identifier: Apache-2.0
#include "analysis/hidden_files.h"

#include "base/cancel.h"

#include <limits>
#include <tuple>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

/// When, and how, the last name of a file that was looked at disappears.
struct End {
    enum class Way : std::uint8_t { None, Deleted, Replaced, SameSize };

    int layer = -1; ///< kNever if it is in the final tree
    Way way = Way::None;
    NodeId pathSlot = kNoNode;
    RecordId successor = kNoRecord;

    static constexpr int kNever = std::numeric_limits<int>::max();
    /// Of several names that disappear in one layer, one that tells most about it.
    bool isBefore(const End &other) const { return std::tie(layer, way) < std::tie(other.layer, other.way); }
};

bool isRegular(const MergedTree::Layers &layers, const State &state)
{
    return state.exists && !state.isDirectory && state.originRecord != kNoRecord
        && layers[std::size_t(state.originLayer)]->kind(state.originRecord) == EntryKind::Regular;
}

End endOf(const MergedTree::Layers &layers, const State &state, const State *next, NodeId slot)
{
    if (!next)
        return {.layer = End::kNever};
    End end{.layer = next->layer, .way = next->exists ? End::Way::Replaced : End::Way::Deleted, .pathSlot = slot};
    if (isRegular(layers, *next) && next->originLayer == next->layer
        && layers[std::size_t(next->originLayer)]->fileSize(next->originRecord)
            == layers[std::size_t(state.originLayer)]->fileSize(state.originRecord)) {
        end.way = End::Way::SameSize;
        end.successor = next->originRecord;
    }
    return end;
}

} // namespace

std::vector<HiddenFile> findHiddenFiles(const TreeHistory &history, const std::stop_token &stop)
{
    const MergedTree::Layers &layers = history.layers();
    std::vector<std::vector<End>> ends(layers.size()); // by layer and record
    for (std::size_t i = 0; i < layers.size(); ++i)
        ends[i].resize(layers[i]->size());
    for (NodeId slot = 0; slot < history.pathSlots()->size(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const auto states = history.states(slot);
        for (std::size_t i = 0; i < states.size(); ++i) {
            const State &state = states[i];
            if (!isRegular(layers, state))
                continue;
            const End end = endOf(layers, state, i + 1 < states.size() ? &states[i + 1] : nullptr, slot);
            End &last = ends[std::size_t(state.originLayer)][state.originRecord];
            if (last.isBefore(end))
                last = end;
        }
    }

    std::vector<HiddenFile> hidden;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerIndex &layer = *layers[i];
        for (RecordId record = 1; record < layer.size(); ++record) {
            if (record % 0x4000 == 0)
                throwIfStopped(stop);
            const End &end = ends[i][record];
            if (end.layer == End::kNever || layer.kind(record) != EntryKind::Regular || layer.fileSize(record) == 0)
                continue;
            hidden.push_back({.file = {int(i), record},
                              .pathSlot = end.pathSlot,
                              .hiddenBy = end.way == End::Way::None ? int(i) : end.layer,
                              .isDeleted = end.way == End::Way::Deleted,
                              .successor = {end.layer, end.successor}});
        }
    }
    return hidden;
}

} // namespace stratoscope
