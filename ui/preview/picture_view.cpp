// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/picture_view.h"

#include "ui/style/theme.h"

#include <QPainter>

namespace stratoscope::ui {

void PictureView::show(const QImage &picture)
{
    m_picture = QPixmap::fromImage(picture);
    update();
}

void paintPicture(QPainter &painter, const QRect &area, const QPixmap &picture, const QPalette &palette)
{
    constexpr int kSquare = 8;
    if (picture.isNull())
        return;
    painter.save();
    if (picture.hasAlphaChannel()) {
        painter.setClipRect(area, Qt::IntersectClip);
        const QColor first = palette.color(QPalette::Base);
        const QColor second = blend(first, palette.color(QPalette::Text), 0.08);
        for (int y = 0; y * kSquare < area.height(); ++y) {
            for (int x = 0; x * kSquare < area.width(); ++x)
                painter.fillRect(area.left() + x * kSquare, area.top() + y * kSquare, kSquare, kSquare,
                                 (x + y) % 2 == 0 ? first : second);
        }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(area, picture);
    painter.restore();
}

void PictureView::paintEvent(QPaintEvent *)
{
    constexpr int kMargin = 8;
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_picture.isNull())
        return;
    const QSize room = size() - QSize(2 * kMargin, 2 * kMargin);
    QSize shown = m_picture.size() / devicePixelRatioF();
    if (shown.width() > room.width() || shown.height() > room.height())
        shown.scale(room, Qt::KeepAspectRatio);
    paintPicture(painter, {QPoint((width() - shown.width()) / 2, (height() - shown.height()) / 2), shown}, m_picture, palette());
}

} // namespace stratoscope::ui
