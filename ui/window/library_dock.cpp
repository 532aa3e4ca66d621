// SPDX-License-Identifier: Apache-2.0
#include "ui/window/library_dock.h"

#include "ui/application/application.h"
#include "ui/image/image_tab.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_pane.h"
#include "ui/window/image_tabs.h"

#include <QAction>
#include <QGuiApplication>
#include <QMainWindow>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

LibraryDock::LibraryDock(Application &application, ImageTabs &tabs, QWidget *parent)
    : QDockWidget(tr("Library"), parent)
    , m_application(application)
    , m_tabs(tabs)
    , m_pane(new LibraryPane(application.session(), application.library(), this))
{
    setObjectName(u"library"_s);
    setWidget(m_pane);
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    setFeatures(DockWidgetClosable | DockWidgetMovable); // a floating dock would not receive the files dropped on the window
    m_pane->actions().setOpenTest([this](const LibraryRow &row) { return !m_tabs.tabsOf(row).isEmpty(); });
    connect(toggleViewAction(), &QAction::triggered, this, [this](bool on) {
        if (on)
            m_pane->focusImages();
    });
    connect(&application.library(), &Library::changed, this, &LibraryDock::showFirstImage);
    connect(&application.library(), &Library::removed, this, &LibraryDock::closeTabsOf);
}

void LibraryDock::showFirstImage()
{
    constexpr int kRoomyWidth = 1000; // pixels of the window: an image has room beside the library
    if (settings::wasLibraryShown() || !m_application.library().model()->hasImages() || window()->width() < kRoomyWidth)
        return;
    settings::wasLibraryShown.set(true);
    show();
}

/// Only the separator beside a dock is dragged with the mouse button in this program; the window's frame belongs to the desktop.
void LibraryDock::resizeEvent(QResizeEvent *event)
{
    QDockWidget::resizeEvent(event);
    if (m_wantedWidth == 0 || QGuiApplication::mouseButtons() & Qt::LeftButton)
        m_wantedWidth = width();
}

void LibraryDock::regainWidth()
{
    constexpr int kMostOfWindow = 3; // a third
    auto *const main = qobject_cast<QMainWindow *>(window());
    if (main && isVisible() && width() < std::min(m_wantedWidth, main->width() / kMostOfWindow))
        main->resizeDocks({this}, {std::min(m_wantedWidth, main->width() / kMostOfWindow)}, Qt::Horizontal);
}

void LibraryDock::closeTabsOf(const LibraryRow &row)
{
    for (ImageTab *const tab : m_tabs.tabsOf(row))
        m_tabs.closeTab(m_tabs.indexOf(tab));
    settings::removeRecentImage(row.name);
}

void LibraryDock::verify(ImageTab *tab)
{
    const LibraryModel &model = *m_application.library().model();
    for (int i = 0; i < model.rowCount(); ++i) {
        const LibraryRow &row = model.row(model.index(i));
        if (!m_tabs.tabsOf(row).contains(tab))
            continue;
        show();
        return m_pane->actions().verify(row);
    }
}

} // namespace stratoscope::ui
