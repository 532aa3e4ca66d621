// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/final_files.h"
#include "tree/tree_history.h"

namespace stratoscope {

/// A file whose bytes are in a layer, but not in the tree that all layers result in.
struct HiddenFile {
    MergedTree::Origin file; ///< the layer that the bytes are in, and the record
    NodeId pathSlot = kNoNode; ///< of its last name; none if its own layer replaces it
    int hiddenBy = 0; ///< the layer that replaced or removed its last name
    bool isDeleted = false; ///< nothing is at that path after this layer
    /// If this layer wrote a file of the same size at that path: that file, which may have the same content.
    MergedTree::Origin successor;

    bool hasSuccessor() const { return successor.record != kNoRecord; }
};

/// The files, other than empty ones, that layers hide; by layer and record. The sum of their sizes is what making all layers one
/// layer saves. A file with several names (hard links) is there until the last of them is gone. Throws Cancelled.
std::vector<HiddenFile> findHiddenFiles(const TreeHistory &history, const FinalFiles &files, const std::stop_token &stop);

} // namespace stratoscope
