// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_report.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace stratoscope::ui {

/// What an export has written, with its warnings, and what can be done with it now.
class ExportResult : public QWidget
{
    Q_OBJECT

public:
    explicit ExportResult(QWidget *parent = nullptr);

    void show(const ExportReport &report);
    using QWidget::show;

Q_SIGNALS:
    void closeRequested();

private:
    void openFolder();
    void start();

    QString m_path;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QListWidget *m_warnings;
    QLabel *m_problem;
    QPushButton *m_start;
    QPushButton *m_copy;
};

} // namespace stratoscope::ui
