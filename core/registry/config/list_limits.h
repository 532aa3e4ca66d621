// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace stratoscope {

/// How much of a list (tags, repositories, referrers, search results) is read from a registry. Far more than any has that a person
/// could read.
struct ListLimits {
    qsizetype names = 500'000; ///< long ones count several times
    int pages = 10'000;
    std::chrono::milliseconds time = std::chrono::minutes(10);
};

} // namespace stratoscope
