// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"
#include "image/image.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace stratoscope::ui {

/// One finding of an audit: what was seen, where it still is, the step that brought it in, and its value on request.
class FindingDetails : public QWidget
{
    Q_OBJECT

public:
    explicit FindingDetails(QWidget *parent = nullptr);

    /// `finding`: null for none.
    void show(const Finding *finding, const Image &image);
    using QWidget::show;

Q_SIGNALS:
    void fileRequested();

private:
    void showValue(bool isShown);

    Finding m_finding;
    QLabel *m_text;
    QLabel *m_place;
    QLabel *m_whereabouts;
    QLabel *m_step;
    QLabel *m_value;
    QPushButton *m_showValue;
    QPushButton *m_showFile;
};

} // namespace stratoscope::ui
