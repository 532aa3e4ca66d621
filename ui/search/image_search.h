// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/listing.h"
#include "ui/common/latest_task.h"

#include <memory>
#include <vector>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// Searches registries for a term, all at once. For the GUI thread.
class ImageSearch : public QObject
{
    Q_OBJECT

public:
    explicit ImageSearch(Session &session, QObject *parent = nullptr);

    /// In place of the search before, of which nothing is heard any more.
    void start(const QString &term, const QStringList &registries);
    void stop();
    bool isRunning() const { return m_running > 0; }

Q_SIGNALS:
    void found(const std::vector<stratoscope::SearchHit> &hits);
    /// It is waited for, this long, before it is asked again; 0: it is just being asked.
    void waiting(const QString &registry, const stratoscope::Error &reason, int seconds);
    /// It has given all that it has.
    void answered(const QString &registry);
    void failed(const QString &registry, const stratoscope::Error &error);
    /// Every registry has answered, or failed.
    void finished();

private:
    void search(const QString &term, const QString &registry);

    Session &m_session;
    std::vector<std::unique_ptr<LatestTask>> m_tasks;
    int m_running = 0;
};

} // namespace stratoscope::ui
