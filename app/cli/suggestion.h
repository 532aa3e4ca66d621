// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace stratoscope::cli {

/// The candidate that a shortened or mistyped word probably stands for: the only one that begins with it; otherwise the one with
/// the fewest insertions, deletions, replacements and swaps of adjacent letters; nothing if all of them are too different.
std::optional<std::string_view> closestWord(std::string_view word, const std::vector<std::string_view> &candidates);

} // namespace stratoscope::cli
