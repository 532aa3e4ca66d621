// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/task.h"
#include "store/store_cleaner.h"

#include <memory>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Transfers;

/// Shrinks the store to `limit` bytes by removing the least recently used images; 0: only removes what no image uses. Keeps the
/// downloads of unfinished pulls.
/// `isOnlyIfLarge`: does nothing if the store is within the limit.
std::unique_ptr<TaskOf<CleanUpReport>> cleanUpStore(Session &session, const Transfers &transfers, quint64 limit,
                                                    bool isOnlyIfLarge = false);

/// "Freed 1.2 GiB. Removed images that were not used for a long time: alpine:3.22 and 2 others."
QString cleanUpText(const CleanUpReport &done);

} // namespace stratoscope::ui
