// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"

#include <QTimer>

namespace stratoscope::ui {

class ImageTabs;

/// Saves which tabs are open, soon after each change since a program may end at any moment, and opens them again at the next start.
class SessionRestore : public QObject
{
    Q_OBJECT

public:
    SessionRestore(ImageTabs &tabs, Persistence persistence, QObject *parent);

    /// Adds the saved tabs. The current one opens its image now, each of the others when it is first shown.
    void restore();
    void save();

private:
    ImageTabs &m_tabs;
    const Persistence m_persistence;
    QTimer m_delay;
};

} // namespace stratoscope::ui
