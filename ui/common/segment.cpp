// SPDX-License-Identifier: Apache-2.0
#include "ui/common/segment.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyleOptionFocusRect>

namespace stratoscope::ui {

Segment::Segment(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Segment::sizeHint() const
{
    return fontMetrics().size(0, text()) + QSize(18, 10);
}

void Segment::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor fill = isChecked() ? palette().color(QPalette::Highlight)
        : underMouse()              ? blend(palette().color(QPalette::Button), palette().color(QPalette::ButtonText), 0.08)
                                    : palette().color(QPalette::Button);
    painter.setPen(blend(palette().color(QPalette::Button), palette().color(QPalette::ButtonText), 0.3));
    painter.setBrush(fill);
    const bool last = x() + width() >= parentWidget()->width();
    painter.drawRect(rect().adjusted(0, 0, last ? -1 : 0, -1));
    painter.setPen(palette().color(isChecked() ? QPalette::HighlightedText : QPalette::ButtonText));
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width() - 6, Qt::TextShowMnemonic);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, shown);
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = rect().adjusted(3, 3, -3, -3);
        focus.backgroundColor = fill;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

} // namespace stratoscope::ui
