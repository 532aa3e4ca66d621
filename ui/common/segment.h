// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>

namespace stratoscope::ui {

/// One part of a switch: flat, the chosen one in the palette's highlight. Neighbours in one parent share a line.
class Segment : public QAbstractButton
{
    Q_OBJECT

public:
    Segment(const QString &text, QWidget *parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace stratoscope::ui
