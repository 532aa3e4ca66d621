// SPDX-License-Identifier: Apache-2.0
#include "ui/window/close_question.h"

#include "ui/transfers/transfers.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct CloseQuestionTr {
    Q_DECLARE_TR_FUNCTIONS(CloseQuestion)
};

bool counts(const Transfer &transfer)
{
    return transfer.isActive() && transfer.kind != TransferKind::Verify && transfer.kind != TransferKind::Open
        && transfer.kind != TransferKind::CleanUp && transfer.kind != TransferKind::Mount;
}

} // namespace

bool mayClose(const Transfers &transfers, QWidget *window)
{
    constexpr int kMaxShown = 5;
    QStringList lines;
    int count = 0;
    int pulls = 0;
    int exports = 0;
    int pushes = 0;
    for (const Transfer &transfer : transfers.transfers()) {
        if (!counts(transfer))
            continue;
        pulls += transfer.kind == TransferKind::Pull;
        exports += transfer.kind == TransferKind::Export;
        pushes += transfer.kind == TransferKind::Push;
        if (++count <= kMaxShown)
            lines += u"•  "_s + transferSummary(transfer);
    }
    if (count == 0)
        return true;
    if (count > kMaxShown)
        lines += CloseQuestionTr::tr("and %n more", nullptr, count - kMaxShown);
    if (exports > 0)
        lines += {QString(), CloseQuestionTr::tr("Exports that are stopped leave nothing behind.")};
    if (pushes > 0)
        lines += {QString(), CloseQuestionTr::tr("What a push has uploaded does not have to be uploaded again.")};
    if (pulls > 0)
        lines += {QString(), CloseQuestionTr::tr("Unfinished pulls are kept and can be resumed next time.")};

    QMessageBox question(QMessageBox::Question, CloseQuestionTr::tr("Stratoscope"),
                         CloseQuestionTr::tr("%n tasks are still running.", nullptr, count), QMessageBox::NoButton, window);
    question.setInformativeText(lines.join(u'\n'));
    const QAbstractButton *const quit = question.addButton(
        pulls == count ? CloseQuestionTr::tr("Pause and Quit") : CloseQuestionTr::tr("Stop and Quit"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(CloseQuestionTr::tr("Cancel"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == quit;
}

} // namespace stratoscope::ui
