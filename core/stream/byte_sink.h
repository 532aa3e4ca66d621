// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

namespace stratoscope {

/// A sequential destination of bytes. Blocks; for one thread.
class ByteSink
{
public:
    virtual ~ByteSink() = default;

    virtual Result<void> append(Bytes bytes) = 0;
    virtual Result<void> appendZeros(std::uint64_t count);
    /// Writes what is buffered, and what marks the end. Call it once, at the end.
    virtual Result<void> finish() = 0;
};

} // namespace stratoscope
