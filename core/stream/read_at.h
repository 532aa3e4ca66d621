// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace stratoscope {

/// Reads bytes of a file from a position; fewer than requested only at its end.
using ReadAt = std::function<Result<std::size_t>(std::uint64_t position, std::span<std::byte> into)>;

} // namespace stratoscope
