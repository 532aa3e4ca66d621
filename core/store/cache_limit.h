// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace stratoscope {

/// How much space the unpacked layers of images that were only opened may take in the store, in bytes, unless a user chooses
/// another limit.
inline constexpr std::uint64_t kDefaultCacheLimit = std::uint64_t(5) << 30;

} // namespace stratoscope
