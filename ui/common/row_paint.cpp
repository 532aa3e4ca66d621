// SPDX-License-Identifier: Apache-2.0
#include "ui/common/row_paint.h"

#include "ui/style/theme.h"

#include <QApplication>
#include <QPainter>

namespace stratoscope::ui {

RowColors rowColors(const QStyleOptionViewItem &item)
{
    const bool selected = item.state & QStyle::State_Selected;
    const auto group = item.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QColor text = item.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor under = item.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    return {.text = text, .under = under, .muted = blend(text, under, selected ? 0.15 : 0.35)};
}

void paintRowBackground(QPainter *painter, QStyleOptionViewItem item)
{
    item.text.clear();
    item.icon = {};
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
}

QFont smallerFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

void paintBar(QPainter *painter, const QRectF &area, double share, const QColor &fill, const QColor &trough,
              Qt::LayoutDirection direction)
{
    const double radius = area.height() / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(trough);
    painter->drawRoundedRect(area, radius, radius);
    if (share > 0) {
        const double width = std::max(area.height(), area.width() * std::min(share, 1.0));
        const double left = direction == Qt::RightToLeft ? area.right() - width : area.left();
        painter->setBrush(fill);
        painter->drawRoundedRect(QRectF(left, area.top(), width, area.height()), radius, radius);
    }
    painter->restore();
}

QString isolated(const QString &text, Qt::LayoutDirection direction)
{
    constexpr QChar kFirstStrongIsolate(0x2068);
    constexpr QChar kPopDirectionalIsolate(0x2069);
    return direction == Qt::LeftToRight || text.isEmpty() ? text : kFirstStrongIsolate + text + kPopDirectionalIsolate;
}

void paintLine(QPainter *painter, const QStyleOptionViewItem &item, const QRect &area, const QString &text, Qt::Alignment alignment,
               Qt::TextElideMode elide)
{
    const auto visual = QStyle::visualAlignment(item.direction, alignment) | Qt::AlignVCenter;
    const QString shown = painter->fontMetrics().elidedText(text, elide, area.width());
    // The direction marks may come from a taller font.
    painter->drawText(area, int(visual) | Qt::TextSingleLine | Qt::TextDontClip, isolated(shown, item.direction));
}

} // namespace stratoscope::ui
