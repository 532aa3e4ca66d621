// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"

#include <QTimer>

class QMainWindow;

namespace stratoscope::ui {

/// Restores a window's size, position and docks, and saves them soon after each change.
class WindowState : public QObject
{
    Q_OBJECT

public:
    /// The window's docks must exist already.
    WindowState(QMainWindow &window, Persistence persistence);

    void save();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void scheduleSave();

    QMainWindow &m_window;
    const Persistence m_persistence;
    QTimer m_delay;
};

} // namespace stratoscope::ui
