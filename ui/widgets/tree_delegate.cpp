// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/tree_delegate.h"

#include "ui/models/tree_model.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

Tint tintOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return Tint::Accent;
    case EntryKind::Whiteout:
    case EntryKind::Opaque:
        return Tint::Bad;
    default:
        return Tint::Muted;
    }
}

} // namespace

TreeDelegate::TreeDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_fixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
}

QIcon TreeDelegate::iconOf(const QModelIndex &index) const
{
    const QString name = index.data(TreeModel::IconRole).toString();
    QIcon &cached = m_icons[name];
    if (cached.isNull())
        cached = icon(name, tintOf(EntryKind(index.data(TreeModel::KindRole).toInt())));
    return cached;
}

void TreeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool removed = index.data(TreeModel::RemovedRole).toBool();
    if (index.column() == int(TreeColumn::Name)) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = iconOf(index);
        if (removed) {
            option->font.setStrikeOut(true);
            option->palette.setColor(QPalette::Text, tintColor(Tint::Bad, option->palette));
        }
        option->textElideMode = Qt::ElideMiddle;
        return;
    }
    option->palette.setColor(QPalette::Text, tintColor(Tint::Muted, option->palette));
    if (index.column() == int(TreeColumn::Mode)) {
        option->font.setFamilies(m_fixedFont.families());
        option->textElideMode = Qt::ElideNone;
    }
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QPoint match = index.data(TreeModel::MatchRole).toPoint();
    if (match.y() > 0) {
        // Below the text: behind what was found, as a marker pen leaves it.
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
        const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget);
        const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
        const QFontMetrics metrics(item.font);
        const QString name = index.data().toString();
        if (metrics.horizontalAdvance(name) <= text.width() - 2 * margin) {
            const int left = text.left() + margin + metrics.horizontalAdvance(name, match.x());
            const int right = text.left() + margin + metrics.horizontalAdvance(name, match.x() + match.y());
            QStyledItemDelegate::paint(painter, option, index);
            QColor marker = tintColor(Tint::Warning, option.palette);
            marker.setAlphaF(item.state & QStyle::State_Selected ? 0.55F : 0.3F);
            painter->fillRect(QRect(left, text.top() + 1, right - left, text.height() - 2), marker);
            return;
        }
    }
    QStyledItemDelegate::paint(painter, option, index);
}

} // namespace stratoscope::ui
