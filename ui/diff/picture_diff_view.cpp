// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/picture_diff_view.h"

#include "ui/common/page_layout.h"
#include "ui/preview/picture_view.h"
#include "ui/style/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSlider>

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr int kPictureMargin = 8; // pixels
constexpr int kSliderSteps = 1000;

} // namespace

PictureDiffView::PictureDiffView(QWidget *parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
{
    setAccessibleName(tr("Difference of the pictures"));
    m_slider->setRange(0, kSliderSteps);
    m_slider->setPageStep(kSliderSteps / 10);
    m_slider->setSingleStep(kSliderSteps / 50);
    m_slider->setValue(kSliderSteps / 2);
    m_slider->setAccessibleName(tr("How much of the picture before is shown"));
    m_slider->setToolTip(m_slider->accessibleName());
    m_slider->setLayoutDirection(Qt::LeftToRight); // as the pictures are: before at the left
    connect(m_slider, &QSlider::valueChanged, this, qOverload<>(&QWidget::update));
    makeColumn(this, {stretch(), m_slider},
               {.around = {kPictureMargin, kPictureMargin, kPictureMargin, kPictureMargin}, .between = 0});
    setArrangement(SideBySide);
}

void PictureDiffView::show(const QImage &before, const QImage &after)
{
    m_before = QPixmap::fromImage(before);
    m_after = QPixmap::fromImage(after);
    update();
}

void PictureDiffView::setArrangement(Arrangement arrangement)
{
    m_arrangement = arrangement;
    m_slider->setVisible(arrangement == Overlaid);
    setFocusProxy(arrangement == Overlaid ? m_slider : nullptr);
    update();
}

QRect PictureDiffView::room() const
{
    const int caption = fontMetrics().height() + kPictureMargin / 2;
    const int below = m_arrangement == Overlaid ? m_slider->height() + 2 * kPictureMargin : kPictureMargin;
    return rect().adjusted(kPictureMargin, kPictureMargin + caption, -kPictureMargin, -below);
}

/// Reduces the larger picture to the room; the other one by as much.
double PictureDiffView::scaleFor(const QSize &room) const
{
    const QSize most = m_before.size().expandedTo(m_after.size());
    const double natural = 1 / devicePixelRatioF();
    return most.isEmpty() ? natural
                          : std::min({natural, double(room.width()) / most.width(), double(room.height()) / most.height()});
}

QRect PictureDiffView::placed(const QPixmap &picture, const QRect &room, double scale) const
{
    const QSize size(std::max(1, int(picture.width() * scale)), std::max(1, int(picture.height() * scale)));
    return {room.center() - QPoint(size.width() / 2, size.height() / 2), size};
}

/// The area of both pictures, one over the other.
QRect PictureDiffView::overlaid() const
{
    const double scale = scaleFor(room().size());
    return placed(m_before, room(), scale).united(placed(m_after, room(), scale));
}

void PictureDiffView::paintCaption(QPainter &painter, const QRect &area, const QString &text, Qt::Alignment alignment) const
{
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.drawText(QRect(area.left(), kPictureMargin, area.width(), fontMetrics().height()), alignment | Qt::AlignVCenter,
                     fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

void PictureDiffView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const auto caption = [](const QPixmap &picture, const QString &name) {
        return picture.isNull() ? name : tr("%1: %2 × %3").arg(name).arg(picture.width()).arg(picture.height());
    };
    const QRect all = room();
    if (m_arrangement == SideBySide) {
        const int half = (all.width() - kPictureMargin) / 2;
        const QRect left(all.left(), all.top(), half, all.height());
        const QRect right(all.right() - half, all.top(), half, all.height());
        const double scale = scaleFor(left.size());
        paintPicture(painter, placed(m_before, left, scale), m_before, palette());
        paintPicture(painter, placed(m_after, right, scale), m_after, palette());
        paintCaption(painter, left, caption(m_before, tr("Before")), Qt::AlignHCenter);
        paintCaption(painter, right, caption(m_after, tr("After")), Qt::AlignHCenter);
        painter.setPen(palette().color(QPalette::Midlight));
        painter.drawLine(rect().center().x(), 0, rect().center().x(), height());
        return;
    }
    const double scale = scaleFor(all.size());
    const QRect area = overlaid();
    const int x = area.left() + area.width() * m_slider->value() / kSliderSteps;
    painter.setClipRect(QRect(area.left(), all.top(), x - area.left(), all.height()));
    paintPicture(painter, placed(m_before, all, scale), m_before, palette());
    painter.setClipRect(QRect(x, all.top(), area.right() - x + 1, all.height()));
    paintPicture(painter, placed(m_after, all, scale), m_after, palette());
    painter.setClipping(false);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawLine(x, area.top() - kPictureMargin / 2, x, area.bottom() + kPictureMargin / 2);
    paintCaption(painter, all, caption(m_before, tr("Before")), Qt::AlignLeft);
    paintCaption(painter, all, caption(m_after, tr("After")), Qt::AlignRight);
}

void PictureDiffView::moveSliderTo(int x)
{
    const QRect area = overlaid();
    m_slider->setValue((x - area.left()) * kSliderSteps / std::max(1, area.width()));
}

void PictureDiffView::mousePressEvent(QMouseEvent *event)
{
    if (m_arrangement == Overlaid && event->button() == Qt::LeftButton)
        moveSliderTo(event->position().toPoint().x());
}

void PictureDiffView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_arrangement == Overlaid && event->buttons() & Qt::LeftButton)
        moveSliderTo(event->position().toPoint().x());
}

} // namespace stratoscope::ui
