// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_history.h"

#include "base/cancel.h"
#include "tree/former_paths.h"
#include "tree/tree_builder.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <numeric>

namespace stratoscope {

namespace {

using State = TreeHistory::State;

State stateOf(const MergedTree &tree, NodeId node)
{
    const MergedTree::Origin origin = tree.origin(node);
    const bool isRootAtFirst = node == kRootNode && origin == MergedTree::Origin{};
    return {.record = tree.ownRecord(node),
            .originRecord = origin.record,
            .layer = isRootAtFirst ? std::int16_t(-1) : std::int16_t(tree.layer(node)),
            .originLayer = std::int16_t(origin.layer),
            .exists = true,
            .isDirectory = tree.isDirectory(node)};
}

TreeWriter::Item itemOf(std::string_view name, const State &state, bool isDirectory)
{
    TreeWriter::Item item{.name = name, .layer = std::max<int>(state.layer, 0), .record = state.record, .isDirectory = isDirectory};
    if (state.isHardlink())
        item.linkedTo = state.origin();
    return item;
}

} // namespace

Result<std::shared_ptr<const TreeHistory>> TreeHistory::make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop)
{
    if (!top->formerPaths()) {
        STRATOSCOPE_TRY(top, MergedTree::merge(top->layers(), stop));
    }
    return of(std::move(top), stop);
}

Result<std::shared_ptr<const TreeHistory>> TreeHistory::make(const MergedTree &before, const MergedTree &after,
                                                             const std::stop_token &stop)
{
    MergedTree::Layers layers = before.layers();
    const std::size_t restartAt = layers.size();
    layers.insert(layers.end(), after.layers().begin(), after.layers().end());
    if (after.layers().empty()) // still a step
        layers.push_back(LayerIndexBuilder().finish());
    STRATOSCOPE_CHECK(MergedTree::checkLimits(layers));
    TreeBuilder builder;
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        STRATOSCOPE_CHECK(builder.apply(*layers[layer], stop, layer > 0 && layer == restartAt));
    return of(builder.tree(std::move(layers), 0, stop), stop);
}

std::shared_ptr<const TreeHistory> TreeHistory::of(std::shared_ptr<const MergedTree> top, const std::stop_token &stop)
{
    throwIfStopped(stop);
    std::shared_ptr<TreeHistory> made(new TreeHistory);
    made->m_top = std::move(top);
    const MergedTree &tree = *made->m_top;
    const FormerPaths &former = *tree.formerPaths();
    const std::vector<NodeId> slots = made->placeSlots(former, stop);
    const auto slotOf = [&slots](FormerPaths::PathId path) { return slots.empty() ? path : slots[path]; };

    // Grouped by path slot, in the order of the layers within each.
    std::vector<std::uint32_t> &first = made->m_firstState;
    first.assign(made->m_pathSlots->size() + 1, 0);
    for (NodeId node = 0; node < tree.size(); ++node)
        first[slotOf(node) + 1] = 1;
    for (const auto &[path, state] : former.states)
        ++first[slotOf(path) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    made->m_states.resize(first.back());
    std::vector<std::uint32_t> next;
    if (!former.states.empty())
        next.assign(first.begin(), first.end() - 1);
    for (const auto &[path, state] : former.states)
        made->m_states[next[slotOf(path)]++] = state;
    for (NodeId node = 0; node < tree.size(); ++node) {
        if (node % 0x10000 == 0)
            throwIfStopped(stop);
        made->m_states[first[slotOf(node) + 1] - 1] = stateOf(tree, node);
    }
    return made;
}

/// Lays the paths that are gone among the nodes. Returns the path slots by path; nothing if they are the nodes.
std::vector<NodeId> TreeHistory::placeSlots(const FormerPaths &former, const std::stop_token &stop)
{
    const MergedTree &tree = *m_top;
    if (former.gone.empty()) {
        m_pathSlots = m_top;
        return {};
    }
    using PathId = FormerPaths::PathId;
    const PathId firstGone = tree.size();
    const PathId end = firstGone + PathId(former.gone.size());
    std::vector<PathId> gone(former.gone.size()); // by parent and name
    std::iota(gone.begin(), gone.end(), firstGone);
    const auto nameOf
        = [&](PathId path) { return path < firstGone ? tree.name(path) : former.name(former.gone[path - firstGone]); };
    const auto parentOf = [&](PathId path) { return former.gone[path - firstGone].parent; };
    std::ranges::sort(
        gone, [&](PathId a, PathId b) { return parentOf(a) != parentOf(b) ? parentOf(a) < parentOf(b) : nameOf(a) < nameOf(b); });
    std::vector<std::uint32_t> firstIn(end + 1, 0); // by path: what is gone below it
    for (const PathId path : gone)
        ++firstIn[parentOf(path) + 1];
    std::partial_sum(firstIn.begin(), firstIn.end(), firstIn.begin());

    TreeWriter writer(layers());
    writer.reserve(end, tree.names().size() + former.names.size());
    std::vector<PathId> order; // by slot
    order.reserve(end);
    std::vector<NodeId> slots(end);
    const auto write = [&](NodeId parent, PathId path) {
        const State state = path < firstGone ? stateOf(tree, path) : former.gone[path - firstGone].last;
        const bool isDirectory = state.isDirectory || firstIn[path] < firstIn[path + 1];
        slots[path] = writer.add(parent, itemOf(nameOf(path), state, isDirectory));
        order.push_back(path);
    };
    write(kRootNode, kRootNode);
    for (NodeId slot = 0; slot < order.size(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const PathId directory = order[slot];
        std::uint32_t nextGone = firstIn[directory];
        const std::uint32_t endGone = firstIn[directory + 1];
        for (const NodeId child : directory < firstGone ? tree.children(directory) : NodeRange(0, 0)) {
            while (nextGone < endGone && nameOf(gone[nextGone]) < tree.name(child))
                write(slot, gone[nextGone++]);
            write(slot, child);
        }
        while (nextGone < endGone)
            write(slot, gone[nextGone++]);
    }
    m_pathSlots = writer.finish();
    return slots;
}

std::vector<PathVersion> TreeHistory::versions(std::string_view path) const
{
    std::vector<PathVersion> versions;
    const auto pathSlot = m_pathSlots->find(path);
    if (!pathSlot || layers().empty())
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
    return writer.add(parent, itemOf(m_pathSlots->name(pathSlot), state, state.isDirectory));
}

TreeHistory::SlotTree TreeHistory::through(int layer, const std::stop_token &stop) const
{
    SlotTree part;
    const bool isTop = layer + 1 == int(layers().size());
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
    TreeWriter writer({layers().begin(), layers().begin() + layer + 1});
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
