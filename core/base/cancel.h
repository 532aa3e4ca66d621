// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

namespace stratoscope {

/// Thrown by long-running work after a stop was requested. Only the session (or main() of the command line) catches it; destructors
/// remove incomplete files during unwinding. It is not an Error: it is neither reported nor retried.
struct Cancelled {
};

inline void throwIfStopped(const std::stop_token &stop)
{
    if (stop.stop_requested())
        throw Cancelled{};
}

} // namespace stratoscope
