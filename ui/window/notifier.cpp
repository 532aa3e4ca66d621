// SPDX-License-Identifier: Apache-2.0
#include "ui/window/notifier.h"

#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QTimer>
#include <QWidget>

namespace stratoscope::ui {

namespace {

constexpr int kShownMs = 10'000;

QString titleOf(const Transfer &transfer)
{
    const bool isDone = transfer.state == TransferState::Done;
    switch (transfer.kind) {
    case TransferKind::Pull:
        return (isDone ? Notifier::tr("Pulled %1") : Notifier::tr("%1 could not be pulled")).arg(transfer.title());
    case TransferKind::Open:
        return (isDone ? Notifier::tr("Opened %1") : Notifier::tr("%1 could not be opened")).arg(transfer.title());
    case TransferKind::Verify:
        return (isDone ? Notifier::tr("Verified %1") : Notifier::tr("%1 failed verification")).arg(transfer.title());
    case TransferKind::Export:
        return (isDone ? Notifier::tr("Exported %1") : Notifier::tr("%1 could not be exported")).arg(transfer.title());
    case TransferKind::Save:
        return (isDone ? Notifier::tr("Saved %1") : Notifier::tr("%1 could not be saved")).arg(transfer.title());
    case TransferKind::Import:
        return (isDone ? Notifier::tr("Imported %1") : Notifier::tr("%1 could not be imported")).arg(transfer.title());
    case TransferKind::Copy:
        return (isDone ? Notifier::tr("Copied %1") : Notifier::tr("%1 could not be copied")).arg(transfer.title());
    case TransferKind::CleanUp:
        return isDone ? Notifier::tr("Cleaned up the image store") : Notifier::tr("The image store could not be cleaned up");
    }
    Q_UNREACHABLE();
}

} // namespace

Notifier::Notifier(const Transfers &transfers, QWidget *window)
    : QObject(window)
    , m_transfers(transfers)
    , m_window(window)
{
    connect(&transfers, &Transfers::ended, this, &Notifier::notify);
}

void Notifier::notify(int id)
{
    if (m_window->isActiveWindow() || !settings::notifies())
        return;
    const Transfer &transfer = *m_transfers.find(id);
    const QString title = titleOf(transfer);
    const QString text = transferText(transfer);
    const bool isDone = transfer.state == TransferState::Done;
    QApplication::alert(m_window);
    Q_EMIT notified(title, text);
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(applicationIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, m_window, [this] {
            m_window->raise();
            m_window->activateWindow();
        });
    }
    m_tray->show();
    m_tray->showMessage(title, text, isDone ? QSystemTrayIcon::Information : QSystemTrayIcon::Warning, kShownMs);
    QTimer::singleShot(kShownMs, m_tray, &QSystemTrayIcon::hide);
}

} // namespace stratoscope::ui
