// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

class TreeWriter;

/// What stood at each path of an image after each of its layers: the tree through any of them is written down from it without
/// merging anew, and what layers change is told without comparing trees.
///
/// Immutable; thread-safe; some 20 bytes a path, and as much again with its name where layers took something away.
class TreeHistory
{
public:
    /// `top`: what all the layers make. Blocking, as long as merging. Errors: those of MergedTree::merge(). Throws Cancelled.
    static Result<std::shared_ptr<const TreeHistory>> make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop);

    /// A tree with a node, called spot, for each path at which there ever was something.
    const std::shared_ptr<const MergedTree> &spots() const { return m_spots; }
    int layerCount() const { return int(m_top->layers().size()); }

    /// What came to be at a spot.
    struct State {
        RecordId record = kNoRecord; ///< none: a directory that is only named in paths
        RecordId originRecord = kNoRecord;
        std::int16_t layer = 0; ///< that brought it, or took away what was there; -1 for a root that no layer names
        std::int16_t originLayer = 0;
        bool isThere = false;
        bool isDirectory = false;

        MergedTree::Origin origin() const { return {originLayer, originRecord}; }
        bool isHardlink() const { return record != originRecord || (record != kNoRecord && layer != originLayer); }
    };
    /// The lowest layer's first. Never empty.
    std::span<const State> states(NodeId spot) const
    {
        return std::span(m_states).subspan(m_firstState[spot], m_firstState[spot + 1] - m_firstState[spot]);
    }
    /// The last that came to be by a layer or one below it, even if that was to go away; null where there never was anything.
    const State *latest(NodeId spot, int layer) const
    {
        std::uint32_t next = m_firstState[spot];
        while (next < m_firstState[spot + 1] && m_states[next].layer <= layer)
            ++next;
        return next == m_firstState[spot] ? nullptr : &m_states[next - 1];
    }
    /// What stood there after a layer; null where nothing did.
    const State *at(NodeId spot, int layer) const
    {
        const State *const state = latest(spot, layer);
        return state && state->isThere ? state : nullptr;
    }

    /// A tree of some of the spots.
    struct Part {
        std::shared_ptr<const MergedTree> tree;
        std::vector<NodeId> spots; ///< by node
    };
    /// What the layers up to `layer` make: the same tree, node by node, as merging them gives.
    Part through(int layer, const std::stop_token &stop) const;
    /// Writes a state of a spot down as the next node of a tree of the same layers, or of the lower ones of them.
    NodeId write(TreeWriter &writer, NodeId parent, NodeId spot, const State &state) const;

private:
    TreeHistory() = default;

    std::shared_ptr<const MergedTree> m_top;
    std::shared_ptr<const MergedTree> m_spots; ///< the same as m_top where nothing ever went away
    std::vector<std::uint32_t> m_firstState; ///< by spot, and one more
    std::vector<State> m_states;
};

} // namespace stratoscope
