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
class ImagePage;
class LayerPane;
class ContentPane;
class SegmentBar;
class TreeView;

/// Arranges the parts of an opened image: the layers, and beside them either the files with preview and details or one of the
/// pages about the image. What the user moves is saved in the settings soon after; what the settings hide is hidden.
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
        QList<ImagePage *> pages; ///< in the order of the switch
    };

    ImageLayout(const Parts &parts, QWidget *parent);

    /// The switch between the files and the pages, to be placed above the layout.
    SegmentBar *pageSwitch() const { return m_pageSwitch; }
    /// Null: the files.
    ImagePage *page() const;
    void showPage(ImagePage *page);
    void save() const;
    void showIgnoreButton(bool isShown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    SegmentBar *buildPageSwitch();
    QWidget *buildTreeArea();
    void restoreAll();
    void saveLater();
    void hideColumns();
    void fitTreeBar(int width);
    void showPanes();

    const Parts m_parts;
    QStackedWidget *m_pages; ///< the files first
    QList<ImagePage *> m_segments; ///< the page of each segment of the switch
    SegmentBar *m_pageSwitch;
    QBoxLayout *m_treeBar = nullptr; ///< the switch of the scopes and the filter, above the tree
    PaneSplitter *m_rows; ///< the tree above the preview and the details
    PaneSplitter *m_bottom; ///< the preview and the details
    QTimer m_saveDelay;
};

} // namespace stratoscope::ui
