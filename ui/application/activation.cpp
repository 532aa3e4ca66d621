// SPDX-License-Identifier: Apache-2.0
#include "ui/application/activation.h"

#include <QWidget>

namespace stratoscope::ui {

QByteArray activationToken()
{
    const QByteArray token = qgetenv("XDG_ACTIVATION_TOKEN");
    return token.isEmpty() ? qgetenv("DESKTOP_STARTUP_ID") : token;
}

void activate(QWidget *window, const QByteArray &token)
{
    if (!token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token); // where Qt's Wayland plugin looks for it
    if (window->isMinimized())
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
    window->show();
    window->raise();
    window->activateWindow();
    qunsetenv("XDG_ACTIVATION_TOKEN"); // it must not be inherited by programs started later
}

} // namespace stratoscope::ui
