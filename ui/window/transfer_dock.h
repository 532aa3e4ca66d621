// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDockWidget>

namespace stratoscope::ui {

class TransferPane;
class Transfers;

/// The dock below the images with the list of transfers.
class TransferDock : public QDockWidget
{
    Q_OBJECT

public:
    TransferDock(Transfers &transfers, QWidget *parent);

    /// Shows a transfer in the list.
    void showTransfer(int id);

Q_SIGNALS:
    /// The result of a transfer is to be opened.
    void openRequested(int id);

private:
    TransferPane *m_pane;
};

} // namespace stratoscope::ui
