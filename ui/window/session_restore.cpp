// SPDX-License-Identifier: Apache-2.0
#include "ui/window/session_restore.h"

#include "ui/image/image_tab.h"
#include "ui/window/image_tabs.h"

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QScreen>
#include <QTabBar>

#include <algorithm>

namespace stratoscope::ui {

namespace {

/// Changes that follow each other closely are saved together.
constexpr int kSessionSaveDelayMs = 300;

/// Docks are not mirrored when they are restored, so each layout direction has its own state.
Setting<QByteArray> &dockState(const QMainWindow &window)
{
    return window.isRightToLeft() ? settings::windowStateRightToLeft : settings::windowState;
}

} // namespace

SessionRestore::SessionRestore(QMainWindow &window, ImageTabs &tabs, Persistence persistence)
    : QObject(&window)
    , m_window(window)
    , m_tabs(tabs)
    , m_persistence(persistence)
{
    constexpr QSize kFirstSize(1180, 760);
    constexpr QSize kFrame(16, 48); // the title bar and the borders, which the window does not know before it is shown
    if (!window.restoreGeometry(settings::windowGeometry()))
        window.resize(kFirstSize.boundedTo(window.screen()->availableSize() - kFrame));
    window.restoreState(dockState(window)());

    m_delay.setSingleShot(true);
    m_delay.setInterval(kSessionSaveDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &SessionRestore::save);
    window.installEventFilter(this);
    for (const QDockWidget *const dock : window.findChildren<QDockWidget *>()) {
        connect(dock, &QDockWidget::visibilityChanged, this, &SessionRestore::saveSoon);
        connect(dock, &QDockWidget::dockLocationChanged, this, &SessionRestore::saveSoon);
    }
    connect(&tabs, &ImageTabs::currentUpdated, this, &SessionRestore::saveSoon);
    connect(&tabs, &ImageTabs::stateChanged, this, &SessionRestore::saveSoon);
    connect(tabs.tabBar(), &QTabBar::tabMoved, this, &SessionRestore::saveSoon);
}

void SessionRestore::saveSoon()
{
    if (!m_delay.isActive())
        m_delay.start();
}

bool SessionRestore::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::WindowStateChange)
        saveSoon();
    return QObject::eventFilter(watched, event);
}

void SessionRestore::save()
{
    m_delay.stop();
    if (m_persistence == Persistence::Disabled)
        return;
    QList<SavedTab> saved;
    int current = 0;
    for (int i = 0; i < m_tabs.count(); ++i) {
        const ImageTab *const tab = m_tabs.tabAt(i);
        if (!tab)
            continue;
        if (i == m_tabs.currentIndex())
            current = int(saved.size());
        saved.append(tab->saved());
    }
    settings::openTabs.set(saved);
    settings::currentTab.set(current);
    settings::windowGeometry.set(m_window.saveGeometry());
    dockState(m_window).set(m_window.saveState());
}

void SessionRestore::restoreTabs()
{
    QList<ImageTab *> tabs;
    const int current = settings::currentTab();
    for (const SavedTab &saved : settings::openTabs()) {
        const auto platform = Platform::parse(saved.platform);
        ImageTab *const tab = m_tabs.add(saved.name, platform ? std::optional(*platform) : std::nullopt);
        tab->setRestored(saved);
        tabs += tab;
    }
    if (tabs.isEmpty())
        return;
    m_tabs.setCurrentWidget(tabs.at(std::clamp<qsizetype>(current, 0, tabs.size() - 1)));
    for (ImageTab *const tab : tabs)
        tab->openWhenShown();
}

} // namespace stratoscope::ui
