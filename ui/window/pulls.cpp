// SPDX-License-Identifier: Apache-2.0
#include "ui/window/pulls.h"

#include "ui/application/application.h"
#include "ui/image/image_tab.h"
#include "ui/transfers/transfer_dock.h"
#include "ui/window/image_tabs.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QUrl>

namespace stratoscope::ui {

Pulls::Pulls(Application &application, ImageTabs &tabs, TransferDock &dock, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_tabs(tabs)
    , m_dock(dock)
{
    connect(&tabs, &ImageTabs::pullRequested, this, &Pulls::pullInto);
    connect(&tabs, &ImageTabs::importRequested, this, [this](ImageTab *tab) { importImage(tab->name(), tab->platform()); });
    connect(&dock, &TransferDock::openRequested, this, &Pulls::open);
}

void Pulls::pull(const Reference &reference, const std::optional<Platform> &platform)
{
    m_dock.showTransfer(m_application.transfers().pull(reference, platform));
}

void Pulls::importImage(const QString &name, const std::optional<Platform> &platform)
{
    m_dock.showTransfer(m_application.library().importImage(name, platform));
}

void Pulls::pullInto(ImageTab *tab)
{
    const QString name = tab->name();
    const auto written = Reference::parse(name);
    if (!written)
        return;
    auto *const resolving = new LatestTask(tab);
    const auto resolve = [&session = m_application.session(), name](const std::stop_token &) -> Result<Reference> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        return registries.resolveName(name);
    };
    const auto finish = [this, tab, resolving, name, written](const Result<Reference> &resolved) {
        resolving->deleteLater();
        if (tab->name() != name)
            return;
        const Reference reference = resolved.value_or(*written);
        if (reference != *written)
            tab->openAs(reference.canonical(), tab->platform());
        else
            tab->follow(m_application.transfers().pull(reference, tab->platform()));
    };
    resolving->run(m_application.session(), resolve, finish);
}

void Pulls::open(int id)
{
    const Transfer *const transfer = m_application.transfers().find(id);
    if (transfer && transfer->needsLogin())
        return Q_EMIT loginRequested(id);
    if (transfer && transfer->canCopyReference())
        return QGuiApplication::clipboard()->setText(transfer->target);
    if (!transfer || !transfer->canOpen())
        return;
    if (transfer->kind == TransferKind::Export || transfer->kind == TransferKind::Save) {
        const bool isFile = !QFileInfo(transfer->target).isDir();
        const QString folder = isFile ? QFileInfo(transfer->target).absolutePath() : transfer->target;
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
        return;
    }
    const bool isComplete = transfer->state == TransferState::Done;
    m_tabs.open(transfer->name, transfer->platform);
    if (!isComplete)
        m_tabs.currentTab()->follow(id);
}

} // namespace stratoscope::ui
