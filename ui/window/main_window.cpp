// SPDX-License-Identifier: Apache-2.0
#include "ui/window/main_window.h"

#include "archive/image_name.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_model.h"
#include "ui/layers/layer_pane.h"
#include "ui/library/library.h"
#include "ui/library/library_pane.h"
#include "ui/search/search_page.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/entry_data.h"
#include "ui/window/notifier.h"
#include "ui/window/start_page.h"

#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QProgressBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Lies over the window while something that can be opened is held over it.
class DropHint : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor shade = palette().color(QPalette::Window);
        shade.setAlphaF(0.85F);
        painter.fillRect(rect(), shade);
        const QColor accent = tintColor(Tint::Accent, palette());
        painter.setPen(QPen(accent, 2));
        painter.drawRoundedRect(rect().adjusted(12, 12, -12, -12), 8, 8);
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.5);
        painter.setFont(large);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignCenter, QCoreApplication::translate("MainWindow", "Drop to open"));
    }
};

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

MainWindow::MainWindow(Session &session, const QString &sample, Memory memory, QWidget *parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_memory(memory)
    , m_transfers(std::make_unique<Transfers>(session, memory))
    , m_library(std::make_unique<Library>(session, *m_transfers))
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(sample, this))
    , m_tabs(new QTabWidget(this))
    , m_notifier(new Notifier(this))
    , m_dropHint(new DropHint(this))
{
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setElideMode(Qt::ElideNone); // many tabs are scrolled: none is cut to a letter
    m_tabs->setUsesScrollButtons(true);
    m_tabs->tabBar()->installEventFilter(this);
    m_tabs->setAccessibleName(tr("Open images"));
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_tabs);
    setCentralWidget(m_pages);
    m_dropHint->hide();
    m_dropHint->setAttribute(Qt::WA_TransparentForMouseEvents);

    connect(m_start, &StartPage::openFileRequested, this, &MainWindow::askForFiles);
    connect(m_start, &StartPage::openFolderRequested, this, &MainWindow::askForFolder);
    connect(m_start, &StartPage::openRequested, this, [this](const QString &name) { openOne(name); });
    connect(m_start, &StartPage::searchRequested, this, &MainWindow::showSearch);
    connect(m_start, &StartPage::forgetRequested, this, [this](const QString &name) {
        settings::removeRecentImage(name);
        updateRecent();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::updateWindow);

    buildStatusBar();
    buildSearch();
    buildTransfers();
    buildLibrary();
    buildMenus();
    buildSettings();
    if (!restoreGeometry(settings::windowGeometry()))
        resize(1180, 760);
    restoreState(settings::windowState());
    if (m_transfers->model()->rowCount() > 0) // what has not ended shall not be overlooked
        m_transferDock->show();
    startKeeping();
    setMinimumSize(560, 320); // three times as large, it fits a usual screen
    updateRecent();
    updateTransfers();
    updateWindow();
}

MainWindow::~MainWindow()
{
    for (QObject *const child : findChildren<QObject *>())
        child->disconnect(this); // what goes with the window has nothing more to say to it
    delete takeCentralWidget(); // tabs take what they have running off the transfers, which go first
}

void MainWindow::buildStatusBar()
{
    m_where = new QLabel(this);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_where->setAccessibleName(tr("Where you are"));
    m_verifyText = new QLabel(this);
    m_verifyBar = new QProgressBar(this);
    m_verifyBar->setMaximumSize(140, 12);
    m_verifyBar->setTextVisible(false);
    m_verifyBar->setAccessibleName(tr("Verification"));
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(6, 0, 6, 0);
    statusBar()->addWidget(m_where, 1);
    m_transferButton = new QToolButton(this);
    m_transferButton->setIcon(icon(u"download"_s, Tint::Accent));
    m_transferButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_transferButton->setAutoRaise(true);
    statusBar()->addPermanentWidget(m_transferButton);
    statusBar()->addPermanentWidget(m_verifyText);
    statusBar()->addPermanentWidget(m_verifyBar);
}

ImageTab *MainWindow::currentTab() const
{
    return qobject_cast<ImageTab *>(m_tabs->currentWidget());
}

ImageTab *MainWindow::tabAt(int index) const
{
    return qobject_cast<ImageTab *>(m_tabs->widget(index));
}

int MainWindow::tabCount() const
{
    return m_tabs->count();
}

ImageView *MainWindow::currentView() const
{
    return currentTab() ? currentTab()->view() : nullptr;
}

void MainWindow::askForFiles()
{
    const QStringList files
        = QFileDialog::getOpenFileNames(this, tr("Open Images"), settings::openDirectory(),
                                        tr("Image archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz *.tar.bz2 *.oci);;"
                                           "All files (*)"));
    if (files.isEmpty())
        return;
    settings::setOpenDirectory(QFileInfo(files.front()).absolutePath());
    openImages(files);
}

void MainWindow::askForFolder()
{
    const QString folder
        = QFileDialog::getExistingDirectory(this, tr("Open an OCI Layout or a Prebaked Image"), settings::openDirectory());
    if (folder.isEmpty())
        return;
    settings::setOpenDirectory(QFileInfo(folder).absolutePath());
    openOne(folder);
}

void MainWindow::openImages(const QStringList &names)
{
    for (const QString &name : names)
        openOne(name);
}

void MainWindow::openOne(const QString &given, const std::optional<Platform> &platform)
{
    // Relative paths mean another file once the window is started from elsewhere.
    const QString name = absoluteImageName(given);
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (tabAt(i) && tabAt(i)->name() == name && tabAt(i)->platform() == platform)
            return m_tabs->setCurrentIndex(i);
    }
    ImageTab *const tab = addImageTab(name, platform);
    m_tabs->setCurrentWidget(tab);
    tab->open();
}

ImageTab *MainWindow::addImageTab(const QString &name, const std::optional<Platform> &platform)
{
    auto *const tab = new ImageTab(m_session, *m_transfers, name, m_tabs);
    tab->setPlatform(platform);
    connect(tab, &ImageTab::changed, this, [this, tab] { updateTab(tab); });
    connect(tab, &ImageTab::closeRequested, this, [this, tab] { closeTab(m_tabs->indexOf(tab)); });
    connect(tab, &ImageTab::leftToTransfers, this, &MainWindow::showTransfer);
    connect(tab, &ImageTab::pullRequested, this, [this, tab] { pullInto(tab); });
    connect(tab, &ImageTab::recheckRequested, this, [this, tab] { recheck(tab); });
    connect(tab, &ImageTab::opened, this, [this, tab] {
        if (tab->platform())
            return; // a name alone would open another one
        settings::addRecentImage(tab->name());
        updateRecent();
    });
    addTab(tab, QString());
    updateTab(tab);
    return tab;
}

/// With a button to close it, in place of the style's own, which is a red one in Fusion.
void MainWindow::addTab(QWidget *tab, const QString &title)
{
    const int index = m_tabs->addTab(tab, title);
    auto *const button = new QToolButton(m_tabs->tabBar());
    button->setIcon(icon(u"close"_s, Tint::Muted));
    button->setIconSize(QSize(12, 12));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolTip(tr("Close"));
    button->setAccessibleName(tr("Close"));
    connect(button, &QToolButton::clicked, tab, [this, tab] { closeTab(m_tabs->indexOf(tab)); });
    m_tabs->tabBar()->setTabButton(index, QTabBar::RightSide, button);
}

void MainWindow::closeTab(int index)
{
    QWidget *const widget = m_tabs->widget(index);
    if (!widget)
        return;
    if (const ImageTab *const tab = tabAt(index); tab && tab->view())
        tab->view()->saveLayout();
    m_tabs->tabBar()->tabButton(index, QTabBar::RightSide)->deleteLater(); // it may be what was clicked
    m_tabs->removeTab(index);
    if (widget != static_cast<QWidget *>(m_search)) // what was searched for is still there when it is opened again
        widget->deleteLater();
    updateWindow();
}

void MainWindow::moveToTab(int step)
{
    if (m_tabs->count() > 1)
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + m_tabs->count()) % m_tabs->count());
}

void MainWindow::updateTab(ImageTab *tab)
{
    const int index = m_tabs->indexOf(tab);
    if (index < 0)
        return;
    // An ampersand would be taken for a key's mark.
    constexpr int kLongestTitle = 36; // letters
    const QFontMetrics metrics = m_tabs->tabBar()->fontMetrics();
    const QString title = metrics.elidedText(tab->title(), Qt::ElideMiddle, kLongestTitle * metrics.averageCharWidth());
    m_tabs->setTabText(index, QString(title).replace(u'&', u"&&"_s));
    m_tabs->setTabToolTip(index, tab->toolTip());
    if (tab == currentTab())
        updateWindow();
}

void MainWindow::updateWindow()
{
    m_pages->setCurrentWidget(m_tabs->count() == 0 ? static_cast<QWidget *>(m_start) : m_tabs);
    ImageTab *const tab = currentTab();
    ImageView *const view = currentView();
    const QString title = tab ? tab->title() : m_tabs->count() > 0 ? tr("Find Images") : QString();
    setWindowTitle(title.isEmpty() ? tr("Stratoscope") : tr("%1 – Stratoscope").arg(title));
    for (QAction *const action : m_imageActions)
        action->setEnabled(view);
    m_closeAction->setEnabled(m_tabs->count() > 0);
    keepSoon();
    m_where->setText(view ? view->statusText() : QString());
    statusBar()->setVisible(tab || !m_transferButton->isHidden());

    const bool verifying = tab && tab->verification();
    m_verifyText->setVisible(tab && view);
    m_verifyBar->setVisible(verifying);
    if (verifying) {
        const int permille = progressPermille(*tab->verification());
        m_verifyBar->setRange(0, permille < 0 ? 0 : 1000);
        m_verifyBar->setValue(permille);
        const qint64 eta = tab->verification()->eta;
        m_verifyText->setText(eta > 0 ? tr("Verifying, %1 left").arg(durationText(eta)) : tr("Verifying"));
    } else if (view) {
        m_verifyText->setText(verificationText(view->image()->verification()));
    }
}

void MainWindow::updateRecent()
{
    const QStringList names = settings::recentImages();
    m_library->refresh();
    m_recentMenu->clear();
    m_recentMenu->setEnabled(!names.isEmpty());
    for (const QString &name : names)
        m_recentMenu->addAction(QString(name).replace(u'&', u"&&"_s), this, [this, name] { openOne(name); });
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("Clear"), this, [this] {
        settings::clearRecentImages();
        updateRecent();
    });
}

void MainWindow::showDropHint(bool on)
{
    m_dropHint->setGeometry(centralWidget()->geometry());
    m_dropHint->setVisible(on);
    m_dropHint->raise();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (EntryData::isIn(*event->mimeData()) || localPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    showDropHint(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    showDropHint(false);
}

void MainWindow::dropEvent(QDropEvent *event)
{
    showDropHint(false);
    event->acceptProposedAction();
    openImages(localPaths(*event->mimeData()));
    activateWindow();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tabs->tabBar() && event->type() == QEvent::MouseButtonRelease) {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        const int index = m_tabs->tabBar()->tabAt(mouse->position().toPoint());
        if (mouse->button() == Qt::MiddleButton && index >= 0) {
            closeTab(index);
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayClose())
        return event->ignore();
    keepState();
    m_libraryPane->saveLayout();
    if (const ImageView *const view = currentView())
        view->saveLayout();
    QMainWindow::closeEvent(event);
}

} // namespace stratoscope::ui
