// SPDX-License-Identifier: Apache-2.0
//
// The menus of the main window and what they do.
#include "ui/common/icons.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/tree_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void MainWindow::buildMenus()
{
    buildFileMenu();

    QMenu *const edit = menuBar()->addMenu(tr("&Edit"));
    m_imageActions
        += edit->addAction(icon(u"search"_s), tr("&Filter"), QKeySequence::Find, this, [this] { currentView()->focusFilter(); });

    edit->addSeparator();
    edit->addAction(icon(u"settings"_s), tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                    [this] { showSettings(); });

    buildViewMenu();

    // Its actions are the current image's own: with their keys they belong to its tree.
    QMenu *const entry = menuBar()->addMenu(tr("E&ntry"));
    m_imageActions += entry->menuAction();
    connect(entry, &QMenu::aboutToShow, this, [this, entry] {
        entry->clear();
        if (const ImageView *const view = currentView())
            view->entryActions()->addTo(*entry);
    });

    QMenu *const help = menuBar()->addMenu(tr("&Help"));
    help->addAction(icon(u"info"_s), tr("&About Stratoscope"), this, &MainWindow::showAbout);
    help->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::buildFileMenu()
{
    QMenu *const file = menuBar()->addMenu(tr("&File"));
    file->addAction(icon(u"open"_s), tr("&Open Image…"), QKeySequence::Open, this, &MainWindow::askForFiles);
    file->addAction(icon(u"folder"_s), tr("Open &Folder…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), this,
                    &MainWindow::askForFolder);
    m_recentMenu = file->addMenu(tr("Open &Recent"));
    file->addSeparator();
    file->addAction(icon(u"search"_s), tr("F&ind Images…"), QKeySequence(Qt::CTRL | Qt::Key_K), this, [this] { showSearch(); });
    file->addAction(icon(u"registry"_s), tr("Re&gistries…"), this, [this] { showRegistries({}); });
    file->addSeparator();
    m_imageActions += file->addAction(icon(u"export"_s), tr("&Export to a Folder…"), QKeySequence(Qt::CTRL | Qt::Key_E), this,
                                      [this] { currentTab()->startExport(); });
    file->addSeparator();
    m_closeAction = file->addAction(icon(u"close"_s), tr("&Close Tab"), QKeySequence::Close, this,
                                    [this] { closeTab(m_tabs->currentIndex()); });
    file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
}

void MainWindow::buildViewMenu()
{
    QMenu *const view = menuBar()->addMenu(tr("&View"));
    const auto addScope = [&](TreeChoice::Scope scope, const QString &text, Qt::Key key) {
        m_imageActions += view->addAction(text, QKeySequence(Qt::CTRL | key), this,
                                          [this, scope] { currentView()->layerPane()->chooseScope(scope); });
    };
    addScope(TreeChoice::Whole, tr("&Whole Image"), Qt::Key_1);
    addScope(TreeChoice::UpTo, tr("&Through This Layer"), Qt::Key_2);
    addScope(TreeChoice::Only, tr("&Only This Layer"), Qt::Key_3);
    view->addSeparator();
    m_imageActions += view->addAction(icon(u"info"_s), tr("A&bout the Image"), QKeySequence(Qt::CTRL | Qt::Key_I), this, [this] {
        currentView()->showPage(currentView()->page() == ImageView::Files ? ImageView::About : ImageView::Files);
    });
    view->addSeparator();
    m_imageActions
        += view->addAction(icon(u"expand"_s), tr("&Expand All"), this, [this] { currentView()->treeView()->expandBelow({}); });
    QMenu *const levels = view->addMenu(tr("E&xpand to Level"));
    for (int level = 1; level <= 4; ++level) {
        m_imageActions += levels->addAction(tr("&%1").arg(level), QKeySequence(int(Qt::ALT) | (Qt::Key_0 + level)), this,
                                            [this, level] { currentView()->treeView()->expandLevels(level); });
    }
    m_imageActions
        += view->addAction(icon(u"collapse"_s), tr("&Collapse All"), this, [this] { currentView()->treeView()->collapseAll(); });
    view->addSeparator();
    QAction *const next = view->addAction(tr("&Next Tab"), this, [this] { moveToTab(1); });
    next->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageDown)});
    QAction *const previous = view->addAction(tr("&Previous Tab"), this, [this] { moveToTab(-1); });
    previous->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageUp)});
    view->addSeparator();

    QAction *const library = m_libraryDock->toggleViewAction();
    library->setText(tr("L&ibrary"));
    library->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_B));
    view->addAction(library);
    QAction *const transfers = m_transferDock->toggleViewAction();
    transfers->setText(tr("T&ransfers"));
    transfers->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    view->addAction(transfers);
    addPaneActions(*view);
    view->addSeparator();

    addWindowActions(*view);
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Stratoscope"),
                       tr("<h3>Stratoscope %1</h3><p>Look into container images, layer by layer.</p>"
                          "<p>Free software under the Apache License 2.0.</p>")
                           .arg(QApplication::applicationVersion().toHtmlEscaped()));
}

} // namespace stratoscope::ui
