// SPDX-License-Identifier: Apache-2.0
#include "base/wait_for.h"

#include "base/cancel.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

using namespace std::chrono_literals;

namespace stratoscope {

void waitFor(std::chrono::milliseconds delay, const std::stop_token &stop, const std::function<void(int)> &tick)
{
    const auto end = std::chrono::steady_clock::now() + delay;
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    for (auto now = std::chrono::steady_clock::now(); now < end; now = std::chrono::steady_clock::now()) {
        if (tick)
            tick(int(std::chrono::ceil<std::chrono::seconds>(end - now).count()));
        never.wait_until(lock, stop, std::min(end, now + 1s), [] { return false; });
        throwIfStopped(stop);
    }
}

} // namespace stratoscope
