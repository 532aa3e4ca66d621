// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/wait_for.h"

#include <chrono>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// How often, and after what delay, a transient failure is retried.
struct RetryPolicy {
    int retries = 5; ///< maximum number of consecutive retries; progress in between resets the count
    std::chrono::milliseconds firstDelay{500}; ///< doubled with each retry, up to 30 seconds

    bool operator==(const RetryPolicy &) const = default;
};

/// Whether a retry may succeed: Network and RateLimited.
bool isTransient(const Error &error);

/// How long to wait before retry number `attempt` (counted from 1): the server's Retry-After if it sent one, otherwise the
/// policy's delay with a jitter of ±50 %. Returns nothing if there is no point in retrying: the error is permanent, the retries
/// are used up, or the server asks for more than two minutes.
std::optional<std::chrono::milliseconds> delayBefore(int attempt, const Error &error, const RetryPolicy &policy);

/// Sends a request until it succeeds, or there is no point in another attempt. Throws Cancelled.
template <typename Request>
auto retried(const RetryPolicy &policy, const Request &request, const std::stop_token &stop)
{
    for (int attempt = 1;; ++attempt) {
        auto answer = request();
        const auto delay = answer ? std::nullopt : delayBefore(attempt, answer.error(), policy);
        if (!delay)
            return answer;
        waitFor(*delay, stop);
    }
}

} // namespace stratoscope
