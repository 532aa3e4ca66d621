// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "store/store.h"

#include <stop_token>

namespace stratoscope {

/// A layer's blob and what its source promises of it.
struct LayerBlob {
    FileRegion blob;
    Compression compression = Compression::None; ///< told from its bytes
    std::optional<Digest> digest;
    std::optional<DiffId> diffId;
    QString mediaType;
};

/// Tells the compression from the blob's first bytes.
Result<LayerBlob> examineBlob(FileRegion blob, std::optional<Digest> digest, std::optional<DiffId> diffId, QString mediaType);

/// A layer that is in the store, opened.
struct ReadyLayer {
    StoredLayer stored;
    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;
    std::shared_ptr<const FileDigests> digests;
};

/// Opens a layer that is in the store; else reads the blob through into it. What does not match the promised digests is not kept:
/// Mismatch, naming the wanted and the found value. `progress` is told of the blob's bytes. Throws Cancelled.
Result<ReadyLayer> storeLayer(const LayerBlob &layer, const Store &store, Durability durability, ProgressMeter &progress,
                              const std::stop_token &stop);

/// Reads an uncompressed blob through and holds it against what is promised. The digests are for the index that walkLayer() makes
/// of it. Throws Cancelled.
Result<std::shared_ptr<const FileDigests>> verifyLayer(const LayerBlob &layer, const Store &store, ProgressMeter &progress,
                                                       const std::stop_token &stop);

} // namespace stratoscope
