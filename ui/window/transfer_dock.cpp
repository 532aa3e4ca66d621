// SPDX-License-Identifier: Apache-2.0
#include "ui/window/transfer_dock.h"

#include "ui/transfers/transfer_pane.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

TransferDock::TransferDock(Transfers &transfers, QWidget *parent)
    : QDockWidget(tr("Activity"), parent)
    , m_pane(new TransferPane(transfers, this))
{
    setObjectName(u"transfers"_s);
    setWidget(m_pane);
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea);
    connect(m_pane, &TransferPane::openRequested, this, &TransferDock::openRequested);
}

void TransferDock::showTransfer(int id)
{
    show();
    m_pane->showLog(false);
    m_pane->select(id);
}

} // namespace stratoscope::ui
