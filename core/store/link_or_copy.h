// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <stop_token>

namespace stratoscope {

/// Creates the file `destination` with the content of `source`, which is not written to any more: as a reflink if the file system
/// supports it, else as a hard link, else as a copy that keeps holes. Exists, NoSpace, …, naming the file. Throws Cancelled.
Result<void> linkOrCopy(const QString &source, const QString &destination, std::stop_token stop = {});

} // namespace stratoscope
