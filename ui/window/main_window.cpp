// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_window.h"

#include "ui/application/application.h"
#include "ui/common/page_layout.h"
#include "ui/image/image_data.h"
#include "ui/image/image_opening.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_pane.h"
#include "ui/library/registry_list.h"
#include "ui/preferences/settings_dialog.h"
#include "ui/push/push_dialog.h"
#include "ui/search/pasted_name.h"
#include "ui/search/search_page.h"
#include "ui/settings/registry_settings.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/transfers/transfer_dock.h"
#include "ui/tree/entry_data.h"
#include "ui/window/close_question.h"
#include "ui/window/compare_menu.h"
#include "ui/window/drop_hint.h"
#include "ui/window/image_tabs.h"
#include "ui/window/library_dock.h"
#include "ui/window/main_menu.h"
#include "ui/window/notifier.h"
#include "ui/window/pulls.h"
#include "ui/window/session_restore.h"
#include "ui/window/start_page.h"
#include "ui/window/status_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A name, a command or the address of a web page, to be looked up; empty for anything else.
QString droppedText(const QMimeData &data)
{
    constexpr qsizetype kLongest = 1000;
    const QList<QUrl> urls = data.urls();
    const QString text = urls.isEmpty() ? data.text().trimmed() : urls.front().toString();
    if (text.contains(u'\n') || text.size() > kLongest)
        return {};
    // Any other text was not meant for this window.
    const SearchQuery query = SearchQuery::parse(text, nullptr);
    return query.reference || query.digest || referenceIn(text) != text ? text : QString();
}

QStringList localPaths(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    return paths;
}

} // namespace

MainWindow::MainWindow(Application &application, const QString &sample, QWidget *parent)
    : QMainWindow(parent)
    , m_application(application)
    , m_pages(new QStackedWidget(this))
    , m_tabs(new ImageTabs(application, m_pages))
    , m_search(new SearchPage(application.session(), this))
    , m_transferDock(new TransferDock(application.transfers(), this))
    , m_libraryDock(new LibraryDock(application, *m_tabs, this))
    , m_pulls(new Pulls(application, *m_tabs, *m_transferDock, this))
    , m_dropHint(new DropHint(this))
{
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    buildCentralWidget(sample);
    buildSearch();
    buildDocks();
    auto *const status = new StatusBar(application.transfers(), *m_tabs, this);
    setStatusBar(status);
    connect(status, &StatusBar::transfersClicked, m_transferDock,
            [dock = m_transferDock] { dock->setVisible(!dock->isVisible()); });
    connect(&application.storeLimiter(), &StoreLimiter::imagesRemoved, status, [status](const QString &text) {
        constexpr int kShownMs = 15'000;
        status->showMessage(text, kShownMs);
    });
    new MainMenu(*this, application, *m_tabs, *m_libraryDock, *m_transferDock);
    new Notifier(application.transfers(), this);
    m_sessionRestore = new SessionRestore(*this, *m_tabs, application.persistence());
    if (!application.transfers().transfers().empty()) // unfinished pulls must not be overlooked
        m_transferDock->show();
    setMinimumSize(560, 320); // three times as large still fits a usual screen
    updateTitle();
}

void MainWindow::buildCentralWidget(const QString &sample)
{
    auto *const start = new StartPage(sample, m_pages);
    m_pages->addWidget(start);
    m_pages->addWidget(m_tabs);
    setCentralWidget(m_pages);
    connect(start, &StartPage::openFileRequested, this, &MainWindow::openFiles);
    connect(start, &StartPage::openFolderRequested, this, &MainWindow::openFolder);
    connect(start, &StartPage::openRequested, m_tabs, [this](const QString &name) { m_tabs->open(name); });
    connect(start, &StartPage::searchRequested, this, &MainWindow::showSearch);
    connect(start, &StartPage::forgetRequested, start, &settings::removeRecentImage);
    connect(&m_application.library(), &Library::changed, start,
            [this, start] { start->setRecent(m_application.library().recent()); });
    const auto choosePage = [pages = m_pages, start, tabs = m_tabs] {
        pages->setCurrentWidget(tabs->count() == 0 ? static_cast<QWidget *>(start) : tabs);
    };
    connect(m_tabs, &ImageTabs::currentUpdated, m_pages, choosePage);
    connect(m_tabs, &ImageTabs::currentUpdated, this, &MainWindow::updateTitle);
}

void MainWindow::buildSearch()
{
    m_search->hide();
    connect(m_search, &SearchPage::openRequested, m_tabs, &ImageTabs::open);
    connect(m_search, &SearchPage::pullRequested, m_pulls, &Pulls::pull);
    connect(m_search, &SearchPage::registryRequested, this, &MainWindow::showRegistries);

    auto *const find = makeIconButton(icon(u"search"_s), tr("Search registries (Ctrl+K)"), m_tabs);
    find->setText(tr("Find Images"));
    find->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(find, &QToolButton::clicked, this, [this] { showSearch(); });
    auto *const corner = new QWidget(m_tabs);
    makeRow(corner, {find}, {.around = {0, 0, 6, 4}, .between = kUsualSpacing}); // in line with the titles of the tabs
    m_tabs->setCornerWidget(corner);
}

void MainWindow::buildDocks()
{
    constexpr int kTransferHeight = 220;
    constexpr int kLibraryWidth = 260;
    addDockWidget(Qt::BottomDockWidgetArea, m_transferDock);
    resizeDocks({m_transferDock}, {kTransferHeight}, Qt::Vertical);
    m_transferDock->hide();
    addDockWidget(isRightToLeft() ? Qt::RightDockWidgetArea : Qt::LeftDockWidgetArea, m_libraryDock);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resizeDocks({m_libraryDock}, {kLibraryWidth}, Qt::Horizontal);
    m_libraryDock->setVisible(settings::wasLibraryShown());

    connect(m_tabs, &ImageTabs::leftToTransfers, m_transferDock, &TransferDock::showTransfer);
    connect(m_tabs, &ImageTabs::pushRequested, this,
            [this](const ImageTab *tab) { push({.image = tab->name(), .platform = tab->platform(), .title = tab->imageTitle()}); });
    connect(m_tabs, &ImageTabs::verifyRequested, m_libraryDock, &LibraryDock::verify);
    LibraryPane &library = m_libraryDock->pane();
    connect(&library.actions(), &LibraryActions::openRequested, m_tabs, &ImageTabs::open);
    connect(&library.actions(), &LibraryActions::pullRequested, m_pulls, &Pulls::pull);
    connect(&library.actions(), &LibraryActions::importRequested, m_pulls, &Pulls::importImage);
    connect(&library.actions(), &LibraryActions::mountRequested, this,
            [this](const QString &name, const std::optional<Platform> &platform) {
                m_tabs->open(name, platform);
                m_tabs->currentTab()->mount();
            });
    connect(&library.actions(), &LibraryActions::pushRequested, this,
            [this](const QString &name, const std::optional<Platform> &platform) {
                push({.image = name, .platform = platform, .title = titleOf(name)});
            });
    connect(&library.registries(), &RegistryList::pushRequested, this,
            [this](const QString &name, const std::optional<Platform> &platform, const QString &address) {
                push({.image = name, .platform = platform, .title = titleOf(name), .registry = address});
            });
    connect(m_pulls, &Pulls::loginRequested, this, &MainWindow::logInFor);
    connect(&m_application.transfers(), &Transfers::ended, this, [this](int id) {
        const Transfer &transfer = *m_application.transfers().find(id);
        if (transfer.kind == TransferKind::Push && transfer.needsLogin() && !QApplication::activeModalWidget())
            logInFor(id);
    });
    addCompareMenu();
    connect(&library.registries(), &RegistryList::searchRequested, this, &MainWindow::showSearch);
    connect(&library.registries(), &RegistryList::settingsRequested, this, &MainWindow::showRegistries);
}

/// Of the library's current image.
void MainWindow::addCompareMenu()
{
    LibraryActions &actions = m_libraryDock->pane().actions();
    auto *const compare = new CompareMenu(m_application, *m_tabs, actions.menu());
    const auto setSubject = [&actions, compare] {
        if (const LibraryRow *const row = actions.current())
            compare->setSubject({row->name, row->wantedPlatform(), row->platform});
    };
    connect(&actions, &LibraryActions::currentChanged, compare, setSubject);
    connect(compare, &CompareMenu::chosen, this, [this, compare](const ImageChoice &choice) {
        m_tabs->compare(compare->subject().name, compare->subject().platform, choice);
    });
    actions.addCompareMenu(compare);
}

void MainWindow::restoreTabs()
{
    m_sessionRestore->restoreTabs();
}

void MainWindow::openImages(const QStringList &names)
{
    for (const QString &name : names)
        m_tabs->open(name);
}

void MainWindow::openFiles()
{
    const QStringList files
        = QFileDialog::getOpenFileNames(this, tr("Open Images"), settings::openDirectory(),
                                        tr("Image archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz *.tar.bz2 *.oci);;"
                                           "All files (*)"));
    if (files.isEmpty())
        return;
    settings::openDirectory.set(QFileInfo(files.front()).absolutePath());
    openImages(files);
}

void MainWindow::openFolder()
{
    const QString folder
        = QFileDialog::getExistingDirectory(this, tr("Open an OCI Layout or a Prebaked Image"), settings::openDirectory());
    if (folder.isEmpty())
        return;
    settings::openDirectory.set(QFileInfo(folder).absolutePath());
    m_tabs->open(folder);
}

void MainWindow::showSearch(const QString &text)
{
    if (m_tabs->indexOf(m_search) < 0)
        m_tabs->addPage(m_search, tr("Find Images"));
    m_tabs->setCurrentWidget(m_search);
    if (text.isEmpty())
        m_search->focusField();
    else
        m_search->setText(text);
}

SettingsDialog *MainWindow::showSettings()
{
    auto *const dialog = new SettingsDialog(m_application.session(), m_application.transfers(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::applied, this, &MainWindow::reloadRegistries);
    dialog->open();
    return dialog;
}

void MainWindow::showRegistries(const QString &address)
{
    SettingsDialog *const dialog = showSettings();
    if (address.isEmpty())
        dialog->showPage(SettingsDialog::Registries);
    else
        dialog->showRegistry(address);
}

void MainWindow::reloadRegistries()
{
    applyRegistries(m_application.session());
    m_search->refreshRegistries();
    m_libraryDock->pane().registries().refresh();
}

void MainWindow::push(const PushSource &source)
{
    auto *const dialog = new PushDialog(m_application.session(), source, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PushDialog::pushRequested, this, [this, title = source.title](const PushRequest &request) {
        m_transferDock->showTransfer(startPush(m_application.session(), m_application.transfers(), title, request));
    });
    dialog->open();
}

/// Once the user has logged in, the transfer is tried again.
void MainWindow::logInFor(int transfer)
{
    const Transfer &failed = *m_application.transfers().find(transfer);
    const auto reference = Reference::parse(failed.kind == TransferKind::Push ? failed.target : failed.name);
    if (!reference)
        return;
    SettingsDialog *const dialog = showSettings();
    dialog->showRegistry(reference->registry);
    connect(dialog, &SettingsDialog::loggedIn, this, [this, transfer] { m_application.transfers().resume(transfer); });
}

void MainWindow::updateTitle()
{
    const ImageTab *const tab = m_tabs->currentTab();
    const QString title = tab ? tab->title() : m_tabs->count() > 0 ? tr("Find Images") : QString();
    setWindowTitle(title.isEmpty() ? tr("Stratoscope") : tr("%1 — Stratoscope").arg(title));
}

/// Whether a tab is dragged, whose image is open already.
bool MainWindow::isTabIn(const QMimeData &data)
{
    return isOwnImage(data) && !EntryData::isIn(data);
}

/// The tab whose image can be compared with what is dragged: the one whose title is under the pointer, or the current one.
ImageTab *MainWindow::comparedBy(const QDropEvent &event) const
{
    ImageTab *const under = m_tabs->isVisible() ? m_tabs->tabUnder(event.position().toPoint()) : nullptr;
    ImageTab *const tab = under ? under : m_tabs->currentTab();
    const auto image = imageIn(*event.mimeData());
    const bool isOther = tab && image && (tab->name() != image->name || tab->platform() != image->platform);
    return isOther ? tab : nullptr;
}

void MainWindow::showDropHint(const QDropEvent &event)
{
    const QPoint point = event.position().toPoint();
    const ImageTab *const tab = comparedBy(event);
    const bool isAtTitle = tab && tab == m_tabs->tabUnder(point);
    const bool isTab = isTabIn(*event.mimeData());
    const QWidget *const page = m_tabs->currentWidget();
    m_dropHint->setGeometry(tab && page ? QRect(page->mapTo(this, QPoint()), page->size()) : centralWidget()->geometry());
    m_dropHint->showFor(!tab || (!isTab && !isAtTitle), tab ? tab->imageTitle() : QString());
    m_dropHint->setPointer(point);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QMimeData &data = *event->mimeData();
    if (!imageIn(data) && (EntryData::isIn(data) || (localPaths(data).isEmpty() && droppedText(data).isEmpty())))
        return;
    event->acceptProposedAction();
    showDropHint(*event);
}

void MainWindow::dragMoveEvent(QDragMoveEvent *event)
{
    if (isTabIn(*event->mimeData()) && !comparedBy(*event)) { // over its own image
        m_dropHint->hide();
        return event->ignore();
    }
    showDropHint(*event);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    showDropHint(*event);
    ImageTab *const compared = m_dropHint->zone() == DropHint::Compare ? comparedBy(*event) : nullptr;
    m_dropHint->hide();
    event->acceptProposedAction();
    const QMimeData &data = *event->mimeData();
    const auto image = imageIn(data);
    const QStringList paths = EntryData::isIn(data) ? QStringList() : localPaths(data);
    if (compared) {
        m_tabs->setCurrentWidget(compared);
        compared->compareWith(image->name, image->platform);
    } else if (image && isOwnImage(data)) {
        m_tabs->open(image->name, image->platform);
    } else if (!paths.isEmpty()) {
        openImages(paths);
    } else {
        showSearch(droppedText(data));
    }
    activateWindow();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_libraryDock->regainWidth();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayClose(m_application.transfers(), this))
        return event->ignore();
    m_sessionRestore->save();
    m_libraryDock->pane().saveLayout();
    if (const ImageView *const view = m_tabs->currentView())
        view->saveLayout();
    QMainWindow::closeEvent(event);
}

} // namespace stratoscope::ui
