// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/decompress.h"

#include <string>
#include <string_view>

namespace stratoscope::test {

/// One gzip member, zstd frame, xz stream or bzip2 stream; the bytes themselves for None.
std::string compressed(std::string_view bytes, Compression compression);

/// A skippable frame of zstd that holds these bytes.
std::string zstdSkippableFrame(std::string_view bytes);

/// Bytes that look random and are the same each time; they do not compress.
std::string noise(std::size_t size, unsigned seed = 1);

} // namespace stratoscope::test
