// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stratoscope {

/// The number that a text consists of, without a sign for unsigned numbers; nothing if it is anything else or does not fit.
template <typename Number>
std::optional<Number> parseNumber(std::string_view text, int base = 10)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// A number of bytes: `12`, `1.5M`, `4KiB`. Units are powers of 1024.
std::optional<std::uint64_t> parseSize(std::string_view text);

/// Removes the text up to the next separator, and the separator; returns the text, which is the whole rest if there is none.
inline std::string_view takeUntil(char separator, std::string_view &rest)
{
    const std::string_view taken = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return taken;
}

} // namespace stratoscope
