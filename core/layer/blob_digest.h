// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/decompress.h"
#include "oci/digest.h"

#include <stop_token>

namespace stratoscope {

/// The digest of everything that a source delivers. Adds the bytes to `progress`. Errors: those of reading. Throws Cancelled.
Result<Digest> blobDigest(ByteSource &source, HashAlgorithm algorithm, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
