// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>

namespace stratoscope::ui {

/// A line of text that is elided if it does not fit. Its tool tip then shows the full text, unless it has one of its own.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    ElidedLabel(Qt::TextElideMode mode, QWidget *parent);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    const Qt::TextElideMode m_mode;
};

} // namespace stratoscope::ui
