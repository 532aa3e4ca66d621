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
    const bool isDone = transfer.state == TransferState::Done;
    const QString title = (isDone ? tr("%1: %2") : tr("%1 failed: %2")).arg(transferKindText(transfer.kind), transfer.title());
    const QString text = transferText(transfer);
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
