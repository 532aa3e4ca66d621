// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_view.h"

#include "ui/style/theme.h"
#include "ui/tree/tree_delegate.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QProxyStyle>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Limit for rows that are expanded automatically: more than anybody reads, and quick to lay out.
constexpr std::uint32_t kMaxRowsExpandedAutomatically = 5000;
/// Limit for rows that are expanded by one command, since they are laid out at once.
constexpr std::uint32_t kMaxRowsExpanded = 100'000;
/// Limit for expanded folders that are restored in another tree.
constexpr std::size_t kMaxFoldersRestored = 5000;

constexpr int kUsualNameWidth = 180; ///< for which other columns give way
constexpr int kComparedNameWidth = 360; ///< with what differs behind the name
constexpr int kMinimumNameWidth = 110;

/// Header sections with the same margins as the entries.
class HeaderStyle : public QProxyStyle
{
public:
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override
    {
        return metric == PM_HeaderMargin ? kMargin : QProxyStyle::pixelMetric(metric, option, widget);
    }
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override
    {
        const QRect &section = option->rect;
        if (element == SE_HeaderArrow)
            return {section.right() - kMargin - kArrow, section.center().y() - kArrow / 2 + 4, kArrow, kArrow};
        return QProxyStyle::subElementRect(element, option, widget);
    }

private:
    static constexpr int kMargin = 6;
    static constexpr int kArrow = 10;
};

} // namespace

/// What is restored in another tree. As paths, since nodes differ between trees.
struct TreeView::ViewState {
    std::vector<std::string> open;
    std::string current;
    std::string top;
    int above = 0; ///< pixels of the top row that are scrolled out of view
    bool revealsCurrent = true;
};

TreeView::TreeView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new TreeModel(this))
{
    setUniformRowHeights(true);
    setModel(m_model);
    setItemDelegate(new TreeDelegate(this));
    setSelectionMode(ExtendedSelection);
    setAlternatingRowColors(false);
    setVerticalScrollMode(ScrollPerPixel);
    setExpandsOnDoubleClick(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setDragEnabled(true);
    setAccessibleName(tr("Files"));
    setUpHeader();
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_isExpandingItself && !m_model->rows()->isFiltered())
            m_open.insert(m_model->node(index));
    });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_isExpandingItself && !m_model->rows()->isFiltered())
            m_open.erase(m_model->node(index));
    });
}

int TreeView::widthFor(const QString &text) const
{
    const QFontMetrics metrics(font());
    return metrics.horizontalAdvance(text) + 3 * metrics.averageCharWidth() + 8;
}

void TreeView::setUpHeader()
{
    auto *const headerStyle = new HeaderStyle;
    headerStyle->setParent(this);
    header()->setStyle(headerStyle);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    header()->setMinimumSectionSize(widthFor(u"00"_s));
    header()->resizeSection(int(TreeColumn::Size), widthFor(u"1,000.0 MiB"_s));
    header()->resizeSection(int(TreeColumn::Mode), widthFor(u"drwxrwxrwx-"_s));
    header()->resizeSection(int(TreeColumn::Owner), widthFor(u"1000:1000"_s));
    header()->resizeSection(int(TreeColumn::Modified), widthFor(u"2000-00-00 00:00"_s));
    header()->resizeSection(int(TreeColumn::Layer), widthFor(tr("Layer")) + 12);
    for (const TreeColumn column : {TreeColumn::Before, TreeColumn::After, TreeColumn::Difference}) {
        header()->resizeSection(int(column), widthFor(u"+1,000.0 MiB"_s));
        header()->moveSection(header()->visualIndex(int(column)), int(column) - int(TreeColumn::Before) + 1);
        setColumnHidden(int(column), true);
    }
    header()->setSortIndicator(int(TreeColumn::Name), Qt::AscendingOrder);
    header()->setSortIndicatorShown(true);
    header()->setSectionsClickable(true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &TreeView::showHeaderMenu);
}

void TreeView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

/// Where there is not enough room, columns give way; the name column takes the space that the others leave.
void TreeView::fitColumns()
{
    constexpr std::array kLeastFirst{int(TreeColumn::Modified), int(TreeColumn::Owner), int(TreeColumn::Mode),
                                     int(TreeColumn::Before), int(TreeColumn::After)};
    const auto widthOf = [this](int column) {
        const auto hidden = m_squeezedOut.find(column);
        return hidden != m_squeezedOut.end() ? hidden->second : header()->sectionSize(column); // that of a hidden one is 0
    };
    int room = viewport()->width() - (m_isCompared ? kComparedNameWidth : kUsualNameWidth);
    for (int column = 1; column < kTreeColumnCount; ++column)
        room -= isApplicable(column) ? widthOf(column) : 0;
    for (const int column : kLeastFirst) {
        if (!isApplicable(column))
            continue;
        if (column == int(TreeColumn::Before)) // the sizes matter more than the reasons
            room += kComparedNameWidth - kUsualNameWidth;
        const int width = widthOf(column);
        const bool isSqueezedOut = room < 0 && isColumnWanted(column);
        if (isSqueezedOut)
            room += width;
        if (isSqueezedOut == m_squeezedOut.contains(column))
            continue;
        if (isSqueezedOut)
            m_squeezedOut[column] = width;
        else
            m_squeezedOut.erase(column);
        setColumnHidden(column, isSqueezedOut || !isColumnWanted(column) || !isApplicable(column));
    }
    const int others = header()->length() - header()->sectionSize(int(TreeColumn::Name));
    header()->resizeSection(int(TreeColumn::Name), std::max(kMinimumNameWidth, viewport()->width() - others));
}

void TreeView::setColumnWanted(int column, bool isWanted)
{
    if (isWanted)
        m_unwanted.erase(column);
    else
        m_unwanted.insert(column);
    m_squeezedOut.erase(column);
    setColumnHidden(column, !isWanted || !isApplicable(column));
    fitColumns();
}

bool TreeView::isApplicable(int column) const
{
    switch (TreeColumn(column)) {
    case TreeColumn::Before:
    case TreeColumn::After:
    case TreeColumn::Difference:
        return m_isCompared;
    case TreeColumn::Size:
        return !m_isCompared;
    case TreeColumn::Layer: // it would not say of which image
        return !m_isOfTwoImages;
    default:
        return true;
    }
}

void TreeView::setCompared(bool isCompared, bool isOfTwoImages)
{
    if (isCompared == m_isCompared && isOfTwoImages == m_isOfTwoImages)
        return;
    m_isCompared = isCompared;
    m_isOfTwoImages = isOfTwoImages;
    for (const TreeColumn column : {TreeColumn::Before, TreeColumn::After})
        m_squeezedOut.erase(int(column));
    for (int column = 1; column < kTreeColumnCount; ++column) {
        if (!m_squeezedOut.contains(column))
            setColumnHidden(column, !isColumnWanted(column) || !isApplicable(column));
    }
    fitColumns();
    if (!isApplicable(header()->sortIndicatorSection()))
        header()->setSortIndicator(int(TreeColumn::Name), Qt::AscendingOrder);
}

void TreeView::showHeaderMenu(const QPoint &position)
{
    QMenu menu;
    for (int column = 1; column < kTreeColumnCount; ++column) {
        if (!isApplicable(column))
            continue;
        QAction *const action = menu.addAction(m_model->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(isColumnWanted(column));
        if (m_squeezedOut.contains(column))
            action->setText(tr("%1 (no room)").arg(action->text()));
        connect(action, &QAction::toggled, this, [this, column](bool on) { setColumnWanted(column, on); });
    }
    menu.exec(header()->mapToGlobal(position));
}

bool TreeView::show(std::shared_ptr<const TreeRows> rows)
{
    const auto before = m_model->rows();
    if (before && rows && before->hasSameRows(*rows)) {
        m_model->setRows(std::move(rows));
        return false;
    }
    const QScopedValueRollback guard(m_isExpandingItself, true);
    ViewState state = viewState();
    const bool wasFiltered = before && before->isFiltered();
    if (!wasFiltered)
        keepUnfiltered();
    m_model->setRows(std::move(rows));
    if (!m_model->rows())
        return false;
    const bool isCleared = wasFiltered && !m_model->rows()->isFiltered() && m_unfiltered.tree == m_model->rows()->tree();
    if (isCleared) {
        restoreUnfiltered();
        const auto current = m_model->rows()->tree()->find(state.current);
        state.revealsCurrent = current && *current != m_unfiltered.current; // it was found by the filter
    }
    restore(state);
    return !isCleared && !m_model->rows()->isFiltered();
}

void TreeView::keepUnfiltered()
{
    m_unfiltered = {};
    if (m_model->rows())
        m_unfiltered = {m_model->rows()->tree(), expandedNodes(), currentNode()};
}

void TreeView::restoreUnfiltered()
{
    for (const NodeId node : m_unfiltered.expanded)
        setExpanded(m_model->indexOf(node), true);
}

/// From the root down.
std::vector<NodeId> TreeView::expandedNodes() const
{
    std::vector<NodeId> nodes;
    const TreeRows &rows = *m_model->rows();
    std::vector<NodeId> level{kRootNode};
    while (!level.empty()) {
        std::vector<NodeId> next;
        for (const NodeId folder : level) {
            for (std::uint32_t row = 0; row < rows.rowCount(folder); ++row) {
                const NodeId child = rows.child(folder, row);
                if (rows.tree()->isDirectory(child) && isExpanded(m_model->indexOf(child)))
                    next.push_back(child);
            }
        }
        nodes.insert(nodes.end(), next.begin(), next.end());
        level = std::move(next);
    }
    return nodes;
}

TreeView::ViewState TreeView::viewState() const
{
    ViewState state;
    if (!m_model->rows())
        return state;
    const MergedTree &tree = *m_model->rows()->tree();
    state.open = openFolders();
    if (const NodeId current = currentNode(); current != kNoNode)
        state.current = tree.path(current);
    if (const QModelIndex top = indexAt({1, 1}); top.isValid() && verticalScrollBar()->value() > 0) {
        state.top = tree.path(m_model->node(top));
        state.above = -visualRect(top).top();
    }
    return state;
}

std::vector<std::string> TreeView::openFolders() const
{
    std::vector<std::string> paths;
    for (const NodeId node : m_open) {
        if (paths.size() == kMaxFoldersRestored)
            break;
        paths.push_back(m_model->rows()->tree()->path(node));
    }
    return paths;
}

void TreeView::setOpenFolders(const std::vector<std::string> &paths)
{
    if (!m_model->rows())
        return;
    for (const std::string &path : paths) {
        if (const auto node = m_model->rows()->tree()->find(path); node && m_model->rows()->tree()->isDirectory(*node)) {
            m_open.insert(*node);
            if (!m_model->rows()->isFiltered())
                setExpanded(m_model->indexOf(*node), true);
        }
    }
}

void TreeView::restore(const ViewState &state)
{
    const MergedTree &tree = *m_model->rows()->tree();
    m_open.clear();
    for (const std::string &path : state.open) {
        if (const auto node = tree.find(path); node && tree.isDirectory(*node))
            m_open.insert(*node);
    }
    const auto find = [&tree](const std::string &path) { return tree.find(path).value_or(kRootNode); };
    const NodeId current = find(state.current); // the root is never current
    if (m_model->rows()->isFiltered()) {
        expandFew();
    } else {
        if (current != kRootNode && state.revealsCurrent) { // keep what was found visible
            for (NodeId node = tree.parent(current); node != kRootNode; node = tree.parent(node))
                m_open.insert(node);
        }
        for (const NodeId node : m_open)
            setExpanded(m_model->indexOf(node), true);
    }
    const QModelIndex index = m_model->indexOf(current);
    if (index.isValid())
        setCurrentIndex(index);
    if (const QModelIndex top = m_model->indexOf(find(state.top)); top.isValid()) {
        scrollTo(top, PositionAtTop);
        verticalScrollBar()->setValue(verticalScrollBar()->value() + state.above);
    }
    if (index.isValid())
        scrollTo(index);
}

void TreeView::expandFew()
{
    const QScopedValueRollback guard(m_isExpandingItself, true);
    std::uint32_t rows = 0;
    int depth = -1;
    for (const std::uint32_t count : m_model->rows()->shownAtDepth()) {
        rows += count;
        if (rows > kMaxRowsExpandedAutomatically)
            break;
        ++depth;
    }
    expandShown(depth, m_model->rows()->isFiltered());
}

/// What a folder contained that was removed as a whole is of interest only if it was searched for.
void TreeView::expandShown(int depth, bool withRemoved)
{
    const TreeRows &rows = *m_model->rows();
    scheduleDelayedItemsLayout();
    std::vector<NodeId> level{kRootNode};
    for (; depth > 0 && !level.empty(); --depth) {
        std::vector<NodeId> next;
        for (const NodeId folder : level) {
            for (std::uint32_t row = 0; row < rows.rowCount(folder); ++row) {
                const NodeId child = rows.child(folder, row);
                if (!rows.tree()->isDirectory(child) || (!withRemoved && rows.change(child) == Change::Removed))
                    continue;
                setExpanded(m_model->indexOf(child), true);
                next.push_back(child);
            }
        }
        level = std::move(next);
    }
}

NodeId TreeView::currentNode() const
{
    // A view that gets the focus makes its first row current without selecting it.
    const QModelIndex index = currentIndex();
    return index.isValid() && selectionModel()->isRowSelected(index.row(), index.parent()) ? m_model->node(index) : kNoNode;
}

std::vector<NodeId> TreeView::selectedNodes() const
{
    std::vector<NodeId> nodes;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        nodes.push_back(m_model->node(index));
    return nodes;
}

bool TreeView::reveal(NodeId node)
{
    const QModelIndex index = m_model->indexOf(node);
    if (!index.isValid())
        return false;
    setCurrentIndex(index);
    scrollTo(index, EnsureVisible);
    return true;
}

void TreeView::selectFirst()
{
    const auto rows = m_model->rows();
    if (!rows || m_model->rowCount() == 0)
        return;
    QModelIndex index = m_model->index(0, 0);
    if (rows->isFiltered()) {
        while (!index.data(TreeModel::MatchRole).isValid() && isExpanded(index))
            index = m_model->index(0, 0, index);
    }
    setCurrentIndex(index);
}

void TreeView::expandBelow(const QModelIndex &index, int levels)
{
    const auto &rows = m_model->rows();
    if (!rows)
        return;
    const MergedTree &tree = *rows->tree();
    // Level by level, so that the limit leaves out the deepest levels. expandRecursively() would also keep an index for each file.
    scheduleDelayedItemsLayout();
    std::uint32_t expanded = 0;
    std::vector<NodeId> level{m_model->node(index)};
    for (int depth = index.isValid() ? 0 : -1; depth < levels && !level.empty(); ++depth) {
        std::vector<NodeId> next;
        for (const NodeId folder : level) {
            if (expanded >= kMaxRowsExpanded)
                return;
            setExpanded(m_model->indexOf(folder), true);
            const std::uint32_t count = rows->rowCount(folder);
            expanded += count;
            for (std::uint32_t row = 0; row < count; ++row) {
                if (const NodeId child = rows->child(folder, row); tree.isDirectory(child) && rows->rowCount(child) > 0)
                    next.push_back(child);
            }
        }
        level = std::move(next);
    }
}

/// QTreeView's implementation reads the text of every expanded row.
void TreeView::keyboardSearch(const QString &text)
{
    if (!m_model->rows() || m_model->rowCount() == 0)
        return;
    const bool continues = m_lastTyped.isValid() && m_lastTyped.elapsed() < QApplication::keyboardInputInterval();
    m_lastTyped.start();
    m_typed = continues ? m_typed + text : text;
    // Typing the same letter repeatedly goes to one match after the other.
    const bool isRepeated = m_typed.size() > 1 && m_typed.count(m_typed.front()) == m_typed.size();
    const std::string prefix = (isRepeated ? m_typed.first(1) : m_typed).toUtf8().toStdString();
    const NodeId current = currentIndex().isValid() ? m_model->node(currentIndex()) : kNoNode;
    const NodeId from = current != kNoNode ? current : m_model->node(m_model->index(0, 0));
    if (const NodeId found = findAhead(from, prefix, current != kNoNode && (m_typed.size() == 1 || isRepeated)); found != kNoNode)
        reveal(found);
}

NodeId TreeView::findAhead(NodeId from, const std::string &prefix, bool isNext) const
{
    const TreeRows &rows = *m_model->rows();
    const MergedTree &tree = *rows.tree();
    while (true) {
        const NodeId folder = tree.parent(from);
        const std::uint32_t count = rows.rowCount(folder);
        const std::uint32_t first = rows.row(from) + (isNext ? 1 : 0);
        for (std::uint32_t i = 0; i < count; ++i) {
            const NodeId node = rows.child(folder, (first + i) % count);
            if (qstrnicmp(tree.name(node).data(), prefix.data(), prefix.size()) == 0)
                return node;
        }
        if (folder == kRootNode)
            return kNoNode;
        from = folder;
        isNext = false;
    }
}

/// QTreeView::collapseAll() tells nobody.
void TreeView::collapseEverything()
{
    collapseAll();
    m_open.clear();
}

void TreeView::expandLevels(int levels)
{
    collapseEverything();
    expandBelow({}, levels);
}

void TreeView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    noteCurrentNode();
}

void TreeView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    noteCurrentNode();
}

/// A row becomes current before it is selected if it is clicked, and afterwards if it is reached by keyboard. The state in between
/// is not reported.
void TreeView::noteCurrentNode()
{
    if (currentNode() != kNoNode)
        return Q_EMIT currentNodeChanged();
    const auto notify = [this] {
        if (currentNode() == kNoNode)
            Q_EMIT currentNodeChanged();
    };
    QMetaObject::invokeMethod(this, notify, Qt::QueuedConnection);
}

void TreeView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (!m_model->rows() || m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                     m_model->rows()->isFiltered() ? tr("No matches")
                         : m_isCompared            ? tr("No differences")
                                                   : tr("No files"));
}

void TreeView::keyPressEvent(QKeyEvent *event)
{
    // Enter acts like a double click; QTreeView would only emit activated().
    const QModelIndex current = currentIndex().siblingAtColumn(0);
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && current.isValid()) {
        if (m_model->hasChildren(current))
            setExpanded(current, !isExpanded(current));
        else
            Q_EMIT opened();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TreeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTreeView::mouseDoubleClickEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && !m_model->hasChildren(index.siblingAtColumn(0)))
        Q_EMIT opened();
}

void TreeView::startDrag(Qt::DropActions)
{
    Q_EMIT dragRequested();
}

} // namespace stratoscope::ui
