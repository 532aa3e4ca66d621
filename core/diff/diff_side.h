// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

namespace stratoscope {

/// One side of a comparison: a file system and the layers that its entries come from. A value; thread-safe.
struct DiffSide {
    std::shared_ptr<const Image> image; ///< null for no image: the side without any entries
    ImageFs fs;
    std::vector<ImageLayer> layers; ///< of fs.tree->layers(), in their order
    std::optional<int> alone = {}; ///< the number of the layer, if it is a single one with its whiteouts

    /// An empty file system, to which everything is added.
    static DiffSide nothing();
    /// The whole image.
    static DiffSide whole(std::shared_ptr<const Image> image);
    /// The image up to and including a layer; nothing() for -1. Blocks. Errors: those of merging. Throws Cancelled, like
    /// ofLayer().
    static Result<DiffSide> upTo(std::shared_ptr<const Image> image, int layer, const std::stop_token &stop);
    /// The entries of a single layer, including whiteouts.
    static DiffSide ofLayer(std::shared_ptr<const Image> image, int layer, const std::stop_token &stop);

    /// Whether the digests of all files are known. Without them, files of the same size are compared by their times.
    bool hasDigests() const;
};

} // namespace stratoscope
