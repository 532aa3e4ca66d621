// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with the settings: their dialog, what of an image is shown, the size of the store.
#include "session/session.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/library_pane.h"
#include "ui/preferences/settings_dialog.h"
#include "ui/search/search_page.h"
#include "ui/settings/registry_settings.h"
#include "ui/settings/store_settings.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"

#include <QMenu>
#include <QStatusBar>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// The start is for the user, not for cleaning up.
constexpr int kFirstCleanUpMs = 20'000;
constexpr int kMessageMs = 15'000;

} // namespace

void MainWindow::buildSettings()
{
    connect(m_transfers.get(), &Transfers::ended, this, [this](int id) {
        if (m_transfers->find(id)->kind == TransferKind::Pull && m_transfers->find(id)->state == TransferState::Done)
            keepStoreWithinLimit();
    });
    QTimer::singleShot(kFirstCleanUpMs, this, &MainWindow::keepStoreWithinLimit);
}

SettingsDialog *MainWindow::showSettings()
{
    auto *const dialog = new SettingsDialog(m_session, *m_transfers, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::applied, this, &MainWindow::applySettings);
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

void MainWindow::applySettings()
{
    applyTheme(settings::theme());
    applyRegistries(m_session);
    m_search->refreshRegistries();
    m_libraryPane->refreshRegistries();
    applyViewSettings();
    keepStoreWithinLimit();
}

void MainWindow::applyViewSettings()
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (const ImageTab *const tab = tabAt(i); tab && tab->view())
            tab->view()->applySettings();
    }
}

void MainWindow::keepStoreWithinLimit()
{
    const quint64 limit = settings::storeLimit();
    if (limit == 0 || m_cleaning.isRunning())
        return;
    // Where it is busy, there is another time.
    m_cleaning.start(cleanUpLargeStore(m_session, *m_transfers, limit), [this](const Result<StoreCleanUp> &done) {
        if (done && !done->removed.empty())
            statusBar()->showMessage(cleanUpText(*done), kMessageMs);
    });
}

void MainWindow::addPaneActions(QMenu &menu)
{
    const auto add = [&](const QString &pane, const QString &text, Qt::Key key) {
        QAction *const action = menu.addAction(text, QKeySequence(Qt::CTRL | Qt::SHIFT | key), this, [this, pane](bool on) {
            settings::setPaneShown(pane, on);
            applyViewSettings();
        });
        action->setCheckable(true);
        action->setChecked(settings::isPaneShown(pane));
    };
    add(u"layers"_s, tr("&Layers"), Qt::Key_L);
    add(u"preview"_s, tr("Pre&view"), Qt::Key_P);
    add(u"details"_s, tr("&Details"), Qt::Key_D);
}

void MainWindow::addWindowActions(QMenu &menu)
{
    menu.addAction(icon(u"retry"_s), tr("Relo&ad"), QKeySequence(QKeySequence::Refresh), this, [this] {
        if (ImageTab *const tab = currentTab())
            tab->reload();
    });
    QAction *const full = menu.addAction(tr("&Full Screen"), QKeySequence(Qt::Key_F11), this, [this](bool on) {
        setWindowState(on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
    });
    full->setCheckable(true);
    connect(&menu, &QMenu::aboutToShow, full, [this, full] { full->setChecked(isFullScreen()); });
}

} // namespace stratoscope::ui
