// SPDX-License-Identifier: Apache-2.0
//
// What the main window keeps for the next start: written as it changes, since a program may end at any moment.
#include "ui/image/image_tab.h"
#include "ui/window/main_window.h"

#include <QDockWidget>
#include <QEvent>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// What changes more often is written once.
constexpr int kKeepDelayMs = 300;

} // namespace

void MainWindow::startKeeping()
{
    m_keeping.setSingleShot(true);
    m_keeping.setInterval(kKeepDelayMs);
    if (m_memory == Memory::None)
        return;
    connect(&m_keeping, &QTimer::timeout, this, &MainWindow::keepState);
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &MainWindow::keepSoon);
    for (const QDockWidget *const dock : findChildren<QDockWidget *>()) {
        connect(dock, &QDockWidget::visibilityChanged, this, &MainWindow::keepSoon);
        connect(dock, &QDockWidget::dockLocationChanged, this, &MainWindow::keepSoon);
    }
}

void MainWindow::keepSoon()
{
    if (!m_keeping.isActive())
        m_keeping.start();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::WindowStateChange)
        keepSoon();
    return QMainWindow::event(event);
}

void MainWindow::keepState()
{
    if (m_memory == Memory::None)
        return;
    m_keeping.stop();
    KeptTabs kept;
    for (int i = 0; i < m_tabs->count(); ++i) {
        const ImageTab *const tab = tabAt(i);
        if (!tab)
            continue;
        if (i == m_tabs->currentIndex())
            kept.current = int(kept.tabs.size());
        kept.tabs.append({.name = tab->name(), .platform = tab->platform() ? tab->platform()->toString() : QString()});
    }
    if (kept != settings::openTabs())
        settings::setOpenTabs(kept);
    if (const QByteArray geometry = saveGeometry(); geometry != settings::windowGeometry())
        settings::setWindowGeometry(geometry);
    if (const QByteArray state = saveState(); state != settings::windowState())
        settings::setWindowState(state);
}

void MainWindow::restoreTabs()
{
    const KeptTabs kept = settings::openTabs();
    QList<ImageTab *> tabs;
    for (const KeptTab &one : kept.tabs) {
        const auto platform = Platform::parse(one.platform);
        tabs += addImageTab(one.name, platform ? std::optional(*platform) : std::nullopt);
    }
    if (tabs.isEmpty())
        return;
    m_tabs->setCurrentWidget(tabs.at(std::clamp<qsizetype>(kept.current, 0, tabs.size() - 1)));
    for (ImageTab *const tab : tabs)
        tab->openWhenShown();
    updateWindow();
}

} // namespace stratoscope::ui
