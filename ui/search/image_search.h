// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/retried_lists.h"
#include "ui/common/latest_task.h"

#include <memory>
#include <vector>

namespace stratoscope::ui {

/// Searches several registries for a term in parallel. For the GUI thread.
class ImageSearch : public QObject
{
    Q_OBJECT

public:
    ImageSearch(Session &session, QObject *parent);

    /// Replaces the previous search, which emits nothing more.
    void start(const QString &term, const QStringList &registries);
    void stop();
    bool isRunning() const { return m_running > 0; }

Q_SIGNALS:
    void found(const std::vector<stratoscope::SearchHit> &hits);
    /// The registry will be asked again in so many seconds; 0: it is being asked again now.
    void waiting(const QString &registry, const stratoscope::Error &reason, int seconds);
    /// All hits of the registry have been reported.
    void answered(const QString &registry);
    void failed(const QString &registry, const stratoscope::Error &error);
    /// Every registry has answered or failed.
    void finished();

private:
    void search(const QString &term, const QString &registry);

    Session &m_session;
    std::vector<std::unique_ptr<LatestTask>> m_tasks;
    int m_running = 0;
};

} // namespace stratoscope::ui
