// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace stratoscope::ui {

/// A headline for a kind of error: "Not found".
QString errorHeadline(ErrorKind kind);

/// A page shown in place of something that could not be opened: what went wrong, the details, and buttons to retry or close. Can
/// offer a list of alternatives.
class ErrorPage : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorPage(QWidget *parent = nullptr);

    /// `retryText` replaces "Try Again".
    void show(const Error &error, const QString &retryText = {});
    using QWidget::show;
    /// Lists alternatives to choose from.
    void offer(const QStringList &choices);

Q_SIGNALS:
    void retryRequested();
    void closeRequested();
    /// `index` of one of the offered choices.
    void chosen(int index);

private:
    void choose();

    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_detail;
    QListWidget *m_choices;
    QPushButton *m_open;
    QPushButton *m_retry;
};

} // namespace stratoscope::ui
