// SPDX-License-Identifier: Apache-2.0
#include "audit/file_places.h"

#include "base/cancel.h"

#include <algorithm>

namespace stratoscope {

std::map<std::pair<int, RecordId>, FilePlace> placesOf(std::span<const std::pair<int, RecordId>> files, const TreeHistory &history,
                                                       const std::stop_token &stop)
{
    struct Name {
        NodeId pathSlot = kNoNode;
        int until = -1; ///< the layer that ends it; the number of layers if none does
        bool isReplaced = false;
    };
    const int layerCount = int(history.layers().size());
    std::map<std::pair<int, RecordId>, Name> names;
    for (const auto &file : files)
        names.try_emplace(file);

    const MergedTree &slots = *history.pathSlots();
    for (NodeId slot = 0; slot < slots.size(); ++slot) {
        constexpr NodeId kBetweenChecks = 4096;
        if (slot % kBetweenChecks == 0)
            throwIfStopped(stop);
        const auto states = history.states(slot);
        for (std::size_t i = 0; i < states.size(); ++i) {
            const TreeHistory::State &state = states[i];
            if (!state.exists || state.isDirectory)
                continue;
            const auto name = names.find({state.originLayer, state.originRecord});
            if (name == names.end())
                continue;
            // A layer may say the same of a file again: a hard link to where it is.
            std::size_t next = i + 1;
            while (next < states.size() && states[next].exists && states[next].origin() == state.origin())
                ++next;
            const bool isLast = next == states.size();
            const int until = isLast ? layerCount : states[next].layer;
            if (until > name->second.until)
                name->second = {slot, until, !isLast && states[next].exists};
        }
    }

    std::map<std::pair<int, RecordId>, FilePlace> places;
    for (const auto &[file, name] : names) {
        FilePlace place;
        if (name.pathSlot == kNoNode)
            place = {'/' + history.layers()[std::size_t(file.first)]->path(file.second), file.first, true};
        else
            place
                = {slots.path(name.pathSlot), name.until < layerCount ? std::optional(name.until) : std::nullopt, name.isReplaced};
        places.emplace(file, std::move(place));
    }
    return places;
}

} // namespace stratoscope
