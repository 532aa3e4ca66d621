// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

namespace stratoscope {

/// The mode of an entry with its type, as stat() gives it. A symlink has 0777, as it does on every Linux file system whatever a tar
/// says; whiteouts are regular files.
std::uint16_t fileMode(const Entry &entry);

} // namespace stratoscope
