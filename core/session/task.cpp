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

/// The sink is called in the worker's thread and may outlive nothing: the task waits for its work before it goes.
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
