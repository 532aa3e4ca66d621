// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with registries: the search, the transfers, and what comes of them.
#include "session/session.h"
#include "ui/dialogs/registries_dialog.h"
#include "ui/main_window.h"
#include "ui/models/format.h"
#include "ui/notifier.h"
#include "ui/registry_settings.h"
#include "ui/transfers.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/image_tab.h"
#include "ui/widgets/search_page.h"
#include "ui/widgets/transfer_pane.h"

#include <QDockWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void MainWindow::buildSearch()
{
    applyRegistries(m_session);
    m_search = new SearchPage(m_session, this);
    m_search->hide();
    connect(m_search, &SearchPage::openRequested, this, [this](const QString &path) { openOne(path); });
    connect(m_search, &SearchPage::pullRequested, this, &MainWindow::pull);
    connect(m_search, &SearchPage::registryRequested, this, &MainWindow::showRegistries);

    auto *const find = new QToolButton(m_tabs);
    find->setIcon(icon(u"search"_s));
    find->setText(tr("Find Images"));
    find->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    find->setAutoRaise(true);
    find->setFocusPolicy(Qt::TabFocus);
    find->setToolTip(tr("Search registries (Ctrl+K)"));
    connect(find, &QToolButton::clicked, this, [this] { showSearch(); });
    m_tabs->setCornerWidget(find);
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
    m_transferDock->setVisible(m_transfers->model()->rowCount() > 0);

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
    const int id = m_transfers->pull(reference, platform);
    m_transferDock->show();
    m_transferPane->select(id);
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
        tab->follow(*m_transfers, m_transfers->pull(*meant, tab->platform()));
}

void MainWindow::openTransfer(int id)
{
    const Transfer *const transfer = m_transfers->find(id);
    if (!transfer || !transfer->canOpen())
        return;
    openOne(transfer->reference, transfer->platform);
    if (transfer->state != TransferState::Done)
        currentTab()->follow(*m_transfers, id);
}

void MainWindow::tellEnded(int id)
{
    const Transfer &transfer = *m_transfers->find(id);
    const QString name = m_transfers->model()->indexOf(id).data().toString();
    if (transfer.state == TransferState::Done)
        m_notifier->tell(tr("%1 is pulled").arg(name), transferText(transfer), false);
    else
        m_notifier->tell(tr("%1 was not pulled").arg(name), transferText(transfer), true);
}

/// The line in the status bar.
void MainWindow::updateTransfers()
{
    int active = 0;
    qint64 current = 0;
    qint64 total = 0;
    for (const Transfer &transfer : m_transfers->model()->transfers()) {
        if (!transfer.isActive())
            continue;
        ++active;
        current += transfer.progress.current;
        total += std::max<qint64>(transfer.progress.total, 0);
    }
    const int permille = progressPermille({.current = current, .total = total});
    const QString text = active == 1 ? tr("Pulling 1 image") : tr("Pulling %1 images").arg(active);
    m_transferButton->setText(permille < 0 ? text : tr("%1, %2 %").arg(text).arg(permille / 10));
    m_transferButton->setAccessibleName(m_transferButton->text());
    if (m_transferButton->isHidden() == (active > 0)) {
        m_transferButton->setVisible(active > 0);
        updateWindow();
    }
}

void MainWindow::showRegistries(const QString &address)
{
    auto *const dialog = new RegistriesDialog(m_session, address, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RegistriesDialog::changed, m_search, &SearchPage::refreshRegistries);
    dialog->open();
}

bool MainWindow::mayClose()
{
    const int active = m_transfers->activeCount();
    if (active == 0)
        return true;
    QMessageBox question(QMessageBox::Question, tr("Stratoscope"),
                         active == 1 ? tr("An image is being pulled.") : tr("%1 images are being pulled.").arg(active),
                         QMessageBox::NoButton, this);
    question.setInformativeText(
        tr("What has arrived is kept: at the next start they are there as paused, and go on from where they were."));
    QPushButton *const quit = question.addButton(tr("Pause and Quit"), QMessageBox::AcceptRole);
    QPushButton *const stay = question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.setDefaultButton(stay);
    question.exec();
    return question.clickedButton() == quit;
}

} // namespace stratoscope::ui
