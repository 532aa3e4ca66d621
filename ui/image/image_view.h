// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "ui/common/latest_task.h"
#include "ui/layers/layer_pane.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class DetailsView;
class EntryActions;
class InspectorView;
class MessageBar;
class PreviewPane;
class TreeView;

/// An opened image: its layers, its files, what is in them and what is known of them. Trees are merged, sorted and searched on the
/// session's threads; what is shown stays until the new one is there.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    ImageView(Session &session, std::shared_ptr<const Image> image, QWidget *parent = nullptr);
    ~ImageView() override;

    const std::shared_ptr<const Image> &image() const { return m_image; }
    /// The same image with more layers.
    void setImage(std::shared_ptr<const Image> image);
    /// What is to be known of it as it is shown, in a strip above; empty: nothing.
    void setNote(const QString &headline, const QString &detail = {});
    TreeChoice choice() const { return m_layers->choice(); }
    /// Bytes of the paths of the selected entries, from the root, of the tree that is shown.
    std::vector<std::string> selectedPaths() const;
    /// Where one is: the current entry's path, or what is shown.
    QString statusText() const;

    TreeView *treeView() const { return m_tree; }
    LayerPane *layerPane() const { return m_layers; }
    QLineEdit *filterField() const { return m_filter; }
    /// Whether the tree that was asked for last is shown.
    bool isSettled() const { return !m_building.isRunning(); }

    void focusFilter();
    /// What stands beside the layers: the image's files, or the page about the image.
    enum Page { Files, About };
    void showPage(Page page);
    Page page() const;
    InspectorView *inspector() const { return m_inspector; }
    EntryActions *entryActions() const { return m_actions; }
    /// The verification has ended, with this error if any.
    void refreshVerification(const std::optional<Error> &error);
    void saveLayout() const;
    /// Which panes and columns the settings want.
    void applySettings();

Q_SIGNALS:
    void statusChanged();
    void exportRequested();
    /// Another tree, order or filter is shown.
    void shown();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Shown {
        TreeSnapshot snapshot;
        std::shared_ptr<const TreeRows> rows;
    };
    void buildUi();
    QWidget *buildTreeArea();
    QWidget *buildLayerArea();
    void restoreLayout();
    void keepLayout();
    void rebuild();
    void present(Shown shown);
    void showCount();
    void countChanges();
    void showFilterProblem(const Error &error);
    void entryChanged();
    void describe();
    void connectActions();
    void showEntryMenu(const QPoint &position);
    void follow(NodeId node);
    void showInLayer(int layer, const std::string &path);
    void showVersions(const std::string &path);
    void whenShown(std::function<void()> run);

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    std::shared_ptr<TreeSnapshots> m_snapshots; ///< of m_image
    ImageFs m_fs; ///< what is shown
    std::vector<Shown> m_recent; ///< trees that were shown lately: going back to them is quick
    NodeId m_entry = kNoNode; ///< whose preview is shown
    TreeSort m_sort;
    LatestTask m_building;
    LatestTask m_counting;
    LatestTask m_describing;
    QTimer m_layoutDelay;

    MessageBar *m_note;
    MessageBar *m_problem;
    QSplitter *m_columns;
    QStackedWidget *m_pages;
    InspectorView *m_inspector;
    QButtonGroup *m_pageSwitch;
    QSplitter *m_rows;
    QSplitter *m_below;
    QWidget *m_layerArea; ///< m_layers and the switch above them
    LayerPane *m_layers;
    QLineEdit *m_filter;
    QLabel *m_count;
    TreeView *m_tree;
    EntryActions *m_actions;
    PreviewPane *m_preview;
    DetailsView *m_details;
};

} // namespace stratoscope::ui
