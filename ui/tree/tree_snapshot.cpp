// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_snapshot.h"

#include "ui/tree/filter_text.h"

namespace stratoscope::ui {

Result<std::shared_ptr<const TreeRows>> TreeSnapshot::rows(const TreeSort &sort, const std::string &filter, const TreeRows *known,
                                                           const std::stop_token &stop) const
{
    auto parsed = TreeFilter::parse(filter, ownersIn(fs));
    if (!parsed)
        return fail(ErrorKind::Invalid, printable(parsed.error().term), filterErrorText(parsed.error()));
    const auto order = sort == byName->sort() ? byName
        : known && sort == known->sort()      ? known->order()
                                              : byName->sorted(sort, stop);
    return TreeRows::make(order, changes, *std::move(parsed), stop);
}

Result<TreeSnapshot> TreeSnapshots::make(const TreeChoice &choice, const std::stop_token &stop)
{
    if (choice.scope == TreeChoice::Whole)
        return TreeSnapshot{.choice = choice, .fs = m_image->fs(), .changes = {}, .byName = wholeByName(stop)};
    STRATOSCOPE_TRY(const Layers layers, this->layers(stop));
    const bool only = choice.scope == TreeChoice::Only;
    LayerTree made = only ? layers.history->changes(choice.first, choice.layer, stop) : layers.history->through(choice.layer, stop);
    TreeSnapshot snapshot{.choice = choice, .fs = std::move(made.fs), .changes = {}, .byName = {}};
    snapshot.byName = snapshot.fs.tree == m_image->tree
        ? wholeByName(stop)
        : TreeOrder::byName(snapshot.fs.tree, *layers.pathSlotsByName, made.pathSlots, stop);
    if (only || choice.layer > 0) // everything in the lowest layer is new
        snapshot.changes = std::make_shared<const std::vector<Change>>(std::move(made.changes));
    return snapshot;
}

Result<std::vector<ChangeCounts>> TreeSnapshots::countChanges(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    return history->counts(stop);
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
