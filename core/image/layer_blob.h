// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "prebaked/prebaked_layer.h"
#include "store/store.h"

#include <stop_token>

namespace stratoscope {

/// OCI's media type of a layer's blob; that of an uncompressed one for what OCI has no type for.
QLatin1StringView layerMediaType(Compression compression);

/// What a source says about a layer's blob, to be compared with what is found.
struct ExpectedLayer {
    std::optional<Digest> digest;
    std::optional<DiffId> diffId;
    QString mediaType;
    std::shared_ptr<MemoryBudget> memory{}; ///< of the image, for reading the layer; null: the layer has one of its own
};

/// A layer's blob in a file.
struct LayerBlob {
    ExpectedLayer expected;
    FileRegion blob;
    Compression compression = Compression::None; ///< detected from its content
};

/// Detects the compression.
Result<LayerBlob> examineBlob(FileRegion blob, ExpectedLayer expected);

/// The blob of an opened image's layer, which has one.
LayerBlob blobOf(const ImageLayer &layer);

/// Loads a layer from the store; if it is missing there, ingests the blob into the store first. A layer whose digests differ from
/// the expected ones is not stored: Mismatch. Adds the blob's size to `progress`. Throws Cancelled.
Result<LoadedLayer> loadLayer(const LayerBlob &blob, const Store &store, ProgressMeter &progress, const std::stop_token &stop);

/// Reads a blob of a layer that is not in the store, from front to back, into the store. As loadLayer() otherwise. `isPlainTar`:
/// known to be uncompressed, and hashed only once for both digests.
Result<LoadedLayer> storeLayer(ByteSource &blob, const ExpectedLayer &expected, bool isPlainTar, const Store &store,
                               ProgressMeter &progress, const std::stop_token &stop);

/// An opened layer: verified, as in the store.
void fillFromStore(ImageLayer &layer, LoadedLayer loaded);

/// Reads a blob without storing anything and compares its digests with the expected ones: Mismatch. Adds the blob's size to
/// `progress`. Returns the layer without its contents. Throws Cancelled.
Result<PrebakedLayer> verifyBlob(const LayerBlob &blob, const Store &store, ProgressMeter &progress, const std::stop_token &stop);

/// Reads every file of an unpacked layer and compares it with its SHA-256: Mismatch, naming the file. Adds the files' bytes to
/// `progress`. Throws Cancelled.
Result<void> verifyFiles(const PrebakedLayer &layer, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
