// SPDX-License-Identifier: Apache-2.0
#include "audit/secret_match.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stratoscope {

namespace {

/// Whether a text has so many characters in a row that are the same, or each the one after the last: `aaaaaa`, `123456`.
bool hasRun(std::string_view text, int step, int longest)
{
    int length = 1;
    for (std::size_t i = 1; i < text.size(); ++i) {
        length = text[i] == text[i - 1] + step ? length + 1 : 1;
        if (length >= longest)
            return true;
    }
    return false;
}

} // namespace

bool isPlaceholder(std::string_view secret)
{
    const bool isReference = secret.starts_with('$') || secret.find("${") != std::string_view::npos
        || secret.find("$(") != std::string_view::npos || secret.starts_with('{') || secret.find("{{") != std::string_view::npos;
    if (isReference || secret.find("...") != std::string_view::npos || secret.starts_with('<')
        || std::ranges::all_of(secret, [&secret](char byte) { return byte == secret.front(); }))
        return true;
    std::string lower(secret);
    std::ranges::transform(lower, lower.begin(), asciiLower);
    constexpr std::array<std::string_view, 8> kWords{"example",  "placeholder", "dummy", "redacted",
                                                     "changeme", "your_",       "your-", "insert"};
    if (std::ranges::any_of(kWords, [&lower](std::string_view word) { return lower.find(word) != std::string::npos; }))
        return true;
    constexpr int kLongestRun = 8;
    return hasRun(lower, 0, kLongestRun) || hasRun(lower, 1, kLongestRun);
}

double entropyOf(std::string_view text)
{
    std::array<std::size_t, 256> counts{};
    for (const char byte : text)
        ++counts[std::uint8_t(byte)];
    double bits = 0;
    for (const std::size_t count : counts) {
        if (count > 0)
            bits -= double(count) / double(text.size()) * std::log2(double(count) / double(text.size()));
    }
    return bits;
}

} // namespace stratoscope
