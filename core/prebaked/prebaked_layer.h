// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_contents.h"
#include "prebaked/file_digests.h"

#include <stop_token>

namespace stratoscope {

/// A layer read from a prebaked image directory (docs/prebaked.md): `<hex>.idx`, `<hex>.contents` and an optional `<hex>.ext.json`.
/// Layers are written by PrebakedLayerWriter. Nothing is verified: the format has no digest of the layer.
struct PrebakedLayer {
    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;
    std::shared_ptr<const FileDigests> digests;
};

/// Reads `<hex>.idx` and the sidecar, and opens the contents. Errors: NotFound, Malformed, Truncated, naming the file and the
/// record (from 0); TooLarge if the memory budget is used up. Blocking. Throws Cancelled.
Result<PrebakedLayer> readPrebakedLayer(const QString &directory, const QString &hex, const std::stop_token &stop = {},
                                        const std::shared_ptr<MemoryBudget> &memory = {});

} // namespace stratoscope
