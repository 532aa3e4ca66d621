// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <QStringList>

namespace stratoscope {

/// Who holds a lock (flock(2)) on an open file, for a message: `stratoscope-cli (process 1234)`, `this program`. Empty if nobody
/// does or the system does not tell.
QStringList lockHolders(const File &file);

} // namespace stratoscope
