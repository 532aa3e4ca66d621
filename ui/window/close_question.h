// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMessageBox>

namespace stratoscope::ui {

class Transfers;

/// Asks whether the window may close although tasks are running. Opening and verifying images and cleaning up the store do not
/// count, as nothing is lost by cancelling them.
class CloseQuestion : public QMessageBox
{
    Q_OBJECT

public:
    CloseQuestion(const Transfers &transfers, QWidget *window);

    /// Without asking if nothing that counts is running.
    bool mayClose();

private:
    int m_count = 0;
    QPushButton *m_quit;
};

} // namespace stratoscope::ui
