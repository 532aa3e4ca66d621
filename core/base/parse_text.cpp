// SPDX-License-Identifier: Apache-2.0
#include "base/parse_text.h"

namespace stratoscope {

std::optional<std::uint64_t> parseSize(std::string_view text)
{
    static constexpr std::string_view kUnits = "kmgtp";
    if (text.ends_with('B') || text.ends_with('b'))
        text.remove_suffix(1);
    if (text.ends_with('i'))
        text.remove_suffix(1);
    double factor = 1;
    if (!text.empty()) {
        const std::size_t unit = kUnits.find(char(text.back() | 0x20));
        if (unit != std::string_view::npos) {
            for (std::size_t i = 0; i <= unit; ++i)
                factor *= 1024;
            text.remove_suffix(1);
        }
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number * factor >= 1e19)
        return std::nullopt;
    return std::uint64_t(number * factor);
}

} // namespace stratoscope
