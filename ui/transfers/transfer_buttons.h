// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QToolButton;

namespace stratoscope::ui {

struct Transfer;

/// The buttons at the end of a transfer's row.
class TransferButtons : public QWidget
{
    Q_OBJECT

public:
    explicit TransferButtons(QWidget *parent = nullptr);

    static constexpr int kWidth = 108;
    void show(const Transfer &transfer);
    using QWidget::show;

Q_SIGNALS:
    void openClicked();
    void toggleClicked(); ///< pause, resume, retry or start
    void endClicked(); ///< cancel or remove

private:
    QToolButton *m_open;
    QToolButton *m_toggle;
    QToolButton *m_end;
};

/// Whether there is something to do as openText() says.
bool canActivate(const Transfer &transfer);
/// "Open", "Open Partial Image", "Open Folder", "Copy Reference" or "Log In…".
QString openText(const Transfer &transfer);
/// Whether it is an export of a virtual machine that can be started. Looks at the disk.
bool canStart(const Transfer &transfer);
/// "Pause", "Resume", "Try Again" or "Start the Virtual Machine".
QString toggleText(const Transfer &transfer);
/// "Cancel" or "Remove from List".
QString endText(const Transfer &transfer);

} // namespace stratoscope::ui
