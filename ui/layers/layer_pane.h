// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <QWidget>

class QListView;

namespace stratoscope::ui {

class LayerModel;
class SegmentBar;

/// The list of an image's layers, from which one or several consecutive layers can be selected, and a switch for what to show of
/// them.
class LayerPane : public QWidget
{
    Q_OBJECT

public:
    explicit LayerPane(QWidget *parent = nullptr);

    /// Keeps the current choice: the new image must have at least as many layers as the previous one.
    void setImage(std::shared_ptr<const Image> image);
    LayerModel &model() { return *m_model; }
    const TreeChoice &choice() const { return m_choice; }
    void choose(const TreeChoice &choice);
    /// Changes what is shown of the selected layer; of the last one if the whole image is selected.
    void chooseScope(TreeChoice::Scope scope);
    SegmentBar *scopeSwitch() const { return m_switch; }

Q_SIGNALS:
    void choiceChanged(const stratoscope::ui::TreeChoice &choice);

private:
    void selectionChanged();
    void showChoice();
    void showMenu(const QPoint &position);

    LayerModel *m_model;
    QListView *m_list;
    SegmentBar *m_switch;
    TreeChoice m_choice;
    TreeChoice::Scope m_layerScope = TreeChoice::Only; ///< used when a layer is clicked
    std::shared_ptr<const Image> m_image;
    bool m_isShowing = false; ///< the selection is being set from the choice
};

} // namespace stratoscope::ui
