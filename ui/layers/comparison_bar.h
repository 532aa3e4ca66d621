// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace stratoscope::ui {

/// Above the layers of two images that are compared: to swap or end the comparison. While the other image is not there, it says
/// why.
class ComparisonBar : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonBar(QWidget *parent = nullptr);

    void showReady();
    /// `status`: how far opening it has come.
    void showOpening(const QString &title, const QString &status);
    void showProblem(const QString &title, const Error &error);

Q_SIGNALS:
    void swapRequested();
    void endRequested();
    void retryRequested();

private:
    void showText(const QString &headline, const QString &detail, bool isProblem);

    QLabel *m_caption;
    QToolButton *m_retry;
    QToolButton *m_swap;
    QToolButton *m_end;
    QLabel *m_headline;
    QLabel *m_detail;
};

} // namespace stratoscope::ui
