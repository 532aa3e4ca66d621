// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/image.h"

#include <QWidget>

class QButtonGroup;
class QListView;

namespace stratoscope::ui {

class LayerModel;

/// Which of an image's trees is looked at.
struct TreeChoice {
    enum Scope { Whole, UpTo, Only };
    Scope scope = Whole;
    int layer = 0; ///< does not count for Whole
    bool operator==(const TreeChoice &other) const { return scope == other.scope && (scope == Whole || layer == other.layer); }
};

/// The layers of an image, and the switch that says how the chosen one is shown.
class LayerPane : public QWidget
{
    Q_OBJECT

public:
    explicit LayerPane(QWidget *parent = nullptr);

    /// What was chosen of another image before is chosen still: this one has at least as many layers.
    void setImage(std::shared_ptr<const Image> image);
    void refreshStates();
    const TreeChoice &choice() const { return m_choice; }
    void choose(const TreeChoice &choice);
    /// The selected layer in another way; of the whole image, the last layer.
    void chooseScope(TreeChoice::Scope scope);
    QWidget *scopeSwitch() const { return m_switch; }

Q_SIGNALS:
    void choiceChanged(const stratoscope::ui::TreeChoice &choice);

private:
    void layerSelected(int layer);

    LayerModel *m_model;
    QListView *m_list;
    QWidget *m_switch;
    QButtonGroup *m_scopes;
    TreeChoice m_choice;
    TreeChoice::Scope m_layerScope = TreeChoice::Only; ///< how a layer that is clicked next is shown
    int m_layerCount = 0;
};

} // namespace stratoscope::ui
