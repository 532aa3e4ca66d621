// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace stratoscope::api {

/// How far an operation has come.
struct Progress {
    std::int64_t current = 0; ///< bytes
    std::int64_t total = -1; ///< bytes; -1: unknown
    std::string fileName; ///< what is being worked on; may be empty
    int blobIndex = 0; ///< of blobCount, from 0
    int blobCount = 0; ///< 0: not counted in blobs
    double bytesPerSecond = 0; ///< smoothed
    std::int64_t secondsLeft = -1; ///< -1: unknown
};

/// Called from any of the threads that do the work, one call at a time, at most 20 times a second. Must not throw.
using ProgressCallback = std::function<void(const Progress &)>;

} // namespace stratoscope::api
