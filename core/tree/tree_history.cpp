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

State stateOf(const std::optional<TreeBuilder::Existing> &existing, int layer)
{
    if (!existing)
        return {.layer = std::int16_t(layer)};
    return {.record = existing->record,
            .originRecord = existing->origin.record,
            .layer = std::int16_t(layer),
            .originLayer = std::int16_t(existing->origin.layer),
            .exists = true,
            .isDirectory = existing->isDirectory};
}

} // namespace

Result<std::shared_ptr<const TreeHistory>> TreeHistory::make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop)
{
    std::shared_ptr<TreeHistory> made(new TreeHistory(top->layers()));
    made->m_top = std::move(top);
    STRATOSCOPE_CHECK(made->applyLayers(0, stop));
    return made;
}

Result<std::shared_ptr<const TreeHistory>> TreeHistory::make(const MergedTree &before, const MergedTree &after,
                                                             const std::stop_token &stop)
{
    MergedTree::Layers layers = before.layers();
    layers.insert(layers.end(), after.layers().begin(), after.layers().end());
    if (after.layers().empty()) // still a step
        layers.push_back(LayerIndexBuilder().finish());
    STRATOSCOPE_CHECK(MergedTree::checkLimits(layers));
    std::shared_ptr<TreeHistory> made(new TreeHistory(std::move(layers)));
    STRATOSCOPE_CHECK(made->applyLayers(before.layers().size(), stop));
    return made;
}

/// `restartAt`: the layer that replaces the whole tree.
Result<void> TreeHistory::applyLayers(std::size_t restartAt, const std::stop_token &stop)
{
    TreeBuilder builder;
    std::vector<std::pair<TreeBuilder::ItemId, State>> log{{0, stateOf(builder.at(0), -1)}};
    std::vector<int> loggedBy{-1}; // by item: the last layer that is in the log
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        throwIfStopped(stop);
        STRATOSCOPE_CHECK(builder.apply(*m_layers[layer], stop, layer > 0 && layer == restartAt));
        for (const TreeBuilder::ItemId item : builder.changed()) {
            if (item >= loggedBy.size())
                loggedBy.resize(item + 1, -1);
            if (std::exchange(loggedBy[item], int(layer)) != int(layer))
                log.emplace_back(item, stateOf(builder.at(item), int(layer)));
        }
    }
    throwIfStopped(stop);
    auto [pathSlots, slotOf] = builder.treeOfAllItems(m_layers, stop);
    m_pathSlots = m_top && pathSlots->size() == m_top->size() ? m_top : std::move(pathSlots);

    // Grouped by path slot, in the order of the layers within each.
    m_firstState.assign(m_pathSlots->size() + 1, 0);
    for (const auto &[item, state] : log)
        ++m_firstState[slotOf[item] + 1];
    std::partial_sum(m_firstState.begin(), m_firstState.end(), m_firstState.begin());
    std::vector<std::uint32_t> next(m_firstState.begin(), m_firstState.end() - 1);
    m_states.resize(log.size());
    for (const auto &[item, state] : log)
        m_states[next[slotOf[item]]++] = state;
    return {};
}

std::vector<PathVersion> TreeHistory::versions(std::string_view path) const
{
    std::vector<PathVersion> versions;
    const auto pathSlot = m_pathSlots->find(path);
    if (!pathSlot || m_layers.empty())
        return versions;
    bool existed = false;
    for (const State &state : states(*pathSlot)) {
        const int layer = std::max<int>(state.layer, 0);
        if (!versions.empty() && versions.back().layer == layer)
            versions.pop_back(); // the root that the first layer has an entry for
        if (state.exists || existed)
            versions.push_back({layer, state.exists ? std::optional(state.origin()) : std::nullopt});
        existed = state.exists;
    }
    return versions;
}

NodeId TreeHistory::write(TreeWriter &writer, NodeId parent, NodeId pathSlot, const State &state) const
{
    TreeWriter::Item item{.name = m_pathSlots->name(pathSlot),
                          .layer = std::max<int>(state.layer, 0),
                          .record = state.record,
                          .isDirectory = state.isDirectory};
    if (state.isHardlink())
        item.linkedTo = state.origin();
    return writer.add(parent, item);
}

TreeHistory::SlotTree TreeHistory::through(int layer, const std::stop_token &stop) const
{
    SlotTree part;
    const bool isTop = m_top && layer + 1 == int(m_layers.size());
    if (isTop && m_pathSlots == m_top) {
        part.tree = m_top;
        part.pathSlots.resize(m_top->size());
        std::iota(part.pathSlots.begin(), part.pathSlots.end(), NodeId(0));
        return part;
    }
    std::size_t bytesOfNames = 0;
    part.pathSlots.reserve(m_pathSlots->size());
    for (NodeId slot = 0; slot < m_pathSlots->size(); ++slot) {
        if (slot % 0x10000 == 0)
            throwIfStopped(stop);
        if (at(slot, layer)) {
            part.pathSlots.push_back(slot);
            bytesOfNames += m_pathSlots->name(slot).size() + 1;
        }
    }
    if (isTop) {
        part.tree = m_top;
        return part;
    }
    TreeWriter writer({m_layers.begin(), m_layers.begin() + layer + 1});
    writer.reserve(part.pathSlots.size(), bytesOfNames);
    std::vector<NodeId> nodes(m_pathSlots->size(), kRootNode); // by path slot
    for (const NodeId slot : part.pathSlots) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        nodes[slot] = write(writer, nodes[m_pathSlots->parent(slot)], slot, *at(slot, layer));
    }
    throwIfStopped(stop);
    part.tree = writer.finish();
    return part;
}

} // namespace stratoscope
