// SPDX-License-Identifier: Apache-2.0
#include "ui/window/transfer_summary.h"

#include "ui/common/format.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

TransferSummary::TransferSummary(Transfers &transfers, QWidget *parent)
    : QToolButton(parent)
    , m_transfers(transfers)
{
    setIcon(ui::icon(u"download"_s, Tint::Accent));
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
    int active = 0;
    int pulls = 0;
    Progress sum{.total = 0};
    for (const Transfer &transfer : m_transfers.transfers()) {
        if (!transfer.isActive() || transfer.kind == TransferKind::Verify)
            continue;
        ++active;
        pulls += transfer.kind == TransferKind::Pull;
        sum.current += transfer.progress.current;
        sum.total += std::max<qint64>(transfer.progress.total, 0);
    }
    const int permille = progressPermille(sum);
    const QString text = pulls == active ? tr("Pulling %n images", nullptr, active) : tr("%n transfers", nullptr, active);
    setText(permille < 0 ? text : tr("%1, %2 %").arg(text).arg(permille / 10));
    setAccessibleName(this->text());
    if (isHidden() == (active > 0)) {
        setVisible(active > 0);
        Q_EMIT shownOrHidden();
    }
}

} // namespace stratoscope::ui
