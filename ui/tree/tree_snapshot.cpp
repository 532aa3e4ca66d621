// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_snapshot.h"

#include "ui/tree/filter_text.h"

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr std::size_t kStatesKept = 3;

/// What a filter finds in the tree that was grouped, so that paths and layers mean the same, at every place that it has in the
/// groups; and all of a group whose name is asked for. `isAllNew`: the changes are not known, since everything is new.
std::vector<NodeId> matchesInGroups(const TreeGroups &groups, const TreeFilter &filter, bool isAllNew, const std::stop_token &stop)
{
    const GroupedTree &grouped = *groups.tree;
    const std::vector<Change> added(isAllNew ? grouped.whole->size() : 0, Change::Added);
    std::vector<bool> isFound(grouped.whole->size());
    for (const NodeId node : filter.find(*grouped.whole, isAllNew ? &added : groups.whole->changes.get(), stop))
        isFound[node] = true;
    std::vector<bool> isInFoundGroup(grouped.tree->size());
    for (const NodeId group : grouped.tree->children(kRootNode)) {
        if (!filter.asksForName(grouped.tree->name(group)))
            continue;
        isInFoundGroup[group] = true;
        for (const NodeId node : grouped.contents(group))
            isInFoundGroup[node] = true;
    }
    std::vector<NodeId> matches;
    for (NodeId node = 1; node < grouped.tree->size(); ++node) {
        if (isInFoundGroup[node] || (!grouped.isGroup(node) && isFound[grouped.nodes[node]]))
            matches.push_back(node);
    }
    return matches;
}

} // namespace

Result<std::shared_ptr<const TreeRows>> TreeSnapshot::rows(const TreeSort &sort, const std::string &filter, const TreeRows *known,
                                                           const std::stop_token &stop) const
{
    const int layersBefore = compared ? int(compared->before.fs.tree->layers().size()) : 0;
    auto parsed = TreeFilter::parse(filter, ownersIn(after), layersBefore);
    if (!parsed)
        return fail(ErrorKind::Invalid, printable(parsed.error().term), filterErrorText(parsed.error()));
    const auto needs = [](FilterError::Problem problem, const std::string &term) {
        return fail(ErrorKind::Invalid, printable(term), filterErrorText({problem, term}));
    };
    const TreeFilter &terms = **parsed;
    if (!compared && !terms.removalTerm().empty())
        return needs(FilterError::Problem::NoRemovals, terms.removalTerm());
    if (!compared && !terms.moveTerm().empty())
        return needs(FilterError::Problem::NoMoves, terms.moveTerm());
    NodeChanges marked = changes;
    if (!changes && !terms.changeTerm().empty()) {
        if (choice.scope == TreeChoice::Whole)
            return needs(FilterError::Problem::NoChanges, terms.changeTerm());
        marked = std::make_shared<const std::vector<Change>>(fs.tree->size(), Change::Added); // the lowest layer
    }
    const auto sizesOf = compared ? TreeOrder::SizesOf([this](NodeId node) { return compared->sizes(node); }) : nullptr;
    const auto order = sort == byName->sort() ? byName
        : known && sort == known->sort()      ? known->order()
                                              : byName->sorted(sort, stop, sizesOf);
    if (groups && !terms.isEmpty())
        return TreeRows::make(order, marked, *parsed, matchesInGroups(*groups, terms, marked != changes, stop), stop);
    return TreeRows::make(order, marked, *std::move(parsed), stop);
}

std::string TreeSnapshot::path(NodeId node) const
{
    return isGroup(node) ? std::string() : whole().fs.tree->path(nodeInWhole(node));
}

NodeId TreeSnapshot::find(const std::string &path) const
{
    const auto node = whole().fs.tree->find(path);
    if (!node)
        return kNoNode;
    return groups ? groups->tree->place(*node) : *node;
}

EntryPlace TreeSnapshot::place(NodeId node) const
{
    if (isGroup(node))
        return {.fs = after, .node = kNoNode, .state = choice};
    if (!compared)
        return {after, nodeInWhole(node), choice};
    const TreeDiff &diff = compared->diff;
    const bool isBefore = diff.changes[node] == Change::Removed;
    const ImageFs &side = isBefore ? compared->before.fs : after;
    const NodeId there = isBefore ? diff.before[node] : diff.after[node];
    if (choice.scope == TreeChoice::Only)
        return {side, there, {TreeChoice::UpTo, isBefore ? choice.first - 1 : choice.layer}};
    return {side, there, choice, isBefore};
}

Result<TreeSnapshot> TreeSnapshots::make(const TreeChoice &choice, const std::stop_token &stop)
{
    if (choice.scope == TreeChoice::Whole)
        return TreeSnapshot{
            .choice = choice, .fs = m_image->fs(), .changes = {}, .after = m_image->fs(), .byName = wholeByName(stop)};
    STRATOSCOPE_TRY(const Layers layers, this->layers(stop));
    LayerTree made = layers.history->through(choice.layer, stop);
    TreeSnapshot snapshot{.choice = choice,
                          .fs = made.fs,
                          .changes = {},
                          .after = made.fs,
                          .byName = made.fs.tree == m_image->tree
                              ? wholeByName(stop)
                              : TreeOrder::byName(made.fs.tree, *layers.pathSlotsByName, made.pathSlots, stop)};
    if (choice.layer > 0) // everything in the lowest layer is new
        snapshot.changes = std::make_shared<const std::vector<Change>>(std::move(made.changes));
    return snapshot;
}

Result<std::vector<ChangeCounts>> TreeSnapshots::countChanges(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    return history->counts(stop);
}

Result<int> TreeSnapshots::removingLayer(const TreeChoice &choice, const std::string &path, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const std::vector<PathVersion> steps, versions(path, stop));
    const auto isAmong = [&choice](const PathVersion &step) { return step.layer >= choice.first && step.layer <= choice.layer; };
    const auto removal = std::ranges::find_if(steps, [&](const PathVersion &step) { return isAmong(step) && !step.origin; });
    if (removal != steps.end())
        return removal->layer;
    const auto replacement = std::ranges::find_if(steps, isAmong); // by an entry of another type
    return replacement == steps.end() ? choice.layer : replacement->layer;
}

Result<DiffSide> TreeSnapshots::state(int layer, const std::stop_token &stop)
{
    if (layer < 0)
        return DiffSide::nothing();
    if (std::size_t(layer) + 1 == m_image->layers.size())
        return DiffSide::whole(m_image);
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    const auto known = [&]() -> std::optional<DiffSide> {
        const auto found = std::ranges::find(m_states, layer, &std::pair<int, DiffSide>::first);
        if (found == m_states.end())
            return std::nullopt;
        std::rotate(m_states.begin(), found, found + 1);
        return m_states.front().second;
    };
    std::unique_lock lock(m_statesMutex);
    if (auto side = known())
        return *std::move(side);
    lock.unlock(); // a task that is cancelled must not hold up the next one
    DiffSide made{m_image, history->after(layer, stop), {m_image->layers.begin(), m_image->layers.begin() + layer + 1}};
    lock.lock();
    if (auto side = known()) // by another thread; the same tree stands for the same state
        return *std::move(side);
    m_states.emplace(m_states.begin(), layer, made);
    if (m_states.size() > kStatesKept)
        m_states.pop_back();
    return made;
}

DiffSide TreeSnapshots::layer(int number, const std::stop_token &stop) const
{
    return number < 0 ? DiffSide::nothing() : DiffSide::ofLayer(m_image, number, stop);
}

Result<std::shared_ptr<const TreeOrder>> TreeSnapshots::allByName(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const Layers layers, this->layers(stop));
    return layers.pathSlotsByName;
}

Result<std::vector<PathVersion>> TreeSnapshots::versions(const std::string &path, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    return history->versions(path);
}

Result<void> TreeSnapshots::prepare(const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(layers(stop));
    return {};
}

std::shared_ptr<const TreeOrder> TreeSnapshots::wholeByName(const std::stop_token &stop)
{
    const std::scoped_lock lock(m_wholeMutex);
    if (!m_wholeByName)
        m_wholeByName = TreeOrder::byName(m_image->tree, stop);
    return m_wholeByName;
}

Result<std::shared_ptr<const LayerHistory>> TreeSnapshots::history(const std::stop_token &stop)
{
    const std::scoped_lock lock(m_layersMutex);
    if (!m_layers.history) {
        STRATOSCOPE_TRY(m_layers.history, LayerHistory::make(m_image, stop));
    }
    return m_layers.history;
}

Result<TreeSnapshots::Layers> TreeSnapshots::layers(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    const std::scoped_lock lock(m_layersMutex);
    if (!m_layers.pathSlotsByName)
        m_layers.pathSlotsByName
            = history->pathSlots() == m_image->tree ? wholeByName(stop) : TreeOrder::byName(history->pathSlots(), stop);
    return m_layers;
}

} // namespace stratoscope::ui
