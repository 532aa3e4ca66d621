// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace stratoscope::ui {

/// A page that shows the progress of a task, with a button to cancel it.
class ProgressPage : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressPage(QWidget *parent = nullptr);

    /// Resets the page and shows this title.
    void begin(const QString &title);
    void show(const Progress &progress);
    using QWidget::show;

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel *m_title;
    QLabel *m_stage;
    QProgressBar *m_bar;
    QLabel *m_numbers;
    QPushButton *m_cancel;
};

} // namespace stratoscope::ui
