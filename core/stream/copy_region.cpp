// SPDX-License-Identifier: Apache-2.0
#include "stream/copy_region.h"

#include "base/cancel.h"

#include <vector>

namespace stratoscope {

Result<void> copyRegion(const FileRegion &region, ByteSink &into, ProgressMeter &progress, const std::stop_token &stop)
{
    constexpr std::size_t kPiece = 1 << 20;
    std::vector<std::byte> buffer(kPiece);
    for (std::uint64_t position = 0; position < region.size;) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, region.readAt(position, buffer)); // Truncated if the file ends before
        STRATOSCOPE_CHECK(into.append(Bytes(buffer).first(count)));
        progress.add(qint64(count));
        position += count;
    }
    return {};
}

} // namespace stratoscope
