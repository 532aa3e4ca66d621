// SPDX-License-Identifier: Apache-2.0
#include "ui/window/transfer_summary.h"

#include "ui/common/format.h"
#include "ui/transfers/transfer_delegate.h"
#include "ui/transfers/transfers.h"

#include <algorithm>

namespace stratoscope::ui {

TransferSummary::TransferSummary(Transfers &transfers, QWidget *parent)
    : QToolButton(parent)
    , m_transfers(transfers)
{
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setAutoRaise(true);
    hide();
    connect(&transfers, &Transfers::stateChanged, this, &TransferSummary::refresh);
    connect(transfers.model(), &QAbstractItemModel::dataChanged, this, &TransferSummary::refresh);
    connect(transfers.model(), &QAbstractItemModel::rowsRemoved, this, &TransferSummary::refresh);
    refresh();
}

void TransferSummary::refresh()
{
    const Transfer *first = nullptr;
    int active = 0;
    Progress sum{.total = 0};
    for (const Transfer &transfer : m_transfers.transfers()) {
        if (!transfer.isActive())
            continue;
        if (++active == 1)
            first = &transfer;
        sum.current += transfer.progress.current;
        sum.total += std::max<qint64>(transfer.progress.total, 0);
    }
    const int permille = progressPermille(sum);
    QString text = active == 1 ? transferSummary(*first) : tr("%n active tasks", nullptr, active);
    if (active > 1 && permille >= 0)
        text = tr("%1, %2 %").arg(text, QString::number(permille / 10));
    constexpr int kMaxLetters = 50; // the window must not grow with a name
    setText(fontMetrics().elidedText(text, Qt::ElideMiddle, kMaxLetters * fontMetrics().averageCharWidth()));
    setAccessibleName(text);
    setToolTip(text);
    if (first)
        setIcon(transferIcon(first->kind, TransferState::Running));
    if (isHidden() == (active > 0)) {
        setVisible(active > 0);
        Q_EMIT shownOrHidden();
    }
}

} // namespace stratoscope::ui
