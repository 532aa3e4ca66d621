// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QAbstractButton>

class QToolButton;

namespace stratoscope::ui {

/// An image that was opened lately: a click opens it again; a button at its end takes it off the list.
class RecentRow : public QAbstractButton
{
    Q_OBJECT

public:
    RecentRow(const LibraryRow &row, QWidget *parent);

    QToolButton *forgetButton() const { return m_forget; }
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
