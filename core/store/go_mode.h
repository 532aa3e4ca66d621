// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <optional>

/// Mode bits as Go's `fs.FileMode` has them, which prebaked directories carry.
namespace stratoscope {

/// Of a kind and the twelve permission bits. A hardlink, a whiteout and an opaque mark have a regular file's.
std::uint32_t toGoMode(EntryKind kind, std::uint16_t mode);

/// The twelve permission bits.
std::uint16_t permissionsOfGoMode(std::uint32_t goMode);

/// Which device, pipe or socket a mode is of; nothing for any other.
std::optional<EntryKind> specialKindOfGoMode(std::uint32_t goMode);

} // namespace stratoscope
