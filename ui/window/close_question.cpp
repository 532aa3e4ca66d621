// SPDX-License-Identifier: Apache-2.0
#include "ui/window/close_question.h"

#include "ui/transfers/transfers.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

bool counts(const Transfer &transfer)
{
    return transfer.isActive() && transfer.kind != TransferKind::Verify && transfer.kind != TransferKind::Open
        && transfer.kind != TransferKind::CleanUp;
}

} // namespace

CloseQuestion::CloseQuestion(const Transfers &transfers, QWidget *window)
    : QMessageBox(Question, tr("Stratoscope"), QString(), NoButton, window)
{
    constexpr int kMaxShown = 5;
    QStringList lines;
    int pulls = 0;
    int exports = 0;
    for (const Transfer &transfer : transfers.transfers()) {
        if (!counts(transfer))
            continue;
        pulls += transfer.kind == TransferKind::Pull;
        exports += transfer.kind == TransferKind::Export;
        if (++m_count <= kMaxShown)
            lines += u"•  "_s + transferSummary(transfer);
    }
    if (m_count > kMaxShown)
        lines += tr("and %n more", nullptr, m_count - kMaxShown);
    if (exports > 0)
        lines += {QString(), tr("Exports that are stopped leave nothing behind.")};
    if (pulls > 0)
        lines += {QString(), tr("Unfinished pulls are kept and can be resumed next time.")};
    setText(tr("%n tasks are still running.", nullptr, m_count));
    setInformativeText(lines.join(u'\n'));
    m_quit = addButton(pulls == m_count ? tr("Pause and Quit") : tr("Stop and Quit"), AcceptRole);
    setDefaultButton(addButton(tr("Cancel"), RejectRole));
}

bool CloseQuestion::mayClose()
{
    if (m_count == 0)
        return true;
    exec();
    return clickedButton() == m_quit;
}

} // namespace stratoscope::ui
