// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QStyleOptionViewItem>

class QPainter;

/// Helpers for delegates.
namespace stratoscope::ui {

struct RowColors {
    QColor text;
    QColor under; ///< background
    QColor muted;
};
/// The colours of a row, depending on whether it is selected and whether its window is active.
RowColors rowColors(const QStyleOptionViewItem &item);

/// Paints the style's background of a row.
void paintRowBackground(QPainter *painter, QStyleOptionViewItem item);

/// The font for the second line of a row.
QFont smallerFont(QFont font);

/// A progress bar with round ends, filled from the leading edge. An empty bar if `share` is negative.
void paintBar(QPainter *painter, const QRectF &area, double share, const QColor &fill, const QColor &trough,
              Qt::LayoutDirection direction);

/// Adds direction marks around commands, names and numbers if the layout is right to left, so that they keep their own order.
QString isolated(const QString &text, Qt::LayoutDirection direction);

/// Text in a single line, elided if it does not fit.
void paintLine(QPainter *painter, const QStyleOptionViewItem &item, const QRect &area, const QString &text,
               Qt::Alignment alignment = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideRight);

} // namespace stratoscope::ui
