// SPDX-License-Identifier: Apache-2.0
#include "session/task.h"

#include <QPointer>

namespace stratoscope {

Task::Task() = default;
Task::~Task() = default;

void Task::cancel()
{
    m_stop.request_stop();
}

/// Called in the worker's thread. The task outlives it, since it waits for the work when destroyed.
ProgressSink Task::sink()
{
    return [this](const Progress &progress) {
        QMetaObject::invokeMethod(
            this, [this, progress] { Q_EMIT progressed(progress); }, Qt::QueuedConnection);
    };
}

void Task::setFinished()
{
    m_finished = true;
    Q_EMIT finished();
}

} // namespace stratoscope
