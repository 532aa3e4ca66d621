// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// How often and when something that failed on the way is tried again.
struct RetryPolicy {
    int retries = 5; ///< in a row; progress in between counts anew
    std::chrono::milliseconds firstDelay{500}; ///< doubled each time, at most half a minute

    bool operator==(const RetryPolicy &) const = default;
};

/// Whether a new try may mend it.
bool isTemporary(const Error &error);

/// How long to wait before try number `attempt` (from 1): as long as the server says, else by the policy, give or take a half, so
/// that many clients do not come back at once. Nothing: give up, for it is not temporary, has been tried often enough, or the
/// server wants more patience than a person has.
std::optional<std::chrono::milliseconds> delayBefore(int attempt, const Error &error, const RetryPolicy &policy);

/// Waits; `tick` is told the seconds left, once a second. Throws Cancelled.
void waitFor(std::chrono::milliseconds delay, const std::stop_token &stop, const std::function<void(int)> &tick = {});

} // namespace stratoscope
