// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

namespace stratoscope {

/// Thrown by long work whose stop token was asked to stop. It unwinds to the session (or to main() of the command line), which
/// alone catches it; destructors on the way remove what is half-made. It is no Error: nobody reports it, nobody retries it.
struct Cancelled {
};

inline void throwIfStopped(const std::stop_token &stop)
{
    if (stop.stop_requested())
        throw Cancelled{};
}

} // namespace stratoscope
