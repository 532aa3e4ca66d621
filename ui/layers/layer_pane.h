// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <QWidget>

namespace stratoscope::ui {

class ComparisonBar;
class LayerList;
class LayerModel;
class SegmentBar;

/// The list of an image's layers, from which one or several consecutive layers can be selected, and a switch for what to show of
/// them. Of two images that are compared, it lists both, and a state of each is selected.
class LayerPane : public QWidget
{
    Q_OBJECT

public:
    explicit LayerPane(QWidget *parent = nullptr);

    /// Keeps the current choice: the new image must have at least as many layers as the previous one. Ends a comparison.
    void setImage(std::shared_ptr<const Image> image);
    /// Compares two images as a whole.
    void compare(std::shared_ptr<const Image> before, std::shared_ptr<const Image> after);
    bool isComparing() const;
    LayerModel &model() { return *m_model; }
    const TreeChoice &choice() const { return m_choice; }
    void choose(const TreeChoice &choice);
    /// Changes what is shown of the selected layer, of the last one if the whole image is selected; or how two are compared.
    void chooseScope(TreeChoice::Scope scope);
    SegmentBar *scopeSwitch() const { return m_switch; }
    /// Of two images: whether the selected layers are compared with all below them, or alone. Hidden unless two are compared.
    SegmentBar *comparedSwitch() const { return m_comparedSwitch; }
    /// Hidden unless it is shown.
    ComparisonBar &comparisonBar() const { return *m_bar; }
    LayerList &list() const { return *m_list; }

Q_SIGNALS:
    void choiceChanged(const stratoscope::ui::TreeChoice &choice);
    /// The layer under the mouse pointer has changed; −1: none. Of two images, nothing is reported.
    void hovered(int layer);

private:
    void selectionChanged();
    TreeChoice comparedChoice(const QModelIndex &index) const;
    void showChoice();
    void showHandles();
    void toggleBase(const QModelIndex &index);
    void reportHovered(const QModelIndex &index);
    void showMenu(const QPoint &position);

    LayerModel *m_model;
    ComparisonBar *m_bar;
    LayerList *m_list;
    SegmentBar *m_switch;
    SegmentBar *m_comparedSwitch;
    TreeChoice m_choice;
    TreeChoice::Scope m_layerScope = TreeChoice::Only; ///< used when a layer is clicked
    bool m_isShowing = false; ///< the selection is being set from the choice
};

} // namespace stratoscope::ui
