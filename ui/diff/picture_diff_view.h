// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPixmap>
#include <QWidget>

class QSlider;

namespace stratoscope::ui {

/// Two pictures beside each other or, one over the other, with a slider between them. Both are shown at the same scale.
class PictureDiffView : public QWidget
{
    Q_OBJECT

public:
    enum Arrangement { SideBySide, Overlaid };

    explicit PictureDiffView(QWidget *parent = nullptr);

    /// Either may be null.
    void show(const QImage &before, const QImage &after);
    using QWidget::show;
    void setArrangement(Arrangement arrangement);
    Arrangement arrangement() const { return m_arrangement; }
    QSlider *slider() const { return m_slider; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    /// Where the pictures are drawn, and their captions above.
    QRect room() const;
    QRect placed(const QPixmap &picture, const QRect &room, double scale) const;
    QRect overlaid() const;
    double scaleFor(const QSize &room) const;
    void paintCaption(QPainter &painter, const QRect &area, const QString &text, Qt::Alignment alignment) const;
    void moveSliderTo(int x);

    QPixmap m_before;
    QPixmap m_after;
    Arrangement m_arrangement = SideBySide;
    QSlider *m_slider;
};

} // namespace stratoscope::ui
