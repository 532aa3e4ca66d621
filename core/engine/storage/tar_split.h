// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "stream/byte_sink.h"
#include "stream/decompress.h"

#include <functional>
#include <stop_token>
#include <string>

namespace stratoscope {

/// Opens a file of a layer by its name in the tar, as bytes.
using OpenLayerFile = std::function<Result<File>(const std::string &name)>;

/// Puts a layer's tar together again, byte for byte: from a `tar-split`, which has everything but the contents of files, and the
/// files that were unpacked from it. `tarSplit` is not compressed: a JSON object per line, see
/// https://github.com/vbatts/tar-split. Does not finish the sink.
///
/// Errors: Malformed; TooLarge if there are more than `limit` bytes; Mismatch if a file is shorter than it was; those of the
/// functions. Throws Cancelled.
Result<void> reassembleTar(ByteSource &tarSplit, const OpenLayerFile &open, std::uint64_t limit, ByteSink &into,
                           const std::stop_token &stop);

} // namespace stratoscope
