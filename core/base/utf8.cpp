// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

namespace stratoscope {

std::size_t utf8SequenceLength(std::string_view bytes)
{
    const auto at = [bytes](std::size_t index) { return index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0U; };
    const auto continues = [at](std::size_t index) { return (at(index) & 0xC0U) == 0x80U; };

    const unsigned lead = at(0);
    if (lead < 0x80)
        return bytes.empty() ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(1) ? 2 : 0;
    if ((lead & 0xF0U) == 0xE0U) {
        const unsigned lowest = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned highest = lead == 0xED ? 0x9F : 0xBF;
        return at(1) >= lowest && at(1) <= highest && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned lowest = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned highest = lead == 0xF4 ? 0x8F : 0xBF;
        return at(1) >= lowest && at(1) <= highest && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

bool isUtf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t length = utf8SequenceLength(bytes);
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

} // namespace stratoscope
