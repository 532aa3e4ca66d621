// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

#include <QObject>

class QAction;
class QMenu;

namespace stratoscope::ui {

class Extraction;
class Transfers;
class TreeView;

/// The actions on the selected entries of a TreeView, for its context menu, the window's menu, keyboard shortcuts and drags.
class EntryActions : public QObject
{
    Q_OBJECT

public:
    EntryActions(Session &session, Transfers &transfers, TreeView *tree);

    /// The file system that the tree shows.
    void setFs(const ImageFs &fs);
    void addTo(QMenu &menu) const;

Q_SIGNALS:
    void followRequested(stratoscope::NodeId node);
    /// To show the changes of a layer, with this path selected.
    void layerRequested(int layer, const std::string &path);
    void historyRequested(const std::string &path);
    void exportRequested();
    void failed(const QString &headline, const QString &detail);

private:
    /// `run` is called only while the action is enabled, see update().
    template <typename Run>
    QAction *add(const QString &iconName, const QString &text, const QList<QKeySequence> &keys, Run run);
    void update();
    void open();
    void openWith();
    void followLink();
    void saveAs();
    void copyFiles();
    void copyContent();
    void copyPaths();
    void drag();

    void openCopy(const ImageFs &fs, NodeId node, std::function<void(const QUrl &)> open);
    void extract(Extraction *extraction, std::function<void(const QList<QUrl> &)> done);
    std::vector<NodeId> selected() const;
    NodeId current() const;
    bool isFile(NodeId node) const;

    Session &m_session;
    Transfers &m_transfers;
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
