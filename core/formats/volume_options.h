// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <array>
#include <cstdint>
#include <string>

namespace stratoscope {

/// What a file system image says about itself.
struct VolumeOptions {
    std::array<std::uint8_t, 16> uuid{};
    std::string label; ///< bytes; see kMostLabel
    Timestamp created; ///< when the file system was made
};

/// The longest label of ext4 and erofs, in bytes.
inline constexpr std::size_t kMostLabel = 16;

} // namespace stratoscope
