// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/task.h"
#include "store/store.h"

#include <memory>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Transfers;

/// Where the store is: `$STRATOSCOPE_STORE`, else as the settings say, else the usual place.
QString usualStoreDirectory();

/// Cleans the store up down to a size in bytes; 0: only prunes. What has been pulled of unfinished transfers stays.
std::unique_ptr<TaskOf<StoreCleanUp>> cleanUpStore(Session &session, const Transfers &transfers, quint64 limit);
/// The same, unless it is no larger than that.
std::unique_ptr<TaskOf<StoreCleanUp>> cleanUpLargeStore(Session &session, const Transfers &transfers, quint64 limit);

/// "Freed 1.2 GiB; removed alpine:3.22 and 2 other images"
QString cleanUpText(const StoreCleanUp &done);

} // namespace stratoscope::ui
