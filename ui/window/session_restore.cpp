// SPDX-License-Identifier: Apache-2.0
#include "ui/window/session_restore.h"

#include "ui/image/image_tab.h"
#include "ui/window/image_tabs.h"

#include <QTabBar>

#include <algorithm>

namespace stratoscope::ui {

namespace {

/// Changes that follow each other closely are saved together.
constexpr int kSessionSaveDelayMs = 300;

} // namespace

SessionRestore::SessionRestore(ImageTabs &tabs, Persistence persistence, QObject *parent)
    : QObject(parent)
    , m_tabs(tabs)
    , m_persistence(persistence)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kSessionSaveDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &SessionRestore::save);
    const auto scheduleSave = [this] {
        if (!m_delay.isActive())
            m_delay.start();
    };
    connect(&tabs, &ImageTabs::currentUpdated, this, scheduleSave);
    connect(tabs.tabBar(), &QTabBar::tabMoved, this, scheduleSave);
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
        saved.append({.name = tab->name(), .platform = tab->platform() ? tab->platform()->toString() : QString()});
    }
    settings::openTabs.set(saved);
    settings::currentTab.set(current);
}

void SessionRestore::restore()
{
    QList<ImageTab *> tabs;
    const int current = settings::currentTab();
    for (const SavedTab &saved : settings::openTabs()) {
        const auto platform = Platform::parse(saved.platform);
        tabs += m_tabs.add(saved.name, platform ? std::optional(*platform) : std::nullopt);
    }
    if (tabs.isEmpty())
        return;
    m_tabs.setCurrentWidget(tabs.at(std::clamp<qsizetype>(current, 0, tabs.size() - 1)));
    for (ImageTab *const tab : tabs)
        tab->openWhenShown();
}

} // namespace stratoscope::ui
