// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QToolButton>

namespace stratoscope::ui {

class Transfers;

/// The button in the status bar that sums up what is running: "Pulling 2 images, 40 %". Hidden when nothing is. Verifications have
/// a progress bar of their own and are not counted.
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
