// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/os_release.h"

#include "base/parse_text.h"

namespace stratoscope {

std::string osReleaseValue(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        std::string_view value = takeUntil('\n', text);
        if (takeUntil('=', value) != name)
            continue;
        if (value.ends_with('\r'))
            value.remove_suffix(1);
        const bool isQuoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
        if (isQuoted)
            value = value.substr(1, value.size() - 2);
        std::string plain;
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (value[i] == '\\' && i + 1 < value.size())
                ++i;
            plain += value[i];
        }
        return plain;
    }
    return {};
}

} // namespace stratoscope
