// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/tree_diff.h"
#include "session/image.h"

namespace stratoscope {

/// What a run of an image's layers changes, taken as one step.
struct LayerChanges {
    std::shared_ptr<const TreeDiff> diff;
    ImageFs fs; ///< of the diff's tree: what was removed can still be read
    ImageFs after; ///< what the layers up to the last one make
};

/// Layers `first` to `last`, both included. What they bring again as it was before stands in the tree unmarked. Files of one size are
/// told apart by their digests; where those are not known yet, by their times.
///
/// Blocking. Errors: those of MergedTree::merge(). Throws Cancelled.
Result<LayerChanges> layerChanges(const Image &image, int first, int last, const std::stop_token &stop);

/// How many entries each layer adds, changes and removes; `tell` is given them as they are found, the lowest first. Blocking: some
/// 0.1 s a layer for an image of 340,000 entries. Errors and Cancelled as above.
Result<void> countLayerChanges(const Image &image, const std::function<void(int layer, const ChangeCounts &counts)> &tell,
                               const std::stop_token &stop);

} // namespace stratoscope
