// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include "base/cancel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace stratoscope {

Result<void> inParallel(std::size_t count, const std::function<Result<void>(std::size_t, const std::stop_token &)> &work,
                        const std::stop_token &stop, unsigned threads)
{
    throwIfStopped(stop);
    std::stop_source inner;
    const std::stop_callback forward(stop, [&inner] { inner.request_stop(); });
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::optional<Error> firstError;

    const auto failWith = [&](Error error) {
        const std::scoped_lock lock(mutex);
        if (!firstError)
            firstError = std::move(error);
        inner.request_stop();
    };
    const auto loop = [&] {
        try {
            for (std::size_t i = next++; i < count && !inner.stop_requested(); i = next++) {
                if (auto outcome = work(i, inner.get_token()); !outcome)
                    failWith(std::move(outcome).error());
            }
        } catch (const Cancelled &) {
            // Either the caller stopped it, or another thread's error did: both are handled below.
        } catch (...) {
            failWith(errorOfException());
        }
    };

    {
        const std::size_t most = threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min(count, most); ++i)
            others.emplace_back(loop);
        loop();
    }
    throwIfStopped(stop);
    if (firstError)
        return Failure(std::move(*firstError));
    return {};
}

} // namespace stratoscope
