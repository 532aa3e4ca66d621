// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"

namespace stratoscope {

/// Whether a Linux file system can hold all names and symlinks: Unsupported, naming the entry, for a name of more than 255 bytes,
/// and for the target of a symlink that is empty or has more than 4,095 bytes. Throws Cancelled.
Result<void> requireLinuxNames(const TreeExport &work);

} // namespace stratoscope
