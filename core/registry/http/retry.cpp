// SPDX-License-Identifier: Apache-2.0
#include "registry/http/retry.h"

#include <algorithm>
#include <random>

using namespace std::chrono_literals;

namespace stratoscope {

namespace {

constexpr std::chrono::milliseconds kLongestDelay = 30s;
constexpr int kLongestRetryAfter = 120; ///< seconds; limits per day are not worth waiting for

} // namespace

bool isTransient(const Error &error)
{
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::RateLimited;
}

std::optional<std::chrono::milliseconds> delayBefore(int attempt, const Error &error, const RetryPolicy &policy)
{
    if (!isTransient(error) || attempt > policy.retries || error.retryAfter > kLongestRetryAfter)
        return std::nullopt;
    if (error.retryAfter > 0)
        return std::chrono::seconds(error.retryAfter);
    const auto base = std::min(policy.firstDelay * (1 << std::min(attempt - 1, 16)), kLongestDelay);
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(base.count() / 2, base.count() * 3 / 2)(random));
}

} // namespace stratoscope
