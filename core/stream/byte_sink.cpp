// SPDX-License-Identifier: Apache-2.0
#include "stream/byte_sink.h"

#include <algorithm>

namespace stratoscope {

Result<void> ByteSink::appendZeros(std::uint64_t count)
{
    static constexpr std::array<std::byte, 64 << 10> kZeros{};
    while (count > 0) {
        const auto part = std::size_t(std::min<std::uint64_t>(count, kZeros.size()));
        STRATOSCOPE_CHECK(append(Bytes(kZeros).first(part)));
        count -= part;
    }
    return {};
}

} // namespace stratoscope
