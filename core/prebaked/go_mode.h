// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <optional>

/// Mode bits as in Go's `fs.FileMode`, which prebaked directories contain.
namespace stratoscope {

/// From a kind and the twelve permission bits. Hard links, whiteouts and opaque markers count as regular files.
std::uint32_t toGoMode(EntryKind kind, std::uint16_t mode);

/// The twelve permission bits.
std::uint16_t permissionsOfGoMode(std::uint32_t goMode);

/// The kind of device, pipe or socket; nothing for other modes.
std::optional<EntryKind> specialKindOfGoMode(std::uint32_t goMode);

} // namespace stratoscope
