// SPDX-License-Identifier: Apache-2.0
#include "diff/file/rising_sequence.h"

#include <algorithm>

namespace stratoscope {

std::vector<std::uint32_t> risingSequence(std::span<const std::uint32_t> numbers)
{
    constexpr std::uint32_t kNone = 0xFFFFFFFF;
    std::vector<std::uint32_t> ends; // by length: the index of the lowest number that ends a sequence of that length
    std::vector<std::uint32_t> previous(numbers.size(), kNone);
    const auto numberAt = [numbers](std::uint32_t index) { return numbers[index]; };
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
        const bool isNext = ends.empty() || numbers[ends.back()] < numbers[i];
        const auto place = isNext ? ends.end() : std::ranges::lower_bound(ends, numbers[i], {}, numberAt);
        if (place != ends.begin())
            previous[i] = *(place - 1);
        if (place == ends.end())
            ends.push_back(i);
        else
            *place = i;
    }
    std::vector<std::uint32_t> rising(ends.size());
    std::uint32_t next = ends.empty() ? kNone : ends.back();
    for (std::size_t i = rising.size(); i-- > 0; next = previous[next])
        rising[i] = next;
    return rising;
}

} // namespace stratoscope
