// SPDX-License-Identifier: Apache-2.0
#include "ui/models/tree_scene.h"

#include "session/layer_changes.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

Result<TreeScene> TreeScene::make(const Image &image, const TreeChoice &choice, const TreeScene *whole, const std::stop_token &stop)
{
    TreeScene scene{.choice = choice, .fs = {}, .marks = {}, .byName = {}};
    if (choice.scope == TreeChoice::Whole) {
        scene.fs = image.fs();
    } else {
        const bool only = choice.scope == TreeChoice::Only;
        STRATOSCOPE_TRY(LayerChanges changes, layerChanges(image, only ? choice.first : choice.layer, choice.layer, stop));
        scene.fs = only ? std::move(changes.fs) : std::move(changes.after);
        if (only)
            scene.marks = Marks(changes.diff, &changes.diff->changes);
        else if (choice.layer > 0) // all of the lowest layer is new
            scene.marks = Marks(changes.diff, &changes.diff->after);
    }
    const bool isSame = whole && whole->fs.tree == scene.fs.tree;
    scene.byName = isSame ? whole->byName : TreeOrder::byName(scene.fs.tree, stop);
    return scene;
}

Result<std::shared_ptr<const Arrangement>> TreeScene::arrange(const TreeSort &sort, const std::string &filter,
                                                              const std::stop_token &stop) const
{
    const auto lookup = [this](const std::string &name, bool isGroup) -> Result<std::uint32_t> {
        const QString text = QString::fromStdString(name);
        STRATOSCOPE_TRY(const UserIds ids, resolveUser(isGroup ? u"0:"_s + text : text, fs));
        return isGroup ? ids.gid : ids.uid;
    };
    STRATOSCOPE_TRY(auto parsed, TreeFilter::parse(filter, lookup));
    const auto order = sort == byName->sort() ? byName : byName->sorted(sort, stop);
    return Arrangement::make(order, marks, std::move(parsed), stop);
}

} // namespace stratoscope::ui
