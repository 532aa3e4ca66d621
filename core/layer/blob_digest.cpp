// SPDX-License-Identifier: Apache-2.0
#include "layer/blob_digest.h"

#include "base/cancel.h"

namespace stratoscope {

Result<Digest> blobDigest(ByteSource &source, HashAlgorithm algorithm, ProgressMeter &progress, const std::stop_token &stop)
{
    Hasher hasher(algorithm);
    std::vector<std::byte> buffer(1 << 20);
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, source.read(buffer));
        if (count == 0)
            return Digest(algorithm, hasher.finish());
        hasher.update(Bytes(buffer).first(count));
        progress.add(qint64(count));
    }
}

} // namespace stratoscope
