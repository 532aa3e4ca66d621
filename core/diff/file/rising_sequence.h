// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace stratoscope {

/// The longest part of different numbers that rises from one to the next: their indexes, in order.
std::vector<std::uint32_t> risingSequence(std::span<const std::uint32_t> numbers);

} // namespace stratoscope
