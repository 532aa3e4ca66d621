// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library.h"

#include "export/load_into_engine.h"
#include "image/import_image.h"
#include "store/store_cleaner.h"
#include "ui/common/format.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"

#include <QFileInfo>

namespace stratoscope::ui {

namespace {

/// A pull or a removal changes several files in a row.
constexpr int kDelayMs = 150;

} // namespace

Library::Library(Session &session, Transfers &transfers, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_engines(session)
{
    connect(&m_engines, &Engines::changed, this, [this] {
        showRows();
        Q_EMIT changed();
    });
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &Library::read);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &Library::refresh);
    read();
}

Library::~Library() = default;

QString Library::directory() const
{
    return m_session.store().directory();
}

void Library::read()
{
    m_delay.stop();
    watch();
    auto work = [store = m_session.store(), recent = settings::recentImages(), pinned = settings::pinnedImages()](
                    const std::stop_token &) -> Result<LibraryContents> { return readLibrary(store, recent, pinned); };
    m_reading.run(m_session, work, [this](const Result<LibraryContents> &contents) { update(*contents); });
}

void Library::update(const LibraryContents &contents)
{
    m_rows = contents.rows;
    showRows();
    m_recent = contents.recent;
    if (m_problems != contents.problems) {
        m_problems = contents.problems;
        Q_EMIT unreadable(m_problems);
    }
    Q_EMIT changed();
}

void Library::showRows()
{
    std::vector<LibraryRow> rows = m_rows;
    const QStringList pinned = settings::pinnedImages();
    for (LibraryRow &row : m_engines.rows()) {
        row.isPinned = pinned.contains(row.name);
        rows.push_back(std::move(row));
    }
    m_model.setRows(std::move(rows));
}

int Library::load(const QString &name, const std::optional<Platform> &platform, const Engine &engine)
{
    const QString title = rowOf(name).label();
    const QString target = engine.name;
    const auto work = [store = m_session.store(), name, engine,
                       platform](ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<ExportReport> {
        OpenOptions options;
        options.platform = platform;
        STRATOSCOPE_TRY(const auto image, openImage(name, options, store, progress, stop));
        return loadIntoEngine(*image, engine, store, progress, stop);
    };
    return m_transfers.run<ExportReport>(this,
                                         {.kind = TransferKind::Load,
                                          .name = title,
                                          .target = target,
                                          .begin = [&session = m_session, work] { return session.run<ExportReport>(work); },
                                          .done =
                                              [this, title, target](const Result<ExportReport> &report) {
                                                  if (report)
                                                      Q_EMIT loaded(title, target);
                                                  else
                                                      Q_EMIT failed(tr("Could not load %1 into %2").arg(title, target),
                                                                    report.error().message());
                                              }});
}

/// Adds directories that have been created meanwhile.
void Library::watch()
{
    const QStringList watched = m_watcher.directories();
    for (const QString &directory : m_session.store().images().directories()) {
        if (!watched.contains(directory) && QFileInfo::exists(directory))
            m_watcher.addPath(directory);
    }
}

void Library::setPinned(const LibraryRow &row, bool isPinned)
{
    if (!row.stored) {
        QStringList names = settings::pinnedImages();
        names.removeAll(row.name);
        if (isPinned)
            names.append(row.name);
        settings::pinnedImages.set(names);
        return read();
    }
    auto work = [store = m_session.store(), image = *row.stored, isPinned](const std::stop_token &) {
        return store.images().setPinned(image, isPinned);
    };
    changeOf(row).run(m_session, work, [this, row](const Result<void> &pinned) {
        if (!pinned)
            Q_EMIT failed(tr("Could not pin or unpin %1").arg(row.label()), pinned.error().message());
        read();
    });
}

void Library::askSize(const LibraryRow &row)
{
    auto work = [store = m_session.store(), image = *row.stored](const std::stop_token &) {
        return StoreCleaner(store).exclusiveSize(image);
    };
    m_sizing.run(m_session, work, [this, row](const Result<std::uint64_t> &size) {
        if (size)
            Q_EMIT sizeKnown(row, *size);
        else
            Q_EMIT failed(tr("Could not remove %1").arg(row.label()), size.error().message());
    });
}

void Library::remove(const LibraryRow &row)
{
    if (!row.stored) {
        settings::removeRecentImage(row.name);
        return setPinned(row, false);
    }
    cancelCheck(row);
    LatestTask &change = changeOf(row);
    const auto feed = change.feed<QString>([this, row](const QString &detail) {
        Q_EMIT waiting(tr("%1 will be removed as soon as possible").arg(row.label()), detail);
    });
    auto work = [store = m_session.store(), image = *row.stored, feed](const std::stop_token &stop) {
        return StoreCleaner(store, {stop, [&feed](const QString &sentence) { feed->send(sentence); }}).removeImage(image);
    };
    change.run(m_session, work, [this, row](const Result<std::uint64_t> &freed) {
        if (freed)
            Q_EMIT removed(row, *freed);
        else
            Q_EMIT failed(tr("Could not remove %1").arg(row.label()), freed.error().message());
        read();
    });
}

LatestTask &Library::changeOf(const LibraryRow &row)
{
    std::unique_ptr<LatestTask> &task = m_changes[row.key()];
    if (!task)
        task = std::make_unique<LatestTask>();
    return *task;
}

int Library::importImage(const QString &name, const std::optional<Platform> &platform)
{
    const QString title = rowOf(name).label();
    const auto work = [store = m_session.store(), name, options = OpenOptions{.platform = platform, .expectArchitecture = {}}](
                          ProgressMeter &progress, const std::stop_token &stop) mutable {
        return stratoscope::importImage(name, options, store, progress, stop);
    };
    return m_transfers.run<ImportReport>(this,
                                         {.kind = TransferKind::Import,
                                          .name = title,
                                          .begin = [&session = m_session, work] { return session.run<ImportReport>(work); },
                                          .done =
                                              [this, title](const Result<ImportReport> &report) {
                                                  if (report)
                                                      Q_EMIT imported(title);
                                                  else
                                                      Q_EMIT failed(tr("Could not import %1").arg(title), report.error().message());
                                                  read();
                                              }});
}

void Library::verify(const LibraryRow &row)
{
    const QString key = row.key();
    int &transfer = m_verifications[key];
    if (!row.stored || m_transfers.isRunning(transfer))
        return;
    m_transfers.drop(transfer);
    const auto work = [store = m_session.store(), image = *row.stored](ProgressMeter &progress, const std::stop_token &stop) {
        return verifyImage(image, store, progress, stop);
    };
    const auto show = [this, key](const Progress &progress) {
        m_model.setVerification(key, {.state = LibraryVerification::Running, .permille = progressPermille(progress)});
    };
    transfer = m_transfers.run<ImageVerification>(
        this,
        {.kind = TransferKind::Verify,
         .name = row.label(),
         .begin = [&session = m_session, work] { return session.run<ImageVerification>(work); },
         .began = [show] { show({}); },
         .progressed = show,
         .done = [this, row](const Result<ImageVerification> &found) { finishVerification(row, found); },
         .cancelled = [this, key] { m_model.setVerification(key, {}); }});
}

void Library::finishVerification(const LibraryRow &row, const Result<ImageVerification> &found)
{
    if (!found) {
        m_model.setVerification(row.key(), {});
        return Q_EMIT failed(tr("Could not verify %1").arg(row.label()), found.error().message());
    }
    if (found->isValid())
        m_model.setVerification(row.key(), {.state = LibraryVerification::Verified});
    else
        m_model.setVerification(row.key(), {.state = LibraryVerification::Corrupt, .problem = found->error->message()});
    Q_EMIT verified(row, *found);
}

void Library::cancelCheck(const LibraryRow &row)
{
    for (const auto *const transfers : {&m_verifications, &m_repairs}) {
        if (const auto transfer = transfers->find(row.key()); transfer != transfers->end())
            m_transfers.cancel(transfer->second);
    }
}

void Library::repair(const LibraryRow &row, const ImageVerification &found)
{
    const QString key = row.key();
    int &transfer = m_repairs[key];
    if (m_transfers.isRunning(transfer))
        return;
    m_transfers.drop(transfer);
    const LibraryVerification before = m_model.verification(key);
    const auto work = [store = m_session.store(), found](ProgressMeter &progress, const std::stop_token &stop) {
        return repairImage(found, store, LeaseWait::shownIn(progress, stop), progress, stop);
    };
    const auto show = [this, key](const Progress &progress) {
        m_model.setVerification(key, {.state = LibraryVerification::Repairing, .permille = progressPermille(progress)});
    };
    const auto finish = [this, row, found, before](const Result<void> &outcome) {
        m_model.setVerification(row.key(), outcome ? LibraryVerification() : before);
        if (!outcome)
            return Q_EMIT failed(tr("Could not repair %1").arg(row.label()), outcome.error().message());
        m_transfers.drop(m_verifications[row.key()]); // its failure is outdated
        Q_EMIT repaired(row, !found.needsSource());
    };
    transfer = m_transfers.run<void>(this,
                                     {.kind = TransferKind::Repair,
                                      .name = row.label(),
                                      .begin = [&session = m_session, work] { return session.run<void>(work); },
                                      .began = [show] { show({}); },
                                      .progressed = show,
                                      .done = finish,
                                      .cancelled = [this, key, before] { m_model.setVerification(key, before); }});
}

} // namespace stratoscope::ui
