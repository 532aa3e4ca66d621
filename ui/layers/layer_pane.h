// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <QWidget>

class QButtonGroup;
class QListView;

namespace stratoscope::ui {

class LayerModel;

/// The layers of an image, and the switch that says how the chosen ones are shown: one, or several that follow each other.
class LayerPane : public QWidget
{
    Q_OBJECT

public:
    explicit LayerPane(QWidget *parent = nullptr);

    /// What was chosen of another image before is chosen still: this one has at least as many layers.
    void setImage(std::shared_ptr<const Image> image);
    void refreshStates();
    /// What a layer changes, once that is known.
    void setCounts(int layer, const ChangeCounts &counts);
    const TreeChoice &choice() const { return m_choice; }
    void choose(const TreeChoice &choice);
    /// The selected layer in another way; of the whole image, the last layer.
    void chooseScope(TreeChoice::Scope scope);
    QWidget *scopeSwitch() const { return m_switch; }

Q_SIGNALS:
    void choiceChanged(const stratoscope::ui::TreeChoice &choice);

private:
    void selectionChanged();
    void showChoice();
    void showMenu(const QPoint &position);

    LayerModel *m_model;
    QListView *m_list;
    QWidget *m_switch;
    QButtonGroup *m_scopes;
    TreeChoice m_choice;
    TreeChoice::Scope m_layerScope = TreeChoice::Only; ///< how a layer that is clicked next is shown
    std::shared_ptr<const Image> m_image;
    bool m_isShowing = false; ///< the selection follows the choice, not the other way round
};

} // namespace stratoscope::ui
