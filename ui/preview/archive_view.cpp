// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/archive_view.h"

#include "ui/common/shortcuts.h"
#include "ui/tree/tree_delegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Shows links with their targets, as nothing beside the archive does.
class ArchiveModel : public TreeModel
{
public:
    using TreeModel::TreeModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        const QVariant value = TreeModel::data(index, role);
        if (role != Qt::DisplayRole || index.column() != int(TreeColumn::Name))
            return value;
        const std::string_view target = rows()->tree()->entry(node(index)).linkTarget;
        return target.empty() ? value : value.toString() + u" → "_s + printable(target);
    }
};

} // namespace

ArchiveView::ArchiveView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new ArchiveModel(this))
{
    setModel(m_model);
    setItemDelegate(new TreeDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("Contents of the archive"));
    for (const auto column :
         {TreeColumn::Mode, TreeColumn::Owner, TreeColumn::Layer, TreeColumn::Before, TreeColumn::After, TreeColumn::Difference})
        hideColumn(int(column));
    connect(this, &QTreeView::activated, this, &ArchiveView::open);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(int(TreeColumn::Name), QHeaderView::Stretch);
    const auto widthOf = [this](const QString &text) { return fontMetrics().horizontalAdvance(text) + 24; };
    header()->resizeSection(int(TreeColumn::Size), widthOf(u"1,000.0 MiB"_s));
    header()->resizeSection(int(TreeColumn::Modified), widthOf(u"2000-00-00 00:00"_s));
}

NodeId ArchiveView::currentNode() const
{
    return currentIndex().isValid() ? m_model->node(currentIndex()) : kNoNode;
}

void ArchiveView::select(NodeId node)
{
    setCurrentIndex(m_model->indexOf(node));
    scrollTo(m_model->indexOf(node));
}

void ArchiveView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentNodeChanged();
}

void ArchiveView::open(const QModelIndex &index)
{
    if (const NodeId node = m_model->node(index); index.isValid() && !m_model->rows()->tree()->isDirectory(node))
        Q_EMIT opened(m_model->rows()->tree()->path(node));
}

void ArchiveView::show(std::shared_ptr<const TreeRows> rows)
{
    m_model->setRows(std::move(rows));
    // Open the folders at the top that hold only one entry.
    QModelIndex top = m_model->index(0, 0);
    for (int depth = 0; depth < 8 && top.isValid() && m_model->rowCount(top.parent()) == 1; ++depth) {
        expand(top);
        top = m_model->index(0, 0, top);
    }
    if (m_model->rowCount() > 0)
        selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
}

bool ArchiveView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy}) || QTreeView::event(event);
}

void ArchiveView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid())
        QGuiApplication::clipboard()->setText(printable(m_model->rows()->tree()->path(m_model->node(currentIndex()))));
    else
        QTreeView::keyPressEvent(event);
}

} // namespace stratoscope::ui
