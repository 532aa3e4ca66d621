// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"

#include <QTimer>

#include <algorithm>

namespace stratoscope::test {

/// Whether an object, and those below it, wait for no work of the session's and are about to start none.
inline bool isIdle(const QObject &object)
{
    return std::ranges::none_of(object.findChildren<ui::LatestTask *>(), &ui::LatestTask::isRunning)
        && std::ranges::none_of(object.findChildren<QTimer *>(),
                                [](const QTimer *timer) { return timer->isSingleShot() && timer->isActive(); });
}

} // namespace stratoscope::test
