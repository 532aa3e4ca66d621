// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "layer/decompress.h"

#include <stop_token>

namespace stratoscope {

/// Unpacks a compressed file once into a nameless one in `directory`, which is gone when the last region of it is. `progress` is
/// told of the compressed bytes. Errors, named by `name`: Malformed, Truncated, NoSpace, TooLarge for a decompression bomb. Throws
/// Cancelled.
Result<FileRegion> unpackToTemporary(const QString &name, const FileRegion &compressed, Compression compression,
                                     const QString &directory, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
