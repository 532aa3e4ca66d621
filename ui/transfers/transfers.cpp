// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfers.h"

#include "ui/settings/registry_settings.h"

#include <QTimer>

#include <algorithm>

namespace stratoscope::ui {

namespace {

/// Each pull uses several connections, and must leave threads of the session to other tasks.
constexpr int kParallelPulls = 3;
/// A task that succeeds within this time is not listed.
constexpr int kListDelayMs = 400;

bool isPull(const Transfer &transfer)
{
    return transfer.kind == TransferKind::Pull;
}

/// These are listed at once, and stay on the list when they are done.
bool staysListed(const Transfer &transfer)
{
    return isPull(transfer) || transfer.kind == TransferKind::Export || transfer.kind == TransferKind::Import
        || transfer.kind == TransferKind::Load || transfer.kind == TransferKind::Push;
}

} // namespace

Transfers::Transfers(Session &session, Persistence persistence, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_persistence(persistence)
{
    if (persistence == Persistence::Disabled)
        return;
    restore();
    m_log.setJson(settings::transferLog());
}

Transfers::~Transfers()
{
    save();
}

void Transfers::restore()
{
    for (const SavedTransfer &saved : settings::transfers()) {
        if (!Reference::parse(saved.reference))
            continue;
        Transfer transfer{.name = saved.reference, .state = TransferState::Paused};
        if (auto platform = Platform::parse(saved.platform))
            transfer.platform = *platform;
        transfer.progress.current = saved.current;
        transfer.progress.total = saved.total;
        addPull(std::move(transfer));
    }
}

void Transfers::save() const
{
    if (m_persistence == Persistence::Disabled)
        return;
    QList<SavedTransfer> saved;
    for (const Transfer &transfer : m_model.transfers()) {
        if (isPull(transfer) && transfer.isUnfinished())
            saved.append({.reference = transfer.name,
                          .platform = transfer.platform ? transfer.platform->toString() : QString(),
                          .current = transfer.progress.current,
                          .total = transfer.progress.total});
    }
    settings::transfers.set(saved);
}

/// The transfer of an entry of m_works, listed or not.
const Transfer &Transfers::transferOf(int id) const
{
    const Work &work = m_works.at(id);
    return work.unlisted ? *work.unlisted : *find(id);
}

bool Transfers::isRunning(int id) const
{
    const auto work = m_works.find(id);
    return work != m_works.end() && work->second.task;
}

std::vector<int> Transfers::idsWhere(bool (Transfer::*is)() const) const
{
    std::vector<int> ids;
    for (const Transfer &transfer : m_model.transfers()) {
        if ((transfer.*is)())
            ids.push_back(transfer.id);
    }
    return ids;
}

int Transfers::pull(const Reference &reference, const std::optional<Platform> &platform)
{
    const QString name = reference.canonical();
    const auto isSame = [&](const Transfer &other) { return isPull(other) && other.name == name && other.platform == platform; };
    const auto &all = m_model.transfers();
    if (const auto same = std::ranges::find_if(all, isSame); same != all.end()) {
        const int id = same->id;
        if (same->state == TransferState::Done) // the tag may have been moved
            setState(id, TransferState::Waiting);
        else
            resume(id);
        startNext();
        return id;
    }
    const int id = addPull({.name = name, .platform = platform});
    save();
    startNext();
    return id;
}

int Transfers::addPull(Transfer transfer)
{
    const int id = m_model.add(std::move(transfer));
    m_works[id].begin = [this, id](LatestTask &task) {
        const auto feed = task.feed<std::shared_ptr<const Image>>([this, id](const std::shared_ptr<const Image> &image) {
            m_works[id].partial = image;
            m_model.setLayers(id, int(image->layers.size()), int(image->config.diffIds.size()));
            Q_EMIT grew(id);
        });
        PullOptions options;
        options.open.platform = platformToPull(find(id)->platform);
        options.onPartial = [feed](std::shared_ptr<const Image> image) { feed->send(std::move(image)); };
        task.start(m_session.pull(find(id)->name, options), [this, id](const Result<PullReport> &report) {
            finish(id, report.map([](const PullReport &pulled) { return outcomeOf(pulled); }));
        });
    };
    return id;
}

int Transfers::add(Work work, Transfer transfer)
{
    const int id = transfer.id;
    const bool isListedAtOnce = staysListed(transfer);
    work.unlisted = std::move(transfer);
    m_works[id] = std::move(work);
    start(id);
    if (isListedAtOnce)
        list(id);
    else
        QTimer::singleShot(kListDelayMs, this, [this, id] { list(id); });
    return id;
}

void Transfers::list(int id)
{
    const auto work = m_works.find(id);
    if (work == m_works.end() || !work->second.unlisted)
        return;
    Transfer transfer = *std::move(work->second.unlisted);
    work->second.unlisted.reset();
    m_model.add(std::move(transfer));
    Q_EMIT stateChanged(id);
}

void Transfers::startNext()
{
    const auto isRunningPull = [this](const Transfer &transfer) { return isPull(transfer) && isRunning(transfer.id); };
    for (const int id : idsWhere(&Transfer::isActive)) {
        if (std::ranges::count_if(m_model.transfers(), isRunningPull) >= kParallelPulls)
            return;
        if (find(id)->state == TransferState::Waiting)
            start(id);
    }
}

void Transfers::start(int id)
{
    Work &work = m_works[id];
    work.task = std::make_unique<LatestTask>();
    work.clock.start();
    connect(work.task.get(), &LatestTask::progressed, this, [this, id](const Progress &progress) {
        Work &running = m_works[id];
        if (running.unlisted)
            running.unlisted->progress = progress;
        else
            m_model.setProgress(id, progress);
        if (running.progressed)
            running.progressed(progress);
    });
    connect(work.task.get(), &LatestTask::cancelled, this, [this, id] { finishCancelled(id); });
    work.begin(*work.task);
    setState(id, TransferState::Running);
}

void Transfers::finishCancelled(int id)
{
    Work &work = m_works[id];
    work.task.release()->deleteLater(); // this is called from its signal
    const auto cancelled = work.cancelled;
    setState(id, work.wanted);
    const Transfer transfer = transferOf(id);
    if (work.wanted == TransferState::Cancelled)
        addToLog(transfer, TransferState::Cancelled, work.clock.elapsed());
    if (!staysListed(transfer))
        forget(id);
    if (cancelled)
        cancelled();
    startNext();
}

void Transfers::finish(int id, const Result<TransferOutcome> &outcome, const std::function<void()> &notify)
{
    m_works[id].task.release()->deleteLater(); // this is called from its signal
    const qint64 milliseconds = m_works[id].clock.elapsed();
    if (notify)
        notify();
    if (!m_works.contains(id))
        return startNext();
    if (auto &unlisted = m_works[id].unlisted; unlisted && outcome && !staysListed(*unlisted)) {
        if (outcome->bytes >= 0)
            unlisted->progress.current = unlisted->progress.total = outcome->bytes;
        addToLog(*unlisted, TransferState::Done, milliseconds);
        return forget(id);
    }
    list(id);
    if (outcome) {
        m_works[id].partial.reset();
        const qint64 total = std::max(find(id)->progress.total, find(id)->progress.current);
        m_model.setResult(id, outcome->bytes >= 0 ? outcome->bytes : total, outcome->reusedBytes, outcome->warnings);
        if (!outcome->target.isEmpty())
            m_model.setTarget(id, outcome->target);
        setState(id, TransferState::Done);
    } else if (find(id)->state == TransferState::Stopping) {
        setState(id, m_works[id].wanted);
    } else {
        setState(id, TransferState::Failed, outcome.error());
    }
    const TransferState state = find(id)->state;
    if (state == TransferState::Done || state == TransferState::Failed || state == TransferState::Cancelled)
        addToLog(*find(id), state, milliseconds);
    if (state == TransferState::Done || state == TransferState::Failed)
        Q_EMIT ended(id);
    if (state == TransferState::Done && !staysListed(*find(id)))
        forget(id);
    startNext();
}

void Transfers::addToLog(Transfer transfer, TransferState result, qint64 milliseconds)
{
    transfer.state = result;
    m_log.add({.ended = QDateTime::currentDateTimeUtc(),
               .kind = transfer.kind,
               .name = transfer.title(),
               .result = transfer.state,
               .detail = transferText(transfer),
               .milliseconds = milliseconds,
               .bytes = transfer.progress.current});
    saveLog();
}

void Transfers::saveLog() const
{
    if (m_persistence == Persistence::Enabled)
        settings::transferLog.set(m_log.toJson());
}

void Transfers::setState(int id, TransferState state, const std::optional<Error> &error)
{
    if (Work &work = m_works[id]; work.unlisted) {
        work.unlisted->state = state;
        return;
    }
    m_model.setState(id, state, error);
    if (isPull(*find(id)))
        save();
    Q_EMIT stateChanged(id);
}

void Transfers::stop(int id, TransferState wanted)
{
    Work &work = m_works[id];
    if (!work.task) {
        setState(id, wanted);
        if (wanted == TransferState::Cancelled)
            addToLog(*find(id), wanted, 0);
        return;
    }
    work.wanted = wanted;
    work.task->cancel();
    setState(id, TransferState::Stopping);
}

void Transfers::pause(int id)
{
    if (const Transfer *const transfer = find(id); transfer && transfer->canPause())
        stop(id, TransferState::Paused);
}

void Transfers::cancel(int id)
{
    const Transfer *const transfer = find(id);
    if (isRunning(id) || (transfer && !transfer->isOver()))
        stop(id, TransferState::Cancelled);
}

void Transfers::resume(int id)
{
    const Transfer *const transfer = find(id);
    if (!transfer)
        return;
    if (transfer->canResume() && !isPull(*transfer))
        start(id);
    else if (transfer->canResume())
        setState(id, TransferState::Waiting);
    else if (transfer->state == TransferState::Stopping)
        m_works[id].wanted = TransferState::Waiting;
    startNext();
}

void Transfers::remove(int id)
{
    const Transfer *const transfer = find(id);
    if (!transfer || transfer->isActive())
        return;
    forget(id);
    save();
}

void Transfers::drop(int id)
{
    const auto found = m_works.find(id);
    if (found == m_works.end())
        return;
    Work &work = found->second;
    if (LatestTask *const task = work.task.release()) {
        task->drop();
        task->deleteLater();
        addToLog(transferOf(id), TransferState::Cancelled, work.clock.elapsed());
    }
    forget(id);
}

void Transfers::forget(int id)
{
    m_works.erase(id);
    m_model.remove(id);
}

void Transfers::pauseAll()
{
    for (const int id : idsWhere(&Transfer::canPause))
        pause(id);
}

void Transfers::resumeAll()
{
    for (const int id : idsWhere(&Transfer::canResume)) {
        if (find(id)->isUnfinished())
            resume(id);
    }
}

void Transfers::removeOver()
{
    for (const int id : idsWhere(&Transfer::isOver))
        remove(id);
}

void Transfers::clearLog()
{
    m_log.clear();
    saveLog();
}

std::shared_ptr<const Image> Transfers::partialImage(int id) const
{
    const auto work = m_works.find(id);
    return work == m_works.end() ? nullptr : work->second.partial;
}

/// A corrupt image counts as a failure, so that the log shows it.
Result<TransferOutcome> Transfers::outcomeOf(const ImageVerification &found)
{
    if (found.error)
        return Failure(*found.error);
    return TransferOutcome{.bytes = qint64(found.bytes)};
}

} // namespace stratoscope::ui
