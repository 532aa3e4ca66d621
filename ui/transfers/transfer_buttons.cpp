// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_buttons.h"

#include "ui/common/page_layout.h"
#include "ui/style/icons.h"
#include "ui/transfers/start_script.h"
#include "ui/transfers/transfer.h"

#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

void set(QToolButton *button, const QString &iconName, const QString &text)
{
    if (button->accessibleName() == text)
        return;
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
}

QString openIcon(const Transfer &transfer)
{
    if (transfer.needsLogin())
        return u"registry"_s;
    return transfer.kind == TransferKind::Pull ? u"open"_s : transfer.kind == TransferKind::Push ? u"copy"_s : u"folder"_s;
}

} // namespace

bool canActivate(const Transfer &transfer)
{
    return transfer.canOpen() || transfer.needsLogin() || transfer.canCopyReference();
}

bool canStart(const Transfer &transfer)
{
    return transfer.kind == TransferKind::Export && transfer.state == TransferState::Done
        && !startScript(transfer.target).isEmpty();
}

QString openText(const Transfer &transfer)
{
    if (transfer.needsLogin())
        return TransferButtons::tr("Log In…");
    if (transfer.kind == TransferKind::Push)
        return TransferButtons::tr("Copy Reference");
    if (transfer.kind == TransferKind::Export || transfer.kind == TransferKind::Save)
        return TransferButtons::tr("Open Folder");
    return transfer.state == TransferState::Done ? TransferButtons::tr("Open") : TransferButtons::tr("Open Partial Image");
}

QString toggleText(const Transfer &transfer)
{
    if (transfer.canPause())
        return TransferButtons::tr("Pause");
    if (canStart(transfer))
        return TransferButtons::tr("Start the Virtual Machine");
    return transfer.state == TransferState::Paused ? TransferButtons::tr("Resume") : TransferButtons::tr("Try Again");
}

QString endText(const Transfer &transfer)
{
    return transfer.isActive() || transfer.state == TransferState::Paused ? TransferButtons::tr("Cancel")
                                                                          : TransferButtons::tr("Remove from List");
}

TransferButtons::TransferButtons(QWidget *parent)
    : QWidget(parent)
    , m_open(makeIconButton({}, {}, this))
    , m_toggle(makeIconButton({}, {}, this))
    , m_end(makeIconButton({}, {}, this))
{
    auto *const row = makeRow(this, {stretch()}, {.around = {0, 6, 8, 0}, .between = 2});
    for (QToolButton *const button : {m_open, m_toggle, m_end}) {
        button->setFixedSize(28, 28);
        QSizePolicy policy = button->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        button->setSizePolicy(policy);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_open, &QToolButton::clicked, this, &TransferButtons::openClicked);
    connect(m_toggle, &QToolButton::clicked, this, &TransferButtons::toggleClicked);
    connect(m_end, &QToolButton::clicked, this, &TransferButtons::endClicked);
}

void TransferButtons::show(const Transfer &transfer)
{
    set(m_open, openIcon(transfer), openText(transfer));
    m_open->setVisible(canActivate(transfer));
    const bool again = transfer.state == TransferState::Failed || transfer.state == TransferState::Cancelled;
    set(m_toggle, transfer.canPause() ? u"pause"_s : again ? u"retry"_s : u"resume"_s, toggleText(transfer));
    m_toggle->setVisible(transfer.canPause() || transfer.canResume() || canStart(transfer));
    const bool ends = transfer.isActive() || transfer.state == TransferState::Paused;
    set(m_end, ends ? u"cancel"_s : u"close"_s, endText(transfer));
    m_end->setEnabled(transfer.state != TransferState::Stopping);
}

} // namespace stratoscope::ui
