// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers.h"

#include "session/session.h"
#include "ui/settings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Each of them has several connections, and the session's threads are for other things, too.
constexpr int kAtOnce = 3;

} // namespace

Transfers::Transfers(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    restore();
}

Transfers::~Transfers()
{
    keep();
}

void Transfers::restore()
{
    for (const KeptTransfer &kept : settings::transfers()) {
        if (!Reference::parse(kept.reference))
            continue;
        Transfer transfer{.reference = kept.reference, .platform = {}, .state = TransferState::Paused};
        if (auto platform = Platform::parse(kept.platform))
            transfer.platform = *platform;
        transfer.progress.current = kept.current;
        transfer.progress.total = kept.total;
        m_model.add(std::move(transfer));
    }
}

void Transfers::keep() const
{
    QList<KeptTransfer> kept;
    for (const Transfer &transfer : m_model.transfers()) {
        if (!transfer.isOver())
            kept.append({.reference = transfer.reference,
                         .platform = transfer.platform ? transfer.platform->toString() : QString(),
                         .current = transfer.progress.current,
                         .total = transfer.progress.total});
    }
    settings::setTransfers(kept);
}

int Transfers::activeCount() const
{
    return int(std::ranges::count_if(m_model.transfers(), &Transfer::isActive));
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
    const auto isSame = [&](const Transfer &other) { return other.reference == name && other.platform == platform; };
    const auto &all = m_model.transfers();
    if (const auto same = std::ranges::find_if(all, isSame); same != all.end()) {
        const int id = same->id;
        if (same->state == TransferState::Done) // what the tag means may have changed
            setState(id, TransferState::Waiting);
        else
            resume(id);
        startNext();
        return id;
    }
    const int id = m_model.add({.reference = name, .platform = platform});
    keep();
    startNext();
    return id;
}

void Transfers::startNext()
{
    const auto isRunning = [](const auto &pull) { return pull.second.task != nullptr; };
    for (const int id : idsWhere(&Transfer::isActive)) {
        if (std::ranges::count_if(m_pulls, isRunning) >= kAtOnce)
            return;
        if (find(id)->state == TransferState::Waiting)
            start(id);
    }
}

void Transfers::start(int id)
{
    const Transfer &transfer = *find(id);
    Pull &pull = m_pulls[id];
    pull.task = std::make_unique<LatestTask>();
    const auto feed = pull.task->feed<std::shared_ptr<const Image>>([this, id](const std::shared_ptr<const Image> &image) {
        m_pulls[id].partial = image;
        m_model.setLayers(id, int(image->layers.size()), int(image->config.diffIds.size()));
        Q_EMIT grew(id);
    });
    connect(pull.task.get(), &LatestTask::progressed, this,
            [this, id](const Progress &progress) { m_model.setProgress(id, progress); });
    connect(pull.task.get(), &LatestTask::cancelled, this, [this, id] {
        const TransferState wanted = m_pulls[id].wanted;
        m_pulls[id].task.release()->deleteLater();
        setState(id, wanted);
        startNext();
    });
    PullOptions options;
    options.open.platform = transfer.platform;
    options.onPartial = [feed](std::shared_ptr<const Image> image) { feed->send(std::move(image)); };
    pull.task->start(m_session.pull(transfer.reference, options),
                     [this, id](const Result<PullReport> &report) { finish(id, report); });
    setState(id, TransferState::Running);
}

void Transfers::finish(int id, const Result<PullReport> &report)
{
    Pull &pull = m_pulls[id];
    pull.task.release()->deleteLater(); // it is its signal that is being handled
    if (report) {
        pull.partial.reset();
        m_model.setResult(id, qint64(report->bytes), qint64(report->reusedBytes), report->warnings);
        setState(id, TransferState::Done);
        Q_EMIT ended(id);
    } else if (find(id)->state == TransferState::Stopping) {
        setState(id, pull.wanted);
    } else {
        setState(id, TransferState::Failed, report.error());
        Q_EMIT ended(id);
    }
    startNext();
}

void Transfers::setState(int id, TransferState state, const std::optional<Error> &error)
{
    m_model.setState(id, state, error);
    keep();
    Q_EMIT stateChanged(id);
}

void Transfers::stop(int id, TransferState wanted)
{
    const Transfer *const transfer = find(id);
    if (!transfer)
        return;
    Pull &pull = m_pulls[id];
    if (!pull.task) {
        setState(id, wanted);
        return;
    }
    pull.wanted = wanted;
    pull.task->cancel();
    setState(id, TransferState::Stopping);
}

void Transfers::pause(int id)
{
    if (const Transfer *const transfer = find(id); transfer && transfer->canPause())
        stop(id, TransferState::Paused);
}

void Transfers::cancel(int id)
{
    if (const Transfer *const transfer = find(id); transfer && !transfer->isOver())
        stop(id, TransferState::Cancelled);
}

void Transfers::resume(int id)
{
    const Transfer *const transfer = find(id);
    if (!transfer)
        return;
    if (transfer->canResume())
        setState(id, TransferState::Waiting);
    else if (transfer->state == TransferState::Stopping)
        m_pulls[id].wanted = TransferState::Waiting;
    startNext();
}

void Transfers::remove(int id)
{
    const Transfer *const transfer = find(id);
    if (!transfer || transfer->isActive())
        return;
    m_pulls.erase(id);
    m_model.remove(id);
    keep();
}

void Transfers::pauseAll()
{
    for (const int id : idsWhere(&Transfer::canPause))
        pause(id);
}

void Transfers::resumeAll()
{
    for (const int id : idsWhere(&Transfer::canResume)) {
        if (!find(id)->isOver())
            resume(id);
    }
}

void Transfers::removeOver()
{
    for (const int id : idsWhere(&Transfer::isOver))
        remove(id);
}

std::shared_ptr<const Image> Transfers::partialImage(int id) const
{
    const auto pull = m_pulls.find(id);
    return pull == m_pulls.end() ? nullptr : pull->second.partial;
}

} // namespace stratoscope::ui
