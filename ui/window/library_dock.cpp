// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with the library.
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/library.h"
#include "ui/library/library_pane.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"
#include "ui/window/start_page.h"

#include <QDockWidget>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kWidth = 260;
constexpr int kRoomyWidth = 1000; ///< of the window: an image has room beside the library

} // namespace

void MainWindow::buildLibrary()
{
    m_libraryPane = new LibraryPane(m_session, *m_library, this);
    m_libraryPane->setOpenTest([this](const LibraryRow &row) { return !tabsOf(row).isEmpty(); });
    m_libraryDock = new QDockWidget(tr("Library"), this);
    m_libraryDock->setObjectName(u"library"_s);
    m_libraryDock->setWidget(m_libraryPane);
    m_libraryDock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    // Files are dropped on the window; one that floats would not be told.
    m_libraryDock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    addDockWidget(isRightToLeft() ? Qt::RightDockWidgetArea : Qt::LeftDockWidgetArea, m_libraryDock);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resizeDocks({m_libraryDock}, {kWidth}, Qt::Horizontal);
    m_libraryDock->setVisible(settings::isLibraryKnown());

    connect(m_libraryPane, &LibraryPane::openRequested, this, &MainWindow::openOne);
    connect(m_libraryPane, &LibraryPane::pullRequested, this, &MainWindow::pull);
    connect(m_libraryPane, &LibraryPane::searchRequested, this, &MainWindow::showSearch);
    connect(m_libraryPane, &LibraryPane::registryRequested, this, &MainWindow::showRegistries);
    connect(m_libraryDock->toggleViewAction(), &QAction::triggered, this, [this](bool on) {
        if (on)
            m_libraryPane->focusImages();
    });
    connect(m_library.get(), &Library::changed, this, &MainWindow::libraryChanged);
    connect(m_library.get(), &Library::removed, this, [this](const LibraryRow &row) {
        for (ImageTab *const tab : tabsOf(row))
            closeTab(m_tabs->indexOf(tab));
        settings::removeRecentImage(row.name);
        updateRecent();
    });
    connect(m_transfers.get(), &Transfers::ended, m_library.get(), &Library::refresh);
}

/// It shows itself once there is something in it, and room for it; from then on it is where the user has it.
void MainWindow::libraryChanged()
{
    m_start->setRecent(m_library->recent());
    if (!settings::isLibraryKnown() && m_library->model()->rowCount() > 0 && width() >= kRoomyWidth) {
        settings::setLibraryKnown();
        m_libraryDock->show();
    }
}

/// What is found is said in the library, where it can be mended.
void MainWindow::recheck(ImageTab *tab)
{
    const LibraryModel &model = *m_library->model();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (!tabsOf(model.row(model.index(row))).contains(tab))
            continue;
        m_libraryDock->show();
        return m_libraryPane->recheck(model.row(model.index(row)));
    }
}

QList<ImageTab *> MainWindow::tabsOf(const LibraryRow &row) const
{
    QList<ImageTab *> tabs;
    for (int i = 0; i < m_tabs->count(); ++i) {
        ImageTab *const tab = tabAt(i);
        const Image *const image = tab && tab->view() ? tab->view()->image().get() : nullptr;
        if (image && image->source == SourceKind::Store && image->location == row.name && image->platform == row.platform)
            tabs.append(tab);
    }
    return tabs;
}

} // namespace stratoscope::ui
