// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPixmap>
#include <QWidget>

namespace stratoscope::ui {

/// Draws a picture, on a checkerboard where it is transparent.
void paintPicture(QPainter &painter, const QRect &area, const QPixmap &picture, const QPalette &palette);

/// Shows a picture scaled down to the available room, on a checkerboard where it is transparent.
class PictureView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    void show(const QImage &picture);
    using QWidget::show;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPixmap m_picture;
};

} // namespace stratoscope::ui
