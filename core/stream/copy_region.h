// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "stream/byte_sink.h"

#include <stop_token>

namespace stratoscope {

/// Appends a region of a file to a sink and adds its bytes to the progress. Does not finish the sink. Errors: those of reading and
/// of the sink. Throws Cancelled.
Result<void> copyRegion(const FileRegion &region, ByteSink &into, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
