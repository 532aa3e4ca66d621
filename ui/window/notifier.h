// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

class QSystemTrayIcon;
class QWidget;

namespace stratoscope::ui {

/// Tells of what ended while the window is elsewhere: by the desktop's notifications where it has some, and by the window's mark in
/// the task bar.
class Notifier : public QObject
{
    Q_OBJECT

public:
    explicit Notifier(QWidget *window);

    /// Nothing while the window is in front.
    void tell(const QString &title, const QString &text, bool isProblem);

Q_SIGNALS:
    void told(const QString &title, const QString &text);

private:
    QWidget *const m_window;
    QSystemTrayIcon *m_tray = nullptr; ///< there only for as long as something is shown
};

} // namespace stratoscope::ui
