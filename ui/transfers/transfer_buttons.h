// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QToolButton;

namespace stratoscope::ui {

struct Transfer;

/// What can be done to one transfer, at the end of its row.
class TransferButtons : public QWidget
{
    Q_OBJECT

public:
    explicit TransferButtons(QWidget *parent = nullptr);

    /// The room that they take.
    static constexpr int kWidth = 108;
    void show(const Transfer &transfer);
    using QWidget::show;

Q_SIGNALS:
    void openClicked();
    void toggleClicked(); ///< pause, resume, or try again
    void endClicked(); ///< cancel, or take it off the list

private:
    QToolButton *m_open;
    QToolButton *m_toggle;
    QToolButton *m_end;
};

/// What looking at what it has made is called.
QString openText(const Transfer &transfer);
/// What pausing or going on is called for a transfer of this state.
QString toggleText(const Transfer &transfer);
/// What ending or forgetting it is called.
QString endText(const Transfer &transfer);

} // namespace stratoscope::ui
