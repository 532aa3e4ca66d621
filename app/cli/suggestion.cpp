// SPDX-License-Identifier: Apache-2.0
#include "app/cli/suggestion.h"

#include <algorithm>
#include <numeric>

namespace stratoscope::cli {

namespace {

/// The optimal string alignment distance.
std::size_t editDistance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> beforeLast;
    std::vector<std::size_t> last(to.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t(0));
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::vector<std::size_t> row(to.size() + 1, i);
        for (std::size_t j = 1; j <= to.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] != to[j - 1])});
            const bool isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (isSwap)
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        beforeLast = std::exchange(last, std::move(row));
    }
    return last.back();
}

} // namespace

std::optional<std::string_view> closestWord(std::string_view word, const std::vector<std::string_view> &candidates)
{
    constexpr std::size_t kLongest = 100; // nobody mistypes more than that
    if (word.size() > kLongest)
        return std::nullopt;
    const auto isLonger = [word](std::string_view candidate) { return candidate.starts_with(word); };
    if (std::ranges::count_if(candidates, isLonger) == 1)
        return *std::ranges::find_if(candidates, isLonger);
    std::optional<std::string_view> closest;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < least) {
            least = distance;
            closest = candidate;
        }
    }
    return closest;
}

} // namespace stratoscope::cli
