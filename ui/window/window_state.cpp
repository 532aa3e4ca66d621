// SPDX-License-Identifier: Apache-2.0
#include "ui/window/window_state.h"

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

namespace stratoscope::ui {

namespace {

/// Changes that follow each other closely are saved together.
constexpr int kStateSaveDelayMs = 300;

/// Docks are not mirrored when they are restored, so each layout direction has its own state.
Setting<QByteArray> &dockState(const QMainWindow &window)
{
    return window.isRightToLeft() ? settings::windowStateRightToLeft : settings::windowState;
}

} // namespace

WindowState::WindowState(QMainWindow &window, Persistence persistence)
    : QObject(&window)
    , m_window(window)
    , m_persistence(persistence)
{
    if (!window.restoreGeometry(settings::windowGeometry()))
        window.resize(1180, 760);
    window.restoreState(dockState(window)());
    m_delay.setSingleShot(true);
    m_delay.setInterval(kStateSaveDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &WindowState::save);
    window.installEventFilter(this);
    for (const QDockWidget *const dock : window.findChildren<QDockWidget *>()) {
        connect(dock, &QDockWidget::visibilityChanged, this, &WindowState::scheduleSave);
        connect(dock, &QDockWidget::dockLocationChanged, this, &WindowState::scheduleSave);
    }
}

void WindowState::scheduleSave()
{
    if (!m_delay.isActive())
        m_delay.start();
}

void WindowState::save()
{
    m_delay.stop();
    if (m_persistence == Persistence::Disabled)
        return;
    settings::windowGeometry.set(m_window.saveGeometry());
    dockState(m_window).set(m_window.saveState());
}

bool WindowState::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::WindowStateChange)
        scheduleSave();
    return QObject::eventFilter(watched, event);
}

} // namespace stratoscope::ui
