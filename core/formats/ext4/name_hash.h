// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace stratoscope::ext4 {

using HashSeed = std::array<std::uint32_t, 4>;

/// The hash by which an indexed directory orders its names: half of an MD4, of bytes without a sign. Always even.
std::uint32_t nameHash(std::string_view name, const HashSeed &seed);

} // namespace stratoscope::ext4
