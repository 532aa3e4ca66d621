// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <cstddef>
#include <functional>
#include <stop_token>

namespace stratoscope {

/// Calls `work(i, stop)` for every i below `count` on `threads` threads (0: one per core), lower numbers first. Returns when all
/// have ended. The first error, or exception, stops the other calls and is returned. Throws Cancelled if `stop` is requested.
Result<void> inParallel(std::size_t count, const std::function<Result<void>(std::size_t, const std::stop_token &)> &work,
                        const std::stop_token &stop, unsigned threads = 0);

} // namespace stratoscope
