// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer_source.h"
#include "store/store.h"

namespace stratoscope {

/// An image that was pulled or imported into the store.
struct AddReport {
    StoredImage image;
    std::uint64_t bytes = 0; ///< of the layers' blobs, each counted once
    std::uint64_t reusedBytes = 0; ///< how much of that the store had already
    QStringList warnings; ///< those of its documents
};

/// Records an image whose layers and blobs are in the store, bottom first, and adds its documents. `reference` names it there;
/// `origin` says where it came from. The image must have a manifest. Errors: as Store::addImage().
Result<AddReport> addImage(const ImageDocuments &documents, const std::vector<LayerSource::OpenedLayer> &layers,
                           const QString &reference, const QString &origin, const Store &store);

} // namespace stratoscope
