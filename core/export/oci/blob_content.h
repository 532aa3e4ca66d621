// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "oci/digest.h"
#include "stream/byte_sink.h"

#include <functional>
#include <optional>

namespace stratoscope {

/// The bytes of a blob that is to be written, read or made whenever they are needed.
struct BlobContent {
    std::optional<Digest> digest{}; ///< if it is known beforehand; what is written is compared with it
    std::optional<std::uint64_t> size{}; ///< if it is known beforehand
    std::optional<FileRegion> region{}; ///< these bytes in a file, if they are there already and `digest` is known
    QString shared{}; ///< a file with these bytes that is never written to and may be linked to; empty if there is none
    std::uint64_t work = 0; ///< what write() adds to the progress
    /// Writes the same bytes each time, and finishes the sink.
    std::function<Result<void>(ByteSink &into)> write{};
};

} // namespace stratoscope
