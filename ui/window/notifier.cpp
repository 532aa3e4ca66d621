// SPDX-License-Identifier: Apache-2.0
#include "ui/window/notifier.h"

#include "ui/common/icons.h"
#include "ui/settings/settings.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QTimer>
#include <QWidget>

namespace stratoscope::ui {

namespace {

constexpr int kShownMs = 10'000;

}

Notifier::Notifier(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void Notifier::tell(const QString &title, const QString &text, bool isProblem)
{
    if (m_window->isActiveWindow() || !settings::notifies())
        return;
    QApplication::alert(m_window);
    Q_EMIT told(title, text);
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
    m_tray->showMessage(title, text, isProblem ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information, kShownMs);
    QTimer::singleShot(kShownMs, m_tray, &QSystemTrayIcon::hide);
}

} // namespace stratoscope::ui
