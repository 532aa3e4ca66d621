// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_model.h"

#include <QElapsedTimer>
#include <QTreeView>

#include <unordered_set>

namespace stratoscope::ui {

/// The view of a TreeModel. It keeps what is open, current and on top when its model shows another tree: by node within one tree,
/// by path from one to another.
class TreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit TreeView(QWidget *parent = nullptr);

    TreeModel *treeModel() const { return m_model; }
    /// Replaces the rows that are shown.
    void show(std::shared_ptr<const TreeRows> rows);
    using QTreeView::show;

    /// What was chosen last; kNoNode where nothing is.
    NodeId currentNode() const;
    /// Selected rows, in no order.
    std::vector<NodeId> selectedNodes() const;
    /// Opens the way to a node, selects it and brings it into sight. False where the filter hides it.
    bool reveal(NodeId node);
    /// The first match of the filter, or the first row.
    void selectFirst();
    /// Opens as many levels as can be read, for what a filter found or a layer changed. It does not count as opened by the user.
    void expandFew();
    /// Opens a folder and so many levels below it, or from the top for an invalid index: some 100,000 rows at most.
    void expandBelow(const QModelIndex &index, int levels = kMaxPathDepth);
    /// Opens so many levels, and closes what is deeper.
    void expandLevels(int levels);
    /// What is typed goes to the next name that begins so: in the folder where one is, else in those around it.
    void keyboardSearch(const QString &text) override;

Q_SIGNALS:
    void currentNodeChanged();
    /// By a double click or Enter: something that is no folder.
    void opened();
    /// The selected rows are pulled away with the mouse.
    void dragRequested();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    struct Place;
    Place rememberPlace() const;
    void returnTo(const Place &place);
    void noteCurrentNode();
    NodeId findAhead(NodeId from, const std::string &prefix, bool isNext) const;
    void setUpHeader();
    void showHeaderMenu(const QPoint &position);

    TreeModel *const m_model;
    std::unordered_set<NodeId> m_open; ///< folders that the user opened; the filter's own opening does not count
    bool m_openingItself = false;
    QString m_typed; ///< shortly one after another
    QElapsedTimer m_lastTyped;
};

} // namespace stratoscope::ui
