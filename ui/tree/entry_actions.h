// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

#include <QObject>

class QAction;
class QMenu;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Extraction;
class TreeView;

/// What can be done with the entries that are selected in a TreeView: in its context menu, in the window's menu, by keys, by
/// dragging them out of it.
class EntryActions : public QObject
{
    Q_OBJECT

public:
    EntryActions(Session &session, TreeView *tree);

    /// What the tree shows.
    void setFs(const ImageFs &fs);
    /// After the selection has changed.
    void update();
    void addTo(QMenu &menu) const;

    void copyPaths() const;

Q_SIGNALS:
    void followRequested(stratoscope::NodeId node);
    /// To see what a layer changes, there at that path.
    void layerRequested(int layer, const std::string &path);
    void historyRequested(const std::string &path);
    void exportRequested();
    /// A file, to this path.
    void saveRequested(const stratoscope::ImageFs &fs, stratoscope::NodeId node, const QString &path);
    void failed(const QString &headline, const QString &detail);

private:
    QAction *add(const QString &iconName, const QString &text, const QList<QKeySequence> &keys, void (EntryActions::*run)());
    void open();
    void openWith();
    void followLink();
    void saveAs();
    void copyFiles();
    void copyContent();
    void copyPathsAction() { copyPaths(); }
    void copyLinkTarget();
    void showLayer();
    void showHistory();
    void expandBelow();
    void drag();

    void extract(Extraction *extraction, const QString &what, std::function<void(const QList<QUrl> &)> done);
    std::vector<NodeId> selected() const;
    NodeId current() const;
    bool isFile(NodeId node) const;

    Session &m_session;
    TreeView *const m_tree;
    ImageFs m_fs;
    LatestTask m_reading;

    QAction *m_open;
    QAction *m_openWith;
    QAction *m_follow;
    QAction *m_copy;
    QAction *m_copyPath;
    QAction *m_copyContent;
    QAction *m_copyTarget;
    QAction *m_save;
    QAction *m_export;
    QAction *m_layer;
    QAction *m_history;
    QAction *m_expand;
};

} // namespace stratoscope::ui
