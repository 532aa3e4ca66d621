// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

namespace stratoscope {

/// Blocks for `delay`; `tick` receives the remaining seconds once a second. Throws Cancelled.
void waitFor(std::chrono::milliseconds delay, const std::stop_token &stop, const std::function<void(int)> &tick = {});

} // namespace stratoscope
