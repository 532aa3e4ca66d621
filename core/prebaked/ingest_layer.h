// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "oci/digest.h"
#include "prebaked/prebaked_layer_writer.h"
#include "stream/decompress.h"

#include <stop_token>

namespace stratoscope {

/// What reading a layer's blob found.
struct LayerFacts {
    Digest digest; ///< of the blob
    DiffId diffId; ///< of the tar in it
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob
    std::uint64_t size = 0; ///< of the tar
    std::shared_ptr<const LayerIndex> index;
};

/// What content offsets in a layer's index refer to.
enum class ContentPlace {
    Contents, ///< the contents file made by the writer
    Tar, ///< the blob itself, an uncompressed tar
};

struct IngestOptions {
    ContentPlace place = ContentPlace::Contents;
    bool isPlainTar = false; ///< known to be uncompressed: hashed only once for both digests
    HashAlgorithm digestAlgorithm = HashAlgorithm::Sha256; ///< that of the expected digest
    HashAlgorithm diffIdAlgorithm = HashAlgorithm::Sha256;
    std::shared_ptr<MemoryBudget> memory{}; ///< of the image; null: the layer has one of its own
};

/// Reads a blob once, in two threads: one reads, hashes and decompresses; the other, the caller's, hashes and parses the tar,
/// hashes every file, and passes everything to the writer. Comparing the digests with the expected ones is up to the caller.
///
/// Errors: those of the reader, the tar and the writer. Adds the blob's bytes to `progress`. Throws Cancelled.
Result<LayerFacts> ingestLayer(ByteSource &blob, PrebakedLayerWriter &writer, const IngestOptions &options, ProgressMeter &progress,
                               const std::stop_token &stop);

/// The digest of everything that a source delivers. Adds the bytes to `progress`. Errors: those of reading. Throws Cancelled.
Result<Digest> blobDigest(ByteSource &source, HashAlgorithm algorithm, ProgressMeter &progress, const std::stop_token &stop);

/// Reads only the headers of an uncompressed layer's tar. Throws Cancelled.
Result<std::shared_ptr<const LayerIndex>> walkLayer(const FileRegion &tar, const std::stop_token &stop,
                                                    std::shared_ptr<MemoryBudget> memory = {});

} // namespace stratoscope
