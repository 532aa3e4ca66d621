// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/byte_sink.h"
#include "stream/decompress.h"

namespace stratoscope {

/// Compresses what is appended and passes it on to `into`, which outlives the result and is finished with it. The same bytes are
/// compressed to the same bytes by any machine: gzip without a name or a time (zlib, level 6), zstd with all cores (level 3).
///
/// `compression`: None, Gzip or Zstd; None passes everything on as it is. Errors: those of `into`; NoMemory.
std::unique_ptr<ByteSink> compressTo(ByteSink &into, Compression compression);

/// What the ending of a file's name asks for: `.gz` and `.tgz` Gzip, `.zst` and `.tzst` Zstd, otherwise None.
Compression compressionByName(const QString &fileName);

} // namespace stratoscope
