// SPDX-License-Identifier: Apache-2.0
#include "ui/common/row_painter.h"

#include <QApplication>
#include <QPainter>

namespace stratoscope::ui {

QFont smallerFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

QString isolated(const QString &text, Qt::LayoutDirection direction)
{
    constexpr QChar kFirstStrongIsolate(0x2068);
    constexpr QChar kPopDirectionalIsolate(0x2069);
    return direction == Qt::LeftToRight || text.isEmpty() ? text : kFirstStrongIsolate + text + kPopDirectionalIsolate;
}

RowPainter::RowPainter(QPainter *painter, const QStyleOptionViewItem &item)
    : painter(painter)
    , item(item)
    , isSelected(item.state & QStyle::State_Selected)
{
    const auto group = item.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    text = item.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    under = item.palette.color(group, isSelected ? QPalette::Highlight : QPalette::Base);
    muted = blend(text, under, isSelected ? 0.15 : 0.35);
    painter->save();
    painter->setFont(item.font);
}

RowPainter::~RowPainter()
{
    painter->restore();
}

QRect RowPainter::mirrored(const QRect &area) const
{
    return QStyle::visualRect(item.direction, item.rect, area);
}

QRect RowPainter::centred(const QRect &line, int left, int size)
{
    return {left, line.top() + (line.height() - size) / 2, size, size};
}

void RowPainter::paintBackground() const
{
    QStyleOptionViewItem background = item;
    background.text.clear();
    background.icon = {};
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, item.widget);
}

void RowPainter::paintIcon(const QRect &area, const QIcon &icon) const
{
    icon.paint(painter, mirrored(area), Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
}

void RowPainter::paintText(const QRect &area, const QString &text, const QColor &color, Qt::Alignment alignment,
                           Qt::TextElideMode elide) const
{
    const auto visual = QStyle::visualAlignment(item.direction, alignment) | Qt::AlignVCenter;
    const QString shown = painter->fontMetrics().elidedText(text, elide, area.width());
    painter->setPen(color);
    // The direction marks may come from a taller font.
    painter->drawText(mirrored(area), int(visual) | Qt::TextSingleLine | Qt::TextDontClip, isolated(shown, item.direction));
}

void RowPainter::paintBar(const QRect &area, double share, const QColor &fill) const
{
    const QRectF bar = mirrored(area);
    const double radius = bar.height() / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(blend(text, under, 0.86));
    painter->drawRoundedRect(bar, radius, radius);
    if (share > 0) {
        const double width = std::max(bar.height(), bar.width() * std::min(share, 1.0));
        const double left = item.direction == Qt::RightToLeft ? bar.right() - width : bar.left();
        painter->setBrush(fill);
        painter->drawRoundedRect(QRectF(left, bar.top(), width, bar.height()), radius, radius);
    }
    painter->restore();
}

} // namespace stratoscope::ui
