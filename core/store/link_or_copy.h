// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <stop_token>

namespace stratoscope {

/// Makes `destination`, a new file, of the same content as `source`, which nobody writes to any more: as a reflink where the file
/// system can, else as a hard link, else as a copy that keeps holes. Exists, NoSpace, …, naming the file. Throws Cancelled.
Result<void> linkOrCopy(const QString &source, const QString &destination, std::stop_token stop = {});

} // namespace stratoscope
