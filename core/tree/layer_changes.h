// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/change.h"
#include "tree/tree_history.h"

/// What the layers of a TreeHistory change. The cost depends on the number of entries that they touch, not on the size of the
/// trees.
namespace stratoscope {

/// Whether two regular files of the same size have the same content.
using SameContent = std::function<bool(const MergedTree::Origin &before, const MergedTree::Origin &after)>;

/// A tree with what happened to its entries.
struct ChangedTree {
    TreeHistory::SlotTree part;
    std::vector<Change> changes; ///< by node
    std::vector<Aspects> aspects; ///< by node; 0 unless it is modified
};

/// What the layers `first` to `last` change, as one step: a tree of everything that they touch, each entry at its path, with the
/// directories above. Entries that are the same as before are in it with Change::None. An entry that became a directory, or was
/// one, is in it twice, side by side: as added and as removed. Blocks. Throws Cancelled, like the functions below.
ChangedTree changesOf(const TreeHistory &history, int first, int last, const SameContent &sameContent, const std::stop_token &stop);

/// The tree after `layer`, with what that layer changed in it. Removed entries are not part of it.
ChangedTree treeThrough(const TreeHistory &history, int layer, const SameContent &sameContent, const std::stop_token &stop);

/// How many entries and bytes each layer adds, removes and modifies, lowest layer first.
std::vector<ChangeCounts> countChanges(const TreeHistory &history, const SameContent &sameContent, const std::stop_token &stop);

} // namespace stratoscope
