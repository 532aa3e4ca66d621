// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/layer_steps.h"
#include "image/image.h"

namespace stratoscope {

/// One of the trees that an image's layers make.
struct LayerTree {
    ImageFs fs; ///< what was removed can still be read
    std::vector<Change> changes; ///< by node: what the layers in question did to it
    std::vector<NodeId> spots; ///< by node: where it stands in LayerHistory::spots()
};

/// What an image's layers change, and the trees that they make. Files of one size are told apart by their digests; where those are
/// not known yet, by their times.
///
/// Immutable; thread-safe. The functions block, some 20 ms for an image of 340,000 entries, and throw Cancelled.
class LayerHistory
{
public:
    /// Blocking, as long as merging the layers. Errors: those of MergedTree::merge().
    static Result<std::shared_ptr<const LayerHistory>> make(std::shared_ptr<const Image> image, const std::stop_token &stop);

    /// All paths that there ever were, see TreeHistory.
    const std::shared_ptr<const MergedTree> &spots() const { return m_history->spots(); }
    /// Merged through a layer, with what that layer did to it.
    LayerTree through(int layer, const std::stop_token &stop) const;
    /// What the layers `first` to `last` change, taken as one step. What they bring again as it was before stands there unmarked.
    LayerTree changes(int first, int last, const std::stop_token &stop) const;
    /// How many entries each layer adds, changes and removes, the lowest first.
    std::vector<ChangeCounts> counts(const std::stop_token &stop) const;

private:
    LayerHistory() = default;
    LayerTree treeOf(MarkedTree marked) const;

    std::shared_ptr<const Image> m_image;
    std::shared_ptr<const TreeHistory> m_history;
};

} // namespace stratoscope
