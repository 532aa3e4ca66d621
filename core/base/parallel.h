// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <cstddef>
#include <functional>
#include <stop_token>

namespace stratoscope {

/// Does `work(i, stop)` for every i below `count`, on `threads` threads (0: as many as the machine has cores), lower numbers first.
/// Returns when all have ended. At the first error the others are asked to stop, and it is returned. Throws Cancelled where `stop`
/// is asked to.
Result<void> inParallel(std::size_t count, const std::function<Result<void>(std::size_t, const std::stop_token &)> &work,
                        const std::stop_token &stop, unsigned threads = 0);

} // namespace stratoscope
