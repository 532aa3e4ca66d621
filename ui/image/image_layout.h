// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/pane_splitter.h"

#include <QTimer>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace stratoscope::ui {

class DetailsView;
class IgnoreButton;
class InspectorView;
class LayerPane;
class ContentPane;
class SegmentBar;
class TreeView;

/// Arranges the parts of an opened image: the layers, and beside them either the files with preview and details or the page about
/// the image. What the user moves is saved in the settings soon after; what the settings hide is hidden.
class ImageLayout : public PaneSplitter
{
    Q_OBJECT

public:
    struct Parts {
        LayerPane *layers;
        QLineEdit *filter;
        IgnoreButton *ignore; ///< beside the filter, in comparisons
        QLabel *count; ///< beside the filter
        QLabel *filterProblem; ///< below it
        TreeView *tree;
        ContentPane *preview;
        DetailsView *details;
        InspectorView *inspector;
    };
    enum Page { Files, About };

    ImageLayout(const Parts &parts, QWidget *parent);

    Page page() const;
    void showPage(Page page);
    void save() const;
    /// What belongs to comparisons is shown, or what does not.
    void setComparing(bool isComparing);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildLayerArea();
    QWidget *buildTreeArea();
    void restoreAll();
    void saveLater();
    void hideColumns();
    void fitTreeBar(int width);
    void showPanes();

    const Parts m_parts;
    QWidget *m_layerArea; ///< the layers and the page switch above them
    QStackedWidget *m_pages;
    SegmentBar *m_pageSwitch = nullptr;
    QBoxLayout *m_treeBar = nullptr; ///< the switch of the scopes and the filter, above the tree
    PaneSplitter *m_rows; ///< the tree above the preview and the details
    PaneSplitter *m_bottom; ///< the preview and the details
    QTimer m_saveDelay;
};

} // namespace stratoscope::ui
