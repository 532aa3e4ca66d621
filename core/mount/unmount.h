// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope {

/// Takes a mounted directory away at once, by fusermount3; programs that use it keep it until they are done. Io with what
/// fusermount3 says. Blocks for some milliseconds.
Result<void> unmount(const QString &directory);

} // namespace stratoscope
