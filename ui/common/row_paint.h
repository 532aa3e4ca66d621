// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QStyleOptionViewItem>

class QPainter;

/// What the delegates of this program's lists have in common.
namespace stratoscope::ui {

struct RowColors {
    QColor text;
    QColor under; ///< behind the text
    QColor muted;
};
/// Of a row as it is painted: selected or not, in the active window or not.
RowColors rowColors(const QStyleOptionViewItem &item);

/// Paints what the style has behind a row, without its text and icon.
void paintRowBackground(QPainter *painter, QStyleOptionViewItem item);

/// For the second line of a row.
QFont smallerFont(QFont font);

/// A bar with round ends, filled so far from where reading begins; a share below 0 is an empty one.
void paintBar(QPainter *painter, const QRectF &area, double share, const QColor &fill, const QColor &trough,
              Qt::LayoutDirection direction);

/// What an image is made of (commands, names, figures) in the order in which it is written, where reading begins at the right.
QString isolated(const QString &text, Qt::LayoutDirection direction);

/// Text in a single line, cut where it does not fit.
void paintLine(QPainter *painter, const QStyleOptionViewItem &item, const QRect &area, const QString &text,
               Qt::Alignment alignment = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideRight);

} // namespace stratoscope::ui
