// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QStyleOptionViewItem>

class QPainter;

namespace stratoscope::ui {

/// The font for the second line of a row.
QFont smallerFont(QFont font);

/// Adds direction marks around commands, names and numbers if the layout is right to left, so that they keep their own order.
QString isolated(const QString &text, Qt::LayoutDirection direction);

/// Paints the parts of a row for a delegate. Their areas are given as in a layout from left to right, and mirrored where it is not.
class RowPainter
{
public:
    /// Both must outlive it; it leaves the painter as it was.
    RowPainter(QPainter *painter, const QStyleOptionViewItem &item);
    ~RowPainter();

    QRect mirrored(const QRect &area) const;
    /// In the middle of the line's height.
    static QRect centred(const QRect &line, int left, int size);

    /// The style's background.
    void paintBackground() const;
    void paintIcon(const QRect &area, const QIcon &icon) const;
    /// In a single line, elided if it does not fit.
    void paintText(const QRect &area, const QString &text, const QColor &color, Qt::Alignment alignment = Qt::AlignLeft,
                   Qt::TextElideMode elide = Qt::ElideRight) const;
    /// A progress bar with round ends, filled from the leading edge; empty if `share` is not positive.
    void paintBar(const QRect &area, double share, const QColor &fill) const;

    QPainter *const painter;
    const QStyleOptionViewItem &item;
    const bool isSelected;
    // These depend on whether the row is selected and its window is active.
    QColor text;
    QColor muted;
    QColor under; ///< background
    /// The text's colour in a selected row.
    QColor tinted(Tint tint) const { return isSelected ? text : tintColor(tint, item.palette); }
};

} // namespace stratoscope::ui
