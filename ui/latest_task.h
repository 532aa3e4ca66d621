// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/task.h"

#include <QCoreApplication>
#include <QPointer>

namespace stratoscope::ui {

/// Holds the latest piece of work of one kind: starting another cancels and forgets the one before, without waiting for it. What is
/// still running when this is destroyed is cancelled and cleans up by itself. For the GUI thread.
class LatestTask : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~LatestTask() override { drop(); }

    /// `done` is given the Result, unless the work was cancelled.
    template <typename T, typename Done>
    void start(std::unique_ptr<TaskOf<T>> task, Done done)
    {
        drop();
        TaskOf<T> *const started = task.release();
        m_task = started;
        connect(started, &Task::progressed, this, &LatestTask::progressed);
        connect(started, &Task::finished, this, [this, started, done = std::move(done)]() mutable {
            m_task = nullptr;
            started->deleteLater();
            if (auto result = started->takeResult())
                done(*std::move(result));
            else
                Q_EMIT cancelled();
        });
    }

    /// Asks the work to stop; cancelled() follows.
    void cancel()
    {
        if (m_task)
            m_task->cancel();
    }

    /// Cancels the work and forgets it: nothing is heard of it any more.
    void drop()
    {
        if (!m_task)
            return;
        m_task->disconnect(this);
        m_task->cancel();
        // Waiting for it here would hold up the window.
        m_task->setParent(QCoreApplication::instance());
        if (m_task->isFinished())
            m_task->deleteLater();
        else
            connect(m_task, &Task::finished, m_task, &QObject::deleteLater);
        m_task = nullptr;
    }

    bool isRunning() const { return m_task != nullptr; }

Q_SIGNALS:
    void progressed(const stratoscope::Progress &progress);
    void cancelled();

private:
    QPointer<Task> m_task;
};

} // namespace stratoscope::ui
