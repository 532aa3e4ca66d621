// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPixmap>
#include <QWidget>

namespace stratoscope::ui {

/// A picture as large as there is room, never larger than it is. What is transparent in it shows a chessboard.
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
