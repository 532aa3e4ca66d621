// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPixmap>
#include <QWidget>

namespace stratoscope::ui {

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
