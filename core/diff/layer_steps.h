// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/tree_diff.h"
#include "tree/tree_history.h"

namespace stratoscope {

/// A tree with what layers did to it. As diffTrees() tells it of the trees before and after them, but at the cost of what they
/// touched.
struct MarkedTree {
    TreeHistory::Part part;
    std::vector<Change> changes; ///< by node of the part's tree
};

/// What the layers `first` to `last` change, taken as one step: as TreeDiff::tree and its changes, with `keepFromLayer` at `first`.
/// Blocking. Throws Cancelled, as the others.
MarkedTree changesOf(const TreeHistory &history, int first, int last, const SameContent &sameContent, const std::stop_token &stop);

/// What the layers up to `layer` make, and what that one did to it: as TreeDiff::after.
MarkedTree treeThrough(const TreeHistory &history, int layer, const SameContent &sameContent, const std::stop_token &stop);

/// What each layer adds, changes and removes, the lowest first.
std::vector<ChangeCounts> countSteps(const TreeHistory &history, const SameContent &sameContent, const std::stop_token &stop);

} // namespace stratoscope
