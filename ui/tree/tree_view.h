// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_model.h"

#include <QElapsedTimer>
#include <QTreeView>

#include <map>
#include <set>
#include <unordered_set>

namespace stratoscope::ui {

/// The view of a TreeModel. When the model shows another tree, the view restores the expanded folders, the current entry and the
/// scroll position by their paths.
class TreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit TreeView(QWidget *parent = nullptr);

    TreeModel *treeModel() const { return m_model; }
    /// Replaces the rows that are shown. Returns whether what was expanded in this tree before is not known.
    bool show(std::shared_ptr<const TreeRows> rows);
    using QTreeView::show;

    /// The current entry; kNoNode unless it is selected.
    NodeId currentNode() const;
    /// The selected entries, in no particular order.
    std::vector<NodeId> selectedNodes() const;
    /// Expands the parents of a node, selects it and scrolls to it. Returns false if the filter hides it.
    bool reveal(NodeId node);
    /// Selects the first match of the filter, or the first row if there is no filter.
    void selectFirst();
    /// Expands a reasonable number of levels, to show the matches of a filter or the changes of a layer. These do not count as
    /// expanded by the user.
    void expandFew();
    /// Expands a folder and `levels` levels below it, for an invalid index the root; about 100,000 rows at most.
    void expandBelow(const QModelIndex &index, int levels = kMaxPathDepth);
    /// Expands this number of levels and collapses deeper ones.
    void expandLevels(int levels);
    void collapseEverything();
    /// Whether a column is to be shown. Where there is not enough room for all, those that matter least are hidden nevertheless.
    void setColumnWanted(int column, bool isWanted);
    /// Whether the tree has two sides: sizes then have columns of their own for both. Of two images, layers have no column.
    void setCompared(bool isCompared, bool isOfTwoImages);
    bool isColumnWanted(int column) const { return !m_unwanted.contains(column); }
    /// The paths of the folders that the user has expanded, as bytes; at most a few thousand.
    std::vector<std::string> openFolders() const;
    void setOpenFolders(const std::vector<std::string> &paths);
    /// Goes to the next entry whose name starts with the typed text, in the current folder or else in its parents.
    void keyboardSearch(const QString &text) override;

Q_SIGNALS:
    void currentNodeChanged();
    /// A non-folder was double-clicked, or Enter was pressed on it.
    void opened();
    /// The user has started to drag the selected rows.
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
    struct ViewState;
    ViewState viewState() const;
    void restore(const ViewState &state);
    void keepUnfiltered();
    void restoreUnfiltered();
    std::vector<NodeId> expandedNodes() const;
    void expandShown(int depth, bool withRemoved);
    void noteCurrentNode();
    NodeId findAhead(NodeId from, const std::string &prefix, bool isNext) const;
    void setUpHeader();
    int widthFor(const QString &text) const;
    void fitColumns();
    bool isApplicable(int column) const;
    void showHeaderMenu(const QPoint &position);

    TreeModel *const m_model;
    std::unordered_set<NodeId> m_open; ///< folders expanded by the user, not by a filter
    /// What was expanded when a filter was set, to be restored when it is cleared.
    struct Unfiltered {
        std::shared_ptr<const MergedTree> tree;
        std::vector<NodeId> expanded;
        NodeId current = kNoNode;
    } m_unfiltered;
    bool m_isExpandingItself = false;
    std::set<int> m_unwanted; ///< columns
    bool m_isCompared = false;
    bool m_isOfTwoImages = false;
    std::map<int, int> m_squeezedOut; ///< columns that are hidden for lack of room, with their widths
    QString m_typed; ///< the text for keyboardSearch()
    QElapsedTimer m_lastTyped;
};

} // namespace stratoscope::ui
