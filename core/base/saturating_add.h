// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <type_traits>

namespace stratoscope {

/// The sum of two numbers that are not negative, or the largest number if it does not fit: for sizes given by an input.
template <typename Number>
requires std::is_integral_v<Number>
constexpr Number saturatingAdd(Number a, Number b)
{
    return a > std::numeric_limits<Number>::max() - b ? std::numeric_limits<Number>::max() : Number(a + b);
}

} // namespace stratoscope
