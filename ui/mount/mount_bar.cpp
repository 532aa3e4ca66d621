// SPDX-License-Identifier: Apache-2.0
#include "ui/mount/mount_bar.h"

#include "export/verified.h"
#include "mount/private_mount.h"
#include "session/session.h"
#include "ui/common/format.h"
#include "ui/export/export_request.h"
#include "ui/mount/mounts.h"
#include "ui/transfers/transfers.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QUrl>

namespace stratoscope::ui {

using MountPtr = std::shared_ptr<PrivateMount>;

MountBar::MountBar(Session &session, Transfers &transfers, Mounts &mounts, QWidget *parent)
    : MessageBar(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_mounts(mounts)
{
    connect(&mounts, &Mounts::ended, this, [this](int mount) {
        if (mount != m_mount)
            return;
        m_mount = 0;
        m_directory.clear();
        hide();
        Q_EMIT changed();
    });
}

MountBar::~MountBar()
{
    unmount();
}

void MountBar::mount(const std::shared_ptr<const Image> &image)
{
    end();
    const QString title = image->title();
    const QString name = suggestedExportName(title, optionsFor(ExportFormat::Directory));
    const auto work = [store = m_session.store(), image, title, name](ProgressMeter &progress,
                                                                      const std::stop_token &stop) mutable -> Result<MountPtr> {
        STRATOSCOPE_CHECK(ImageMount::checkFuse()); // before anything that takes long
        STRATOSCOPE_CHECK(requireVerified(*image, store, progress, stop));
        return PrivateMount::make(image->fs(), name, title);
    };
    m_mounting = m_transfers.run<MountPtr>(this,
                                           {.kind = TransferKind::Mount,
                                            .name = title,
                                            .begin = [&session = m_session, work] { return session.run<MountPtr>(work); },
                                            .done = [this, title](const Result<MountPtr> &mounted) { finish(title, mounted); }});
}

void MountBar::finish(const QString &title, const Result<MountPtr> &mounted)
{
    if (!mounted)
        return showProblem(tr("Could not mount %1").arg(title), mounted.error().message());
    m_directory = (*mounted)->directory();
    m_hiddenEntries = (*mounted)->hiddenEntries();
    m_mount = m_mounts.add(*mounted);
    openFolder();
    Q_EMIT changed();
}

void MountBar::showMounted(const QString &headline)
{
    QString detail = m_directory;
    if (m_hiddenEntries > 0)
        detail += u'\n'
            + tr("%Ln entries have longer names than Linux allows, and cannot be reached", nullptr, pluralCount(m_hiddenEntries));
    showNote(headline, detail,
             {{tr("Open Folder"), [this] { openFolder(); }},
              {tr("Copy Path"), [this] { QGuiApplication::clipboard()->setText(m_directory); }},
              {tr("Unmount"), [this] { unmount(); }}});
}

void MountBar::openFolder()
{
    const bool isOpen = QDesktopServices::openUrl(QUrl::fromLocalFile(m_directory));
    showMounted(isOpen ? tr("Mounted") : tr("Mounted; no file manager was found"));
}

void MountBar::end()
{
    unmount();
    m_mount = 0; // whose end does not matter any more
    m_directory.clear();
    hide();
}

void MountBar::unmount()
{
    m_transfers.drop(m_mounting);
    m_mounting = 0;
    m_mounts.unmount(m_mount);
}

} // namespace stratoscope::ui
