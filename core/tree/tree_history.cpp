// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_history.h"

#include "base/cancel.h"
#include "tree/tree_builder.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <numeric>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

State stateOf(const std::optional<TreeBuilder::Found> &found, int layer)
{
    if (!found)
        return {.layer = std::int16_t(layer)};
    return {.record = found->own.record,
            .originRecord = found->origin.record,
            .layer = std::int16_t(layer),
            .originLayer = std::int16_t(found->origin.layer),
            .isThere = true,
            .isDirectory = found->isDirectory};
}

} // namespace

Result<std::shared_ptr<const TreeHistory>> TreeHistory::make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop)
{
    std::shared_ptr<TreeHistory> made(new TreeHistory);
    TreeBuilder builder;
    std::vector<std::pair<TreeBuilder::ItemId, State>> log{{0, stateOf(builder.at(0), -1)}};
    std::vector<int> loggedBy{-1}; // by item: the last layer whose doing is in the log
    for (int layer = 0; layer < int(top->layers().size()); ++layer) {
        throwIfStopped(stop);
        STRATOSCOPE_CHECK(builder.apply(*top->layers()[std::size_t(layer)]));
        for (const TreeBuilder::ItemId item : builder.changed()) {
            if (item >= loggedBy.size())
                loggedBy.resize(item + 1, -1);
            if (std::exchange(loggedBy[item], layer) != layer)
                log.emplace_back(item, stateOf(builder.at(item), layer));
        }
    }
    throwIfStopped(stop);
    auto [spots, spotOf] = builder.everything(top->layers());
    made->m_spots = spots->size() == top->size() ? top : std::move(spots);
    made->m_top = std::move(top);

    // By spot; of each in the order of the layers, as they are now.
    std::vector<std::uint32_t> &first = made->m_firstState;
    first.assign(made->m_spots->size() + 1, 0);
    for (const auto &[item, state] : log)
        ++first[spotOf[item] + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    made->m_states.resize(log.size());
    for (const auto &[item, state] : log)
        made->m_states[next[spotOf[item]]++] = state;
    return made;
}

NodeId TreeHistory::write(TreeWriter &writer, NodeId parent, NodeId spot, const State &state) const
{
    TreeWriter::Item item{.name = m_spots->name(spot),
                          .layer = std::max<int>(state.layer, 0),
                          .record = state.record,
                          .isDirectory = state.isDirectory};
    if (state.isHardlink())
        item.linkedTo = state.origin();
    return writer.add(parent, item);
}

TreeHistory::Part TreeHistory::through(int layer, const std::stop_token &stop) const
{
    Part part;
    const bool isTop = layer + 1 == layerCount();
    if (isTop && m_spots == m_top) {
        part.tree = m_top;
        part.spots.resize(m_top->size());
        std::iota(part.spots.begin(), part.spots.end(), NodeId(0));
        return part;
    }
    std::size_t bytesOfNames = 0;
    part.spots.reserve(m_spots->size());
    for (NodeId spot = 0; spot < m_spots->size(); ++spot) {
        if (spot % 0x10000 == 0)
            throwIfStopped(stop);
        if (at(spot, layer)) {
            part.spots.push_back(spot);
            bytesOfNames += m_spots->name(spot).size() + 1;
        }
    }
    if (isTop) {
        part.tree = m_top;
        return part;
    }
    const auto &layers = m_top->layers();
    TreeWriter writer({layers.begin(), layers.begin() + layer + 1});
    writer.reserve(part.spots.size(), bytesOfNames);
    std::vector<NodeId> nodes(m_spots->size(), kRootNode); // by spot
    for (const NodeId spot : part.spots)
        nodes[spot] = write(writer, nodes[m_spots->parent(spot)], spot, *at(spot, layer));
    throwIfStopped(stop);
    part.tree = writer.finish();
    return part;
}

} // namespace stratoscope
