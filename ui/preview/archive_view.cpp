// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/archive_view.h"

#include "ui/common/row_delegate.h"
#include "ui/common/shortcuts.h"
#include "ui/preview/archive_model.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Draws the icons that the model names.
class ArchiveDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        if (index.column() == ArchiveModel::Size)
            option->text += u'\u2002'; // keeps the numbers away from the next column
        const QString name = index.data(ArchiveModel::IconRole).toString();
        if (name.isEmpty())
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(name, name == u"folder"_s ? Tint::Accent : Tint::Muted);
    }
};

} // namespace

ArchiveView::ArchiveView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new ArchiveModel(this))
{
    setModel(m_model);
    setItemDelegate(new ArchiveDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("Contents of the archive"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ArchiveModel::Name, QHeaderView::Stretch);
    for (const int column : {ArchiveModel::Size, ArchiveModel::Modified})
        header()->setSectionResizeMode(column, QHeaderView::Interactive);
    const auto widthOf = [this](const QString &text) { return fontMetrics().horizontalAdvance(text) + 24; };
    header()->resizeSection(ArchiveModel::Size, widthOf(u"1,000.0 MiB"_s));
    header()->resizeSection(ArchiveModel::Modified, widthOf(u"2000-00-00 00:00"_s));
}

void ArchiveView::show(std::shared_ptr<const MergedTree> tree)
{
    m_model->setTree(std::move(tree));
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
        QGuiApplication::clipboard()->setText(currentIndex().siblingAtColumn(ArchiveModel::Name).data(Qt::ToolTipRole).toString());
    else
        QTreeView::keyPressEvent(event);
}

} // namespace stratoscope::ui
