// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QToolButton>

namespace stratoscope::ui {

class Transfers;

/// The button in the status bar that sums up what is running, in the words of the list of transfers: "Pull: alpine, 40 %",
/// "2 active tasks, 40 %". Hidden when nothing is.
class TransferSummary : public QToolButton
{
    Q_OBJECT

public:
    TransferSummary(Transfers &transfers, QWidget *parent);

Q_SIGNALS:
    void shownOrHidden();

private:
    void refresh();

    Transfers &m_transfers;
};

} // namespace stratoscope::ui
