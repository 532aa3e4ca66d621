// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/error.h"
#include "base/progress.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <functional>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// Long work on the session's threads, as seen by the thread that started it. Destroying it cancels the work and waits for its end.
class Task : public QObject
{
    Q_OBJECT

public:
    /// Asks the work to stop; finished() is emitted once it has cleaned up.
    void cancel() { m_stop.request_stop(); }
    bool isFinished() const { return m_finished; }

Q_SIGNALS:
    /// Emitted in the starting thread, about 20 times a second at most.
    void progressed(const stratoscope::Progress &progress);
    void finished();

protected:
    /// Called in the worker's thread. The task outlives it, since it waits for the work when destroyed.
    ProgressSink sink()
    {
        return [this](const Progress &progress) {
            QMetaObject::invokeMethod(
                this, [this, progress] { Q_EMIT progressed(progress); }, Qt::QueuedConnection);
        };
    }
    void setFinished()
    {
        m_finished = true;
        Q_EMIT finished();
    }

    std::stop_source m_stop;

private:
    bool m_finished = false;
};

/// A Task that yields a Result<T>.
template <typename T>
class TaskOf : public Task
{
public:
    using Work = std::function<Result<T>(ProgressMeter &, std::stop_token)>;

    TaskOf(QThreadPool &pool, Work work)
    {
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &TaskOf::setFinished);
        m_watcher.setFuture(QtConcurrent::run(
            &pool, [work = std::move(work), sink = sink(), stop = m_stop.get_token()](QPromise<Result<T>> &promise) {
                try {
                    ProgressMeter progress(sink);
                    throwIfStopped(stop);
                    promise.addResult(work(progress, stop));
                } catch (const Cancelled &) {
                    promise.future().cancel();
                } catch (...) {
                    promise.addResult(Failure(errorOfException()));
                }
            }));
    }
    ~TaskOf() override
    {
        cancel();
        if (!isFinished()) // a future whose result was taken never finishes again
            m_watcher.waitForFinished();
    }

    /// After finished(): the result of the work, once; nothing if it was cancelled. An exception of the work is an Error.
    std::optional<Result<T>> takeResult()
    {
        auto future = m_watcher.future();
        if (future.isCanceled() || future.resultCount() == 0)
            return std::nullopt;
        return future.takeResult();
    }

private:
    QFutureWatcher<Result<T>> m_watcher;
};

} // namespace stratoscope
