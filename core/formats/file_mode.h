// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <optional>

namespace stratoscope {

/// The mode of an entry with its type, as stat() gives it. A symlink has 0777, as it does on every Linux file system whatever a tar
/// says; whiteouts are regular files.
std::uint16_t fileMode(const Entry &entry);

/// The number of a device as Linux stores it in 32 bits; nothing if it is out of range (12 bits for major, 20 for minor numbers).
std::optional<std::uint32_t> deviceNumber(const Entry &entry);
/// The largest one, which those become that are out of range.
inline constexpr std::uint32_t kLastDevice = 0xFFFFFFFF;

} // namespace stratoscope
