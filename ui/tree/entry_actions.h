// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/tree/tree_snapshot.h"

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

    /// What the tree shows.
    void setSnapshot(const TreeSnapshot &snapshot);
    void addTo(QMenu &menu) const;

Q_SIGNALS:
    /// To show this entry.
    void followRequested(const stratoscope::ui::EntryPlace &target);
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
    void fillOpenWith();
    void openWith(const std::function<QStringList(const QString &file)> &command);
    void openWithAnother();
    QString mimeTypeOf(NodeId node) const;
    void followLink();
    Result<EntryPlace> linkTarget(NodeId link) const;
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
    int layerOf(NodeId node) const;

    Session &m_session;
    Transfers &m_transfers;
    TreeView *const m_tree;
    TreeSnapshot m_snapshot;
    ImageFs m_fs; ///< of the snapshot
    LatestTask m_reading;

    QAction *m_open;
    QAction *m_openWith;
    QMenu *m_applications; ///< of m_openWith
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
