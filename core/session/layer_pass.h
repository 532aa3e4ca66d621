// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/decompress.h"
#include "layer/layer_index.h"
#include "oci/digest.h"
#include "store/prebaked_writer.h"

#include <stop_token>

namespace stratoscope {

/// What one pass over the bytes of a layer's blob tells of it.
struct LayerFacts {
    Digest digest; ///< of the blob
    DiffId diffId; ///< of the tar in it
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob
    std::uint64_t size = 0; ///< of the tar
    std::shared_ptr<const LayerIndex> index;
};

/// What the contents of a layer are to be found by.
enum class ContentPlace {
    Contents, ///< the offsets in the contents file that the writer makes
    Tar, ///< the offsets in the blob itself, an uncompressed tar
};

struct PassOptions {
    ContentPlace place = ContentPlace::Contents;
    bool isPlainTar = false; ///< known to be uncompressed: then it is hashed once for both digests
    HashAlgorithm digestAlgorithm = HashAlgorithm::Sha256; ///< that of the promised digest
    HashAlgorithm diffIdAlgorithm = HashAlgorithm::Sha256;
};

/// Reads a blob once, in two threads: one reads, hashes and decompresses, the other (the caller's) hashes the tar, walks it, hashes
/// every file, and gives all to the writer. The caller holds the digests against the promised ones.
///
/// Errors: those of the reader, the tar and the writer. Throws Cancelled. `progress` is told of the blob's bytes.
Result<LayerFacts> passLayer(ByteSource &blob, PrebakedLayerWriter &writer, const PassOptions &options, ProgressMeter &progress,
                             const std::stop_token &stop);

/// Walks the headers of an uncompressed layer's tar and reads nothing else. Throws Cancelled.
Result<std::shared_ptr<const LayerIndex>> walkLayer(const FileRegion &tar, const std::stop_token &stop);

} // namespace stratoscope
