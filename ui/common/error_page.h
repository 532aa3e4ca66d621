// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "ui/image/image_choices.h"

#include <QWidget>

#include <optional>

class QLabel;
class QListWidget;
class QPushButton;

namespace stratoscope::ui {

/// What to say about a kind of error, before its details: "This file is damaged."
QString errorHeadline(ErrorKind kind);

/// An error in place of what could not be shown: a sentence, the details, and what can be done. Where the archive holds several
/// images, they can be chosen from here.
class ErrorPage : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorPage(QWidget *parent = nullptr);

    /// `retryText`: what trying again is called here.
    void show(const Error &error, const QString &retryText = {});
    using QWidget::show;
    /// Something else to open instead: what it is called and what Session::open() takes for it.
    using Choice = ImageChoice;
    void offer(const QList<Choice> &choices);

Q_SIGNALS:
    void retryRequested();
    void closeRequested();
    void chosen(const stratoscope::ui::ImageChoice &choice);

private:
    void choose();
    void copyDetails();

    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_detail;
    QListWidget *m_choices;
    QList<Choice> m_offered; ///< in the order of the rows
    QPushButton *m_open;
    QPushButton *m_retry;
};

} // namespace stratoscope::ui
