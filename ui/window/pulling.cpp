// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with registries and transfers: the search, the list of what runs, and what comes of it.
#include "session/session.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/image/image_tab.h"
#include "ui/library/library_pane.h"
#include "ui/search/search_page.h"
#include "ui/settings/registry_settings.h"
#include "ui/transfers/transfer_pane.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"
#include "ui/window/notifier.h"

#include <QDesktopServices>
#include <QDockWidget>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString endedText(const Transfer &transfer)
{
    const bool isDone = transfer.state == TransferState::Done;
    switch (transfer.kind) {
    case TransferKind::Pull:
        return (isDone ? MainWindow::tr("%1 is pulled") : MainWindow::tr("%1 was not pulled")).arg(transfer.title());
    case TransferKind::Open:
        return (isDone ? MainWindow::tr("%1 is open") : MainWindow::tr("%1 was not opened")).arg(transfer.title());
    case TransferKind::Verify:
        return (isDone ? MainWindow::tr("%1 is verified") : MainWindow::tr("%1 is damaged")).arg(transfer.title());
    case TransferKind::Export:
        return (isDone ? MainWindow::tr("%1 is exported") : MainWindow::tr("%1 was not exported")).arg(transfer.title());
    case TransferKind::Save:
        return (isDone ? MainWindow::tr("%1 is saved") : MainWindow::tr("%1 was not saved")).arg(transfer.title());
    }
    Q_UNREACHABLE();
}

/// A line of what would be stopped.
QString runningText(const Transfer &transfer)
{
    const int permille = transfer.state == TransferState::Waiting ? -1 : progressPermille(transfer.progress);
    const QString what = MainWindow::tr("%1: %2").arg(transferKindText(transfer.kind), transfer.title());
    return permille < 0 ? what : MainWindow::tr("%1, %2 %").arg(what).arg(permille / 10);
}

} // namespace

void MainWindow::buildSearch()
{
    applyRegistries(m_session);
    m_search = new SearchPage(m_session, this);
    m_search->hide();
    connect(m_search, &SearchPage::openRequested, this, [this](const QString &path) { openOne(path); });
    connect(m_search, &SearchPage::pullRequested, this, &MainWindow::pull);
    connect(m_search, &SearchPage::registryRequested, this, &MainWindow::showRegistries);

    auto *const find = new QToolButton;
    find->setIcon(icon(u"search"_s));
    find->setText(tr("Find Images"));
    find->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    find->setAutoRaise(true);
    find->setFocusPolicy(Qt::TabFocus);
    find->setToolTip(tr("Search registries (Ctrl+K)"));
    connect(find, &QToolButton::clicked, this, [this] { showSearch(); });
    auto *const corner = new QWidget(m_tabs);
    auto *const row = new QHBoxLayout(corner); // as high above the images as the tabs' texts
    row->setContentsMargins(0, 0, 6, 4);
    row->addWidget(find);
    m_tabs->setCornerWidget(corner);
}

void MainWindow::buildTransfers()
{
    m_transferPane = new TransferPane(*m_transfers, this);
    m_transferDock = new QDockWidget(tr("Transfers"), this);
    m_transferDock->setObjectName(u"transfers"_s);
    m_transferDock->setWidget(m_transferPane);
    m_transferDock->setAllowedAreas(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea);
    addDockWidget(Qt::BottomDockWidgetArea, m_transferDock);
    resizeDocks({m_transferDock}, {220}, Qt::Vertical);
    m_transferDock->hide();

    connect(m_transferPane, &TransferPane::openRequested, this, &MainWindow::openTransfer);
    connect(m_transferButton, &QToolButton::clicked, this, [this] { m_transferDock->setVisible(!m_transferDock->isVisible()); });
    connect(m_transfers.get(), &Transfers::ended, this, &MainWindow::tellEnded);
    connect(m_transfers.get(), &Transfers::stateChanged, this, &MainWindow::updateTransfers);
    connect(m_transfers->model(), &QAbstractItemModel::dataChanged, this, &MainWindow::updateTransfers);
    connect(m_transfers->model(), &QAbstractItemModel::rowsRemoved, this, &MainWindow::updateTransfers);
}

void MainWindow::showSearch(const QString &text)
{
    if (m_tabs->indexOf(m_search) < 0)
        addTab(m_search, tr("Find Images"));
    m_tabs->setCurrentWidget(m_search);
    updateWindow();
    if (text.isEmpty())
        m_search->focusField();
    else
        m_search->setText(text);
}

void MainWindow::pull(const Reference &reference, const std::optional<Platform> &platform)
{
    showTransfer(m_transfers->pull(reference, platform));
}

/// The store does not have what a tab was opened for: it is pulled there, unless it is there by the name that a short one stands
/// for.
void MainWindow::pullInto(ImageTab *tab)
{
    const auto access = m_session.registryAccess();
    const auto written = Reference::parse(tab->name());
    const auto meant = access ? access->registries->resolveName(tab->name()) : written;
    if (!written || !meant)
        return;
    if (*meant != *written)
        tab->openAs(meant->canonical(), tab->platform());
    else
        tab->follow(m_transfers->pull(*meant, tab->platform()));
}

void MainWindow::openTransfer(int id)
{
    const Transfer *const transfer = m_transfers->find(id);
    if (!transfer || !transfer->canOpen())
        return;
    if (transfer->kind == TransferKind::Export || transfer->kind == TransferKind::Save) {
        const bool isFile = transfer->kind == TransferKind::Save;
        const QString folder = isFile ? QFileInfo(transfer->target).absolutePath() : transfer->target;
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
        return;
    }
    const bool isWhole = transfer->state == TransferState::Done;
    openOne(transfer->name, transfer->platform);
    if (!isWhole)
        currentTab()->follow(id);
}

void MainWindow::showTransfer(int id)
{
    m_transferDock->show();
    m_transferPane->showLog(false);
    m_transferPane->select(id);
}

void MainWindow::tellEnded(int id)
{
    const Transfer &transfer = *m_transfers->find(id);
    const bool isDone = transfer.state == TransferState::Done;
    m_notifier->tell(endedText(transfer), transferText(transfer), !isDone);
}

/// The line in the status bar. What is verified has its own beside it.
void MainWindow::updateTransfers()
{
    int active = 0;
    int pulls = 0;
    qint64 current = 0;
    qint64 total = 0;
    for (const Transfer &transfer : m_transfers->model()->transfers()) {
        if (!transfer.isActive() || transfer.kind == TransferKind::Verify)
            continue;
        ++active;
        pulls += transfer.kind == TransferKind::Pull;
        current += transfer.progress.current;
        total += std::max<qint64>(transfer.progress.total, 0);
    }
    const int permille = progressPermille({.current = current, .total = total});
    const QString text = pulls == active ? tr("Pulling %n images", nullptr, active) : tr("%n transfers", nullptr, active);
    m_transferButton->setText(permille < 0 ? text : tr("%1, %2 %").arg(text).arg(permille / 10));
    m_transferButton->setAccessibleName(m_transferButton->text());
    if (m_transferButton->isHidden() == (active > 0)) {
        m_transferButton->setVisible(active > 0);
        updateWindow();
    }
}

/// What can only be begun anew, or is watched by somebody: not what is merely verified or opened.
bool MainWindow::mayClose()
{
    constexpr int kNamed = 5;
    QStringList names;
    bool pullsOnly = true;
    for (const Transfer &transfer : m_transfers->model()->transfers()) {
        if (!transfer.isActive() || transfer.kind == TransferKind::Verify || transfer.kind == TransferKind::Open)
            continue;
        pullsOnly = pullsOnly && transfer.kind == TransferKind::Pull;
        names += u"•  "_s + runningText(transfer);
    }
    if (names.isEmpty())
        return true;
    QStringList shown = names.mid(0, kNamed);
    if (names.size() > kNamed)
        shown += tr("and %n more", nullptr, int(names.size()) - kNamed);
    if (!pullsOnly)
        shown += {QString(), tr("An export that is stopped leaves nothing behind.")};
    const bool anyPull = std::ranges::any_of(m_transfers->model()->transfers(), [](const Transfer &transfer) {
        return transfer.isActive() && transfer.kind == TransferKind::Pull;
    });
    if (anyPull)
        shown += {QString(),
                  tr("What has been pulled is kept: at the next start pulls are there as paused, and go on from where they were.")};
    QMessageBox question(QMessageBox::Question, tr("Stratoscope"),
                         tr("%n transfers are still running.", nullptr, int(names.size())), QMessageBox::NoButton, this);
    question.setInformativeText(shown.join(u'\n'));
    QPushButton *const quit = question.addButton(pullsOnly ? tr("Pause and Quit") : tr("Stop and Quit"), QMessageBox::AcceptRole);
    QPushButton *const stay = question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.setDefaultButton(stay);
    question.exec();
    return question.clickedButton() == quit;
}

} // namespace stratoscope::ui
