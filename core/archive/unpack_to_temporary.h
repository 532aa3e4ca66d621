// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "stream/decompress.h"

#include <stop_token>

namespace stratoscope {

struct UnpackedFile {
    FileRegion file; ///< the whole of an unnamed file
    Compression compression = Compression::None; ///< that it had
};

/// Reads a tar, decompresses it if it is compressed, and writes it to an unnamed file in `directory`, which is removed with the
/// last region of it. What does not begin like a tar is not read to its end. `size`: the bytes that the source has, which are added
/// to `progress`; -1 if unknown.
///
/// Errors, named by `name`: Malformed, Truncated, NoSpace, TooLarge for a decompression bomb; those of reading. Throws Cancelled.
Result<UnpackedFile> unpackToTemporary(const QString &name, ByteSource &source, qint64 size, const QString &directory,
                                       ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
