// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

class QSystemTrayIcon;
class QWidget;

namespace stratoscope::ui {

class Transfers;

/// Notifies the user when a task finishes while the window is in the background: with a desktop notification, where the desktop
/// supports them, and by marking the window in the task bar.
class Notifier : public QObject
{
    Q_OBJECT

public:
    Notifier(const Transfers &transfers, QWidget *window);

Q_SIGNALS:
    void notified(const QString &title, const QString &text);

private:
    void notify(int id);

    const Transfers &m_transfers;
    QWidget *const m_window;
    QSystemTrayIcon *m_tray = nullptr; ///< visible only while a notification is
};

} // namespace stratoscope::ui
