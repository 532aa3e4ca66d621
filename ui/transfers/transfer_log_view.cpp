// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_log_view.h"

#include "ui/style/icons.h"
#include "ui/transfers/transfer_delegate.h"
#include "ui/transfers/transfer_log.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QStyledItemDelegate>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Adds an icon to the result.
class LogDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != TransferLog::Result)
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(14, 14);
        const TransferLogEntry &entry = static_cast<const TransferLog *>(index.model())->entries().at(index.row());
        option->icon = transferIcon(entry.kind, entry.result);
    }
};

} // namespace

TransferLogView::TransferLogView(TransferLog *log, QWidget *parent)
    : QTreeView(parent)
    , m_log(log)
{
    setModel(log);
    setItemDelegate(new LogDelegate(this));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setSelectionMode(ExtendedSelection);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Log"));
    const QFontMetrics metrics(font());
    const auto setWidth = [&](TransferLog::Column column, int characters) {
        header()->resizeSection(column, metrics.averageCharWidth() * characters);
    };
    setWidth(TransferLog::Ended, 24);
    setWidth(TransferLog::Kind, 16);
    setWidth(TransferLog::Name, 30);
    setWidth(TransferLog::Duration, 11);
    setWidth(TransferLog::Bytes, 13);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(TransferLog::Result, QHeaderView::Stretch);
}

void TransferLogView::copy() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows += index.row();
    std::ranges::sort(rows);
    if (rows.isEmpty()) {
        rows.resize(m_log->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QGuiApplication::clipboard()->setText(m_log->text(rows));
}

void TransferLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTreeView::keyPressEvent(event);
}

void TransferLogView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), selectionModel()->hasSelection() ? tr("Copy") : tr("Copy All"), this, &TransferLogView::copy)
        ->setEnabled(m_log->rowCount() > 0);
    menu.addAction(tr("Select All"), this, &QAbstractItemView::selectAll);
    menu.exec(event->globalPos());
}

} // namespace stratoscope::ui
