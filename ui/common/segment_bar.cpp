// SPDX-License-Identifier: Apache-2.0
#include "ui/common/segment_bar.h"

#include "ui/common/page_layout.h"
#include "ui/style/theme.h"

#include <QAbstractButton>
#include <QPainter>
#include <QStyleOptionFocusRect>

namespace stratoscope::ui {

namespace {

/// The checked one has the palette's highlight colour; adjacent segments share a border.
class SegmentButton : public QAbstractButton
{
public:
    explicit SegmentButton(const SegmentBar::Segment &segment)
    {
        setText(segment.text);
        setToolTip(segment.toolTip);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override { return fontMetrics().size(0, text()) + QSize(18, 10); }

protected:
    void paintEvent(QPaintEvent *) override
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
};

} // namespace

SegmentBar::SegmentBar(const QList<Segment> &segments, QWidget *parent)
    : QWidget(parent)
{
    auto *const row = makeRow(this, {});
    for (const Segment &segment : segments) {
        auto *const button = new SegmentButton(segment);
        m_group.addButton(button, row->count());
        row->addWidget(button);
    }
    setCurrent(0);
    connect(&m_group, &QButtonGroup::idClicked, this, &SegmentBar::selected);
}

} // namespace stratoscope::ui
