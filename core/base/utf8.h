// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace stratoscope {

/// The length of the valid UTF-8 sequence at the beginning of `bytes`, 1 to 4; 0 if there is none (overlong forms, surrogates and
/// code points above U+10FFFF are invalid).
std::size_t utf8SequenceLength(std::string_view bytes);

/// A to Z become a to z; all other bytes stay.
constexpr char asciiLower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? char(byte + ('a' - 'A')) : byte;
}

bool isUtf8(std::string_view bytes);

} // namespace stratoscope
