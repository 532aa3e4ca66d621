// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"

#include <QTimer>

class QMainWindow;

namespace stratoscope::ui {

class ImageTabs;

/// Restores a window's size, position, docks and tabs, and saves them soon after each change, since a program may end at any
/// moment.
class SessionRestore : public QObject
{
    Q_OBJECT

public:
    /// The window's docks must exist already.
    SessionRestore(QMainWindow &window, ImageTabs &tabs, Persistence persistence);

    /// Adds the saved tabs. The current one opens its image now, each of the others when it is first shown.
    void restoreTabs();
    void save();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void saveSoon();

    QMainWindow &m_window;
    ImageTabs &m_tabs;
    const Persistence m_persistence;
    QTimer m_delay;
};

} // namespace stratoscope::ui
