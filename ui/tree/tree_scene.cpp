// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_scene.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

Result<std::shared_ptr<const Arrangement>> TreeScene::arrange(const TreeSort &sort, const std::string &filter,
                                                              const Arrangement *known, const std::stop_token &stop) const
{
    const auto lookup = [this](const std::string &name, bool isGroup) -> Result<std::uint32_t> {
        const QString text = QString::fromStdString(name);
        STRATOSCOPE_TRY(const UserIds ids, resolveUser(isGroup ? u"0:"_s + text : text, fs));
        return isGroup ? ids.gid : ids.uid;
    };
    STRATOSCOPE_TRY(auto parsed, TreeFilter::parse(filter, lookup));
    const auto order = sort == byName->sort() ? byName
        : known && sort == known->sort()      ? known->order()
                                              : byName->sorted(sort, stop);
    return Arrangement::make(order, marks, std::move(parsed), stop);
}

Result<TreeScene> TreeScenes::make(const TreeChoice &choice, const std::stop_token &stop)
{
    if (choice.scope == TreeChoice::Whole)
        return TreeScene{.choice = choice, .fs = m_image->fs(), .marks = {}, .byName = wholeByName(stop)};
    STRATOSCOPE_TRY(const Layers layers, this->layers(stop));
    const bool only = choice.scope == TreeChoice::Only;
    LayerTree made = only ? layers.history->changes(choice.first, choice.layer, stop) : layers.history->through(choice.layer, stop);
    TreeScene scene{.choice = choice, .fs = std::move(made.fs), .marks = {}, .byName = {}};
    scene.byName = scene.fs.tree == m_image->tree ? wholeByName(stop)
                                                  : TreeOrder::byName(scene.fs.tree, *layers.spotsByName, made.spots, stop);
    if (only || choice.layer > 0) // all of the lowest layer is new
        scene.marks = std::make_shared<const std::vector<Change>>(std::move(made.changes));
    return scene;
}

Result<std::vector<ChangeCounts>> TreeScenes::countChanges(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    return history->counts(stop);
}

Result<void> TreeScenes::prepare(const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(layers(stop));
    return {};
}

std::shared_ptr<const TreeOrder> TreeScenes::wholeByName(const std::stop_token &stop)
{
    const std::scoped_lock lock(m_wholeMutex);
    if (!m_wholeByName)
        m_wholeByName = TreeOrder::byName(m_image->tree, stop);
    return m_wholeByName;
}

Result<std::shared_ptr<const LayerHistory>> TreeScenes::history(const std::stop_token &stop)
{
    const std::scoped_lock lock(m_layersMutex);
    if (!m_layers.history) {
        STRATOSCOPE_TRY(m_layers.history, LayerHistory::make(m_image, stop));
    }
    return m_layers.history;
}

Result<TreeScenes::Layers> TreeScenes::layers(const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, this->history(stop));
    const std::scoped_lock lock(m_layersMutex);
    if (!m_layers.spotsByName)
        m_layers.spotsByName = history->spots() == m_image->tree ? wholeByName(stop) : TreeOrder::byName(history->spots(), stop);
    return m_layers;
}

} // namespace stratoscope::ui
