// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "layer/decompress.h"

#include <stop_token>

namespace stratoscope {

/// Decompresses a file into an unnamed file in `directory`, which is removed with the last region of it. Adds the compressed bytes
/// to `progress`. Errors, named by `name`: Malformed, Truncated, NoSpace, TooLarge for a decompression bomb. Throws Cancelled.
Result<FileRegion> unpackToTemporary(const QString &name, const FileRegion &compressed, Compression compression,
                                     const QString &directory, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
