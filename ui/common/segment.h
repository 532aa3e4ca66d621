// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>

namespace stratoscope::ui {

/// One button of a segmented switch. The checked one has the palette's highlight colour; adjacent segments share a border.
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
