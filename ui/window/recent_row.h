// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QAbstractButton>

class QToolButton;

namespace stratoscope::ui {

/// A recently opened image: a click opens it again, and the button at its end removes it from the list.
class RecentRow : public QAbstractButton
{
    Q_OBJECT

public:
    RecentRow(const LibraryRow &row, QWidget *parent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void forgetRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const LibraryRow m_row;
    QToolButton *m_forget;
};

} // namespace stratoscope::ui
