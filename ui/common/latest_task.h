// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/session.h"

#include <QCoreApplication>
#include <QPointer>

#include <functional>
#include <memory>
#include <mutex>

namespace stratoscope::ui {

/// Delivers intermediate results of a task: sent from any thread, delivered in the receiver's thread, before the task is reported
/// as finished. Created by LatestTask::feed().
template <typename T>
class Feed : public std::enable_shared_from_this<Feed<T>>
{
public:
    Feed(QObject *receiver, std::function<void(T)> deliver)
        : m_receiver(receiver)
        , m_deliver(std::move(deliver))
    {
    }

    void send(T value)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_receiver)
            return;
        const auto deliver = [self = this->shared_from_this(), value = std::move(value)] {
            if (self->m_receiver) // only modified in this thread
                self->m_deliver(value);
        };
        QMetaObject::invokeMethod(m_receiver, deliver, Qt::QueuedConnection);
    }
    /// Stops delivery. Call it in the receiver's thread.
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_receiver;
    const std::function<void(T)> m_deliver;
};

/// Runs one task at a time: starting another cancels and drops the previous one without waiting for it. The destructor cancels a
/// running task, which then deletes itself. For the GUI thread.
class LatestTask : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~LatestTask() override { drop(); }

    /// A feed for the task that is started next. Drops the current task.
    template <typename T>
    std::shared_ptr<Feed<T>> feed(std::function<void(T)> deliver)
    {
        drop();
        const auto made = std::make_shared<Feed<T>>(this, std::move(deliver));
        m_closeFeed = [made] { made->close(); };
        return made;
    }

    /// Runs a blocking function, `Result<T> work(std::stop_token)`, on the session's threads; then as start().
    template <typename Work, typename Done>
    void run(Session &session, Work work, Done done)
    {
        using T = typename std::invoke_result_t<Work, std::stop_token>::value_type;
        start(session.run<T>([work = std::move(work)](ProgressMeter &, const std::stop_token &stop) { return work(stop); }),
              std::move(done));
    }

    /// `done` is called with the Result, unless the task was cancelled.
    template <typename T, typename Done>
    void start(std::unique_ptr<TaskOf<T>> task, Done done)
    {
        drop();
        TaskOf<T> *const started = task.release();
        m_task = started;
        m_isCancelled = false;
        connect(started, &Task::progressed, this, &LatestTask::progressed);
        connect(started, &Task::finished, this, [this, started, done = std::move(done)]() mutable {
            m_task = nullptr;
            started->deleteLater();
            auto result = started->takeResult();
            Q_EMIT ended();
            if (result && !m_isCancelled)
                done(*std::move(result));
            else
                Q_EMIT cancelled();
        });
    }

    /// Asks the task to stop; cancelled() follows, even if it has just been done.
    void cancel()
    {
        m_isCancelled = true;
        if (m_task)
            m_task->cancel();
    }

    /// Cancels the task without any further signal.
    void drop()
    {
        if (!m_task)
            return;
        m_task->disconnect(this);
        m_task->cancel();
        if (m_closeFeed)
            m_closeFeed();
        // Waiting for it here would block the window.
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
    /// Finished or cancelled; not emitted for a dropped task.
    void ended();
    void cancelled();

private:
    QPointer<Task> m_task;
    bool m_isCancelled = false;
    std::function<void()> m_closeFeed;
};

} // namespace stratoscope::ui
