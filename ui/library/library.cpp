// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library.h"

#include "session/session.h"
#include "ui/common/format.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A pull or a removal touches several files.
constexpr int kDelayMs = 150;

} // namespace

Library::Library(Session &session, Transfers &transfers, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_transfers(transfers)
{
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

void Library::refresh()
{
    m_delay.start();
}

void Library::read()
{
    m_delay.stop();
    watch();
    auto work
        = [store = m_session.store(), recent = settings::recentImages(), pinned = settings::pinnedImages()](
              ProgressMeter &, const std::stop_token &) -> Result<LibraryContents> { return readLibrary(store, recent, pinned); };
    m_reading.start(m_session.run<LibraryContents>(work), [this](const Result<LibraryContents> &contents) { take(*contents); });
}

void Library::take(const LibraryContents &contents)
{
    m_wasRead = true;
    m_model.setRows(contents.rows);
    m_recent = contents.recent;
    if (m_problems != contents.problems) {
        m_problems = contents.problems;
        Q_EMIT unreadable(m_problems);
    }
    Q_EMIT changed();
}

/// Folders that are not there yet, or were made anew, too.
void Library::watch()
{
    const QStringList watched = m_watcher.directories();
    for (const QString &directory : m_session.store().imageDirectories()) {
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
        settings::setPinnedImages(names);
        return read();
    }
    auto work = [store = m_session.store(), image = *row.stored, isPinned](ProgressMeter &, const std::stop_token &) {
        return store.setPinned(image, isPinned);
    };
    taskOf(m_changes, row).start(m_session.run<void>(work), [this, row](const Result<void> &pinned) {
        if (!pinned)
            Q_EMIT failed(tr("%1 cannot be pinned or unpinned").arg(row.label()), pinned.error().message());
        read();
    });
}

void Library::askSize(const LibraryRow &row)
{
    auto work = [store = m_session.store(), image = *row.stored](ProgressMeter &, const std::stop_token &) {
        return store.sizeAlone(image);
    };
    m_sizing.start(m_session.run<std::uint64_t>(work), [this, row](const Result<std::uint64_t> &size) {
        if (size)
            Q_EMIT sizeKnown(row, *size);
        else
            Q_EMIT failed(tr("%1 cannot be removed").arg(row.label()), size.error().message());
    });
}

void Library::remove(const LibraryRow &row)
{
    if (!row.stored) {
        settings::removeRecentImage(row.name);
        return setPinned(row, false);
    }
    stopRechecking(row);
    auto work = [store = m_session.store(), image = *row.stored](ProgressMeter &, const std::stop_token &) {
        return store.removeImage(image);
    };
    taskOf(m_changes, row).start(m_session.run<std::uint64_t>(work), [this, row](const Result<std::uint64_t> &freed) {
        if (freed)
            Q_EMIT removed(row, *freed);
        else
            Q_EMIT failed(tr("%1 was not removed").arg(row.label()), freed.error().message());
        read();
    });
}

LatestTask &Library::taskOf(Tasks &tasks, const LibraryRow &row)
{
    std::unique_ptr<LatestTask> &task = tasks[row.key()];
    if (!task)
        task = std::make_unique<LatestTask>();
    return *task;
}

void Library::recheck(const LibraryRow &row)
{
    const QString key = row.key();
    int &check = m_checks[key];
    if (!row.stored || m_transfers.isRunning(check))
        return;
    m_transfers.drop(check);
    const auto begin = [&session = m_session, image = *row.stored] {
        return session.run<Reverification>([store = session.store(), image](ProgressMeter &progress, const std::stop_token &stop) {
            return reverifyImage(image, store, progress, stop);
        });
    };
    const auto show = [this, key](const Progress &progress) {
        m_model.setRechecking(key, {.state = Rechecking::Running, .permille = progressPermille(progress)});
    };
    check
        = m_transfers.run<Reverification>(this,
                                          {.kind = TransferKind::Verify,
                                           .name = row.label(),
                                           .begin = begin,
                                           .began = [show] { show({}); },
                                           .progressed = show,
                                           .done = [this, row](const Result<Reverification> &found) { finishRecheck(row, found); },
                                           .cancelled = [this, key] { m_model.setRechecking(key, {}); }});
}

void Library::finishRecheck(const LibraryRow &row, const Result<Reverification> &found)
{
    if (!found) {
        m_model.setRechecking(row.key(), {});
        return Q_EMIT failed(tr("%1 could not be verified").arg(row.label()), found.error().message());
    }
    if (found->damages.empty())
        m_model.setRechecking(row.key(), {.state = Rechecking::Whole});
    else
        m_model.setRechecking(row.key(), {.state = Rechecking::Damaged, .problem = found->damages.front().error.message()});
    Q_EMIT rechecked(row, *found);
}

void Library::stopRechecking(const LibraryRow &row)
{
    if (const auto check = m_checks.find(row.key()); check != m_checks.end())
        m_transfers.cancel(check->second);
}

void Library::mend(const LibraryRow &row, const Reverification &found)
{
    auto work = [store = m_session.store(), found](ProgressMeter &progress, const std::stop_token &stop) {
        return mendImage(found, store, progress, stop);
    };
    m_model.setRechecking(row.key(), {.state = Rechecking::Running});
    taskOf(m_changes, row).start(m_session.run<void>(work), [this, row, found](const Result<void> &outcome) {
        m_model.setRechecking(row.key(), {});
        if (outcome) {
            m_transfers.drop(m_checks[row.key()]); // what it has found is mended
            Q_EMIT mended(row, !found.needsSource());
        } else {
            Q_EMIT failed(tr("%1 could not be repaired").arg(row.label()), outcome.error().message());
        }
    });
}

} // namespace stratoscope::ui
