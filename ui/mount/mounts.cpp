// SPDX-License-Identifier: Apache-2.0
#include "ui/mount/mounts.h"

#include "mount/private_mount.h"

namespace stratoscope::ui {

Mounts::Mounts(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    const auto work = [](const std::stop_token &) -> Result<void> {
        PrivateMount::removeStale();
        return {};
    };
    m_cleaning.run(session, work, [](const Result<void> &) {});
}

Mounts::~Mounts() = default;

int Mounts::add(std::shared_ptr<PrivateMount> mount)
{
    const int id = ++m_lastId;
    Served &served = *m_served.emplace(id, std::make_unique<Served>()).first->second;
    served.mount = mount;
    const auto serve = [mount = std::move(mount)](ProgressMeter &, const std::stop_token &stop) mutable -> Result<void> {
        mount->serve(stop);
        mount.reset();
        return {};
    };
    connect(&served.serving, &LatestTask::ended, this, [this, id] { end(id); });
    served.serving.start(m_session.serve(serve), [](const Result<void> &) {});
    return id;
}

void Mounts::unmount(int id)
{
    const auto found = m_served.find(id);
    if (found == m_served.end())
        return;
    Served &served = *found->second;
    const auto mount = served.mount.lock();
    if (!mount || served.isGone || served.unmounting.isRunning())
        return;
    const auto work = [mount](const std::stop_token &) { return mount->detach(); };
    served.unmounting.run(m_session, work, [this, id, &served](const Result<void> &detached) {
        served.isGone = detached.has_value();
        if (detached)
            Q_EMIT ended(id);
        else
            served.serving.cancel(); // unmounts it as well
    });
}

/// Nobody uses it any more.
void Mounts::end(int id)
{
    Served *const served = m_served.extract(id).mapped().release();
    served->deleteLater(); // it is the sender
    if (!served->isGone)
        Q_EMIT ended(id);
}

} // namespace stratoscope::ui
