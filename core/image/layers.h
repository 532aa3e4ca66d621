// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "image/image.h"
#include "store/store.h"

#include <stop_token>

namespace stratoscope {

/// `LOCATION: layer N`, for messages.
QString layerSubject(const QString &location, std::size_t number);

/// Of each layer the number of the first one that is the same: an image often has a layer twice, which need be read only once.
std::vector<std::size_t> firstOccurrence(const std::vector<ResolvedLayer> &layers);

/// What a source promises of a layer's blob.
struct ExpectedLayer {
    std::optional<Digest> digest;
    std::optional<DiffId> diffId;
    QString mediaType;
    bool isPlainTar = false; ///< known to be uncompressed: then it is hashed once for both digests
};

/// A layer's blob that is at hand as a whole.
struct LayerBlob {
    ExpectedLayer promise;
    FileRegion blob;
    Compression compression = Compression::None; ///< told from its bytes
};

/// Tells the compression from the blob's first bytes.
Result<LayerBlob> examineBlob(FileRegion blob, std::optional<Digest> digest, std::optional<DiffId> diffId, QString mediaType);

/// Of an image's layer whose blob is at hand.
LayerBlob blobOf(const ImageLayer &layer);

/// A layer that is in the store, opened.
struct LoadedLayer {
    StoredLayer stored;
    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;
    std::shared_ptr<const FileDigests> digests;
};

/// Opens a layer that is in the store; else reads the blob through into it. What does not match the promised digests is not kept:
/// Mismatch, naming the wanted and the found value. `progress` is told of the blob's bytes. Throws Cancelled.
Result<LoadedLayer> storeLayer(const LayerBlob &layer, const Store &store, ProgressMeter &progress, const std::stop_token &stop);

/// The same for a blob that is not in the store as a layer, read front to back. Throws Cancelled.
Result<LoadedLayer> storeLayerFrom(ByteSource &blob, const ExpectedLayer &promise, const Store &store, ProgressMeter &progress,
                                   const std::stop_token &stop);

/// A blob that was read through without keeping anything of it.
struct CheckedLayer {
    std::shared_ptr<const LayerIndex> index; ///< of an uncompressed blob that walkLayer() makes, too; otherwise without contents
    std::shared_ptr<const FileDigests> digests;
};

/// Reads a blob through and holds it against what is promised. Throws Cancelled.
Result<CheckedLayer> checkLayer(const LayerBlob &layer, const Store &store, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
