// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_menu.h"

#include "ui/application/application.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/library/load_menu.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/tree_view.h"
#include "ui/window/compare_menu.h"
#include "ui/window/help_dialog.h"
#include "ui/window/image_tabs.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A checkable action that shows and changes a setting.
void addSetting(QMenu *menu, const QString &text, const QKeySequence &keys, Setting<bool> &setting)
{
    QAction *const action = menu->addAction(text);
    action->setShortcut(keys);
    action->setCheckable(true);
    action->setChecked(setting());
    QObject::connect(action, &QAction::toggled, action, [&setting](bool on) { setting.set(on); });
    QObject::connect(&setting, &SettingSignal::changed, action, [action, &setting] { action->setChecked(setting()); });
}

} // namespace

MainMenu::MainMenu(MainWindow &window, Application &application, ImageTabs &tabs, QDockWidget &library, QDockWidget &transfers)
    : QObject(&window)
    , m_window(window)
    , m_tabs(tabs)
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu(library, transfers);
    buildImageMenu(application);
    buildItemMenu();
    buildHelpMenu();
    connect(&settings::recentImages, &SettingSignal::changed, this, &MainMenu::fillRecentMenu);
    connect(&tabs, &ImageTabs::currentUpdated, this, &MainMenu::refresh);
    fillRecentMenu();
    refresh();
}

QMenu *MainMenu::addMenu(const QString &title)
{
    return m_window.menuBar()->addMenu(title);
}

void MainMenu::refresh()
{
    for (QAction *const action : m_imageActions)
        action->setEnabled(m_tabs.currentView());
    const ImageTab *const tab = m_tabs.currentTab();
    for (QAction *const action : m_comparisonActions)
        action->setEnabled(tab && tab->isComparing());
    m_saveReport->setEnabled(tab && (tab->isComparing() || (tab->view() && tab->view()->choice().hasTwoStates())));
    m_mount->setText(tab && tab->isMounted() ? tr("Un&mount") : tr("&Mount"));
    for (QAction *const action : {m_mount, m_push, m_load->menuAction()})
        action->setEnabled(tab && tab->isComplete());
    m_close->setEnabled(m_tabs.count() > 0);
    m_reopen->setEnabled(m_tabs.hasClosed());
    m_reload->setEnabled(m_tabs.currentTab());
    for (QAction *const step : m_tabSteps)
        step->setEnabled(m_tabs.count() > 1);
}

void MainMenu::buildFileMenu()
{
    QMenu *const file = addMenu(tr("&File"));
    file->addAction(icon(u"open"_s), tr("&Open Image…"), QKeySequence::Open, &m_window, &MainWindow::openFiles);
    file->addAction(icon(u"folder"_s), tr("Open &Folder…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), &m_window,
                    &MainWindow::openFolder);
    m_recent = file->addMenu(tr("Open &Recent"));
    file->addSeparator();
    file->addAction(icon(u"search"_s), tr("F&ind Images…"), QKeySequence(Qt::CTRL | Qt::Key_K), this,
                    [this] { m_window.showSearch(); });
    file->addAction(icon(u"registry"_s), tr("Re&gistries…"), this, [this] { m_window.showRegistries({}); });
    file->addSeparator();
    m_imageActions += file->addAction(icon(u"export"_s), tr("&Export…"), QKeySequence(Qt::CTRL | Qt::Key_E), this,
                                      [this] { m_tabs.currentTab()->startExport(); });
    file->addSeparator();
    m_close = file->addAction(icon(u"close"_s), tr("&Close Tab"), QKeySequence::Close, this,
                              [this] { m_tabs.closeTab(m_tabs.currentIndex()); });
    m_reopen
        = file->addAction(tr("Reopen Closed &Tab"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), &m_tabs, &ImageTabs::reopen);
    file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), &m_window, &QWidget::close);
}

void MainMenu::fillRecentMenu()
{
    const QStringList names = settings::recentImages();
    m_recent->clear();
    m_recent->setEnabled(!names.isEmpty());
    for (const QString &name : names)
        m_recent->addAction(QString(name).replace(u'&', u"&&"_s), this, [this, name] { m_tabs.open(name); });
    m_recent->addSeparator();
    m_recent->addAction(tr("Clear"), this, [] { settings::recentImages.set({}); });
}

void MainMenu::buildEditMenu()
{
    QMenu *const edit = addMenu(tr("&Edit"));
    m_imageActions += edit->addAction(icon(u"search"_s), tr("&Filter"), QKeySequence::Find, this,
                                      [this] { m_tabs.currentView()->focusFilter(); });
    m_imageActions += edit->addAction(tr("Search &Contents"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), this,
                                      [this] { m_tabs.currentView()->focusSearch(); });
    edit->addSeparator();
    edit->addAction(icon(u"settings"_s), tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), &m_window,
                    &MainWindow::showSettings);
}

void MainMenu::buildViewMenu(QDockWidget &library, QDockWidget &transfers)
{
    QMenu *const view = addMenu(tr("&View"));
    const auto addScope = [&](TreeChoice::Scope scope, const QString &text, Qt::Key key) {
        m_imageActions += view->addAction(text, QKeySequence(Qt::CTRL | key), this,
                                          [this, scope] { m_tabs.currentView()->layerPane()->chooseScope(scope); });
    };
    addScope(TreeChoice::Whole, tr("&Whole Image"), Qt::Key_1);
    addScope(TreeChoice::UpTo, tr("Up &to This Layer"), Qt::Key_2);
    addScope(TreeChoice::Only, tr("Layer Chan&ges"), Qt::Key_3);
    view->addSeparator();
    m_imageActions += view->addAction(icon(u"info"_s), tr("A&bout the Image"), QKeySequence(Qt::CTRL | Qt::Key_I), this, [this] {
        ImageView &image = *m_tabs.currentView();
        image.showPage(image.page() == u"image"_s ? QString() : u"image"_s);
    });
    view->addSeparator();
    const auto tree = [this] { return m_tabs.currentView()->treeView(); };
    addSetting(view, tr("Group by Pac&kage"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G), settings::groupsByPackage);
    m_imageActions += view->addAction(icon(u"expand"_s), tr("&Expand All"), this, [tree] { tree()->expandBelow({}); });
    QMenu *const levels = view->addMenu(tr("E&xpand to Level"));
    for (int level = 1; level <= 4; ++level) {
        m_imageActions += levels->addAction(tr("&%1").arg(level), QKeySequence(int(Qt::ALT) | (Qt::Key_0 + level)), this,
                                            [tree, level] { tree()->expandLevels(level); });
        m_imageActions.last()->setToolTip(tr("Expand to level %1").arg(level));
    }
    m_imageActions += view->addAction(icon(u"collapse"_s), tr("&Collapse All"), this, [tree] { tree()->collapseEverything(); });
    view->addSeparator();
    QAction *const next = view->addAction(tr("&Next Tab"), this, [this] { m_tabs.step(1); });
    next->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageDown)});
    QAction *const previous = view->addAction(tr("&Previous Tab"), this, [this] { m_tabs.step(-1); });
    m_tabSteps = {next, previous};
    previous->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab), QKeySequence(Qt::CTRL | Qt::Key_PageUp)});
    view->addSeparator();

    QAction *const showLibrary = library.toggleViewAction();
    showLibrary->setText(tr("L&ibrary"));
    showLibrary->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_B));
    view->addAction(showLibrary);
    QAction *const showTransfers = transfers.toggleViewAction();
    showTransfers->setText(tr("Activit&y"));
    showTransfers->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    view->addAction(showTransfers);
    addSetting(view, tr("&Layers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), settings::showsLayers);
    addSetting(view, tr("Pre&view"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), settings::showsPreview);
    addSetting(view, tr("&Details"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), settings::showsDetails);
    view->addSeparator();

    m_reload = view->addAction(icon(u"retry"_s), tr("Relo&ad"), QKeySequence(QKeySequence::Refresh), this, [this] {
        if (ImageTab *const tab = m_tabs.currentTab())
            tab->reload();
    });
    QAction *const full = view->addAction(tr("&Full Screen"), QKeySequence(Qt::Key_F11), this, [this](bool on) {
        m_window.setWindowState(on ? m_window.windowState() | Qt::WindowFullScreen
                                   : m_window.windowState() & ~Qt::WindowFullScreen);
    });
    full->setCheckable(true);
    connect(view, &QMenu::aboutToShow, full, [this, full] { full->setChecked(m_window.isFullScreen()); });
}

void MainMenu::buildImageMenu(Application &application)
{
    QMenu *const image = addMenu(tr("I&mage"));
    m_compare = new CompareMenu(application, m_tabs, &m_window);
    m_imageActions += image->addMenu(m_compare);
    connect(image, &QMenu::aboutToShow, this, [this] {
        refresh();
        if (const ImageView *const view = m_tabs.currentView())
            m_compare->setSubject({m_tabs.currentTab()->name(), m_tabs.currentTab()->platform(), view->image()->config.platform});
    });
    connect(m_compare, &CompareMenu::chosen, this, [this](const ImageChoice &choice) {
        if (ImageTab *const tab = m_tabs.currentTab())
            tab->compareWith(choice.name, choice.platform);
    });
    m_comparisonActions += image->addAction(icon(u"swap"_s), tr("&Swap Sides"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X),
                                            this, [this] { m_tabs.currentTab()->swapSides(); });
    m_comparisonActions
        += image->addAction(icon(u"close"_s), tr("&End Comparison"), this, [this] { m_tabs.currentTab()->endComparison(); });
    image->addSeparator();
    addDestinations(*image, application);
    image->addSeparator();
    m_saveReport = image->addAction(icon(u"export"_s), tr("Save &Report…"), this, [this] { m_tabs.currentTab()->saveReport(); });
}

void MainMenu::addDestinations(QMenu &image, Application &application)
{
    m_mount = image.addAction(icon(u"folder"_s), QString(), QKeySequence(Qt::CTRL | Qt::Key_M), this, [this] {
        ImageTab &tab = *m_tabs.currentTab();
        tab.isMounted() ? tab.unmount() : tab.mount();
    });
    m_push = image.addAction(icon(u"upload"_s), tr("&Push to Registry…"), QKeySequence(Qt::CTRL | Qt::Key_U), this,
                             [this] { Q_EMIT m_tabs.pushRequested(m_tabs.currentTab()); });
    m_load = new LoadMenu(application.library().engines(), &m_window);
    image.addMenu(m_load);
    connect(m_load, &LoadMenu::chosen, this, [this](const Engine &engine) { m_tabs.load(m_tabs.currentTab(), engine); });
}

void MainMenu::buildItemMenu()
{
    QMenu *const item = addMenu(tr("&Item"));
    m_imageActions += item->menuAction();
    // The actions belong to the current image's tree, along with their shortcuts.
    connect(item, &QMenu::aboutToShow, this, [this, item] {
        item->clear();
        if (const ImageView *const view = m_tabs.currentView())
            view->entryActions()->addTo(*item);
    });
}

void MainMenu::buildHelpMenu()
{
    QMenu *const help = addMenu(tr("&Help"));
    help->addAction(tr("&Shortcuts and Filters"), QKeySequence(Qt::Key_F1), this, &MainMenu::showHelp);
    help->addSeparator();
    help->addAction(icon(u"info"_s), tr("&About Stratoscope"), this, &MainMenu::showAbout);
    help->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

/// With the shortcuts of all menus, and of the files while an image is shown.
void MainMenu::showHelp()
{
    QList<QAction *> actions;
    const auto addAll = [&actions](const QMenu *menu, const auto &self) -> void {
        for (QAction *const action : menu->actions()) {
            if (action->menu())
                self(action->menu(), self);
            else if (!actions.contains(action))
                actions.append(action);
        }
    };
    for (const QAction *const menu : m_window.menuBar()->actions())
        addAll(menu->menu(), addAll);
    QMenu item;
    if (const ImageView *const view = m_tabs.currentView())
        view->entryActions()->addTo(item);
    addAll(&item, addAll);
    auto *const dialog = new HelpDialog(actions, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainMenu::showAbout()
{
    QMessageBox::about(&m_window, tr("About Stratoscope"),
                       tr("<h3>Stratoscope %1</h3><p>Look into container images, layer by layer.</p>"
                          "<p>Free software under the Apache License 2.0.</p>")
                           .arg(QApplication::applicationVersion().toHtmlEscaped()));
}

} // namespace stratoscope::ui
