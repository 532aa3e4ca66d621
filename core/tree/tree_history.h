// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/path_state.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

class TreeWriter;

/// A state of a path: what a layer put there, or that it removed what was there.
struct PathVersion {
    int layer = 0;
    /// Where the attributes and the content are; nothing if the layer removed the entry.
    std::optional<MergedTree::Origin> origin;
    bool operator==(const PathVersion &) const = default;
};

/// The states of every path of an image, layer by layer. With it, the tree after any layer is written without merging again, and
/// changes are found without comparing trees (see layer_changes.h). What a tree and its FormerPaths know, arranged by path.
///
/// Immutable; thread-safe; about 20 bytes per path, and as much again with its name if layers removed anything.
class TreeHistory
{
public:
    /// `top`: the tree that all the layers result in. Layers are merged again only if `top` was not made by merging. Errors: those
    /// of MergedTree::merge(). Throws Cancelled.
    static Result<std::shared_ptr<const TreeHistory>> make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop);
    /// The layers of one image followed by those of another, the first of which replaces the whole tree: what these change as one
    /// step is how the images differ. Errors: also TooLarge if together they exceed the limits of a tree.
    static Result<std::shared_ptr<const TreeHistory>> make(const MergedTree &before, const MergedTree &after,
                                                           const std::stop_token &stop);

    /// A tree with a node, the path slot, for each path that ever existed.
    const std::shared_ptr<const MergedTree> &pathSlots() const { return m_pathSlots; }
    const MergedTree::Layers &layers() const { return m_top->layers(); }

    using State = PathState;
    /// In the order of the layers. Never empty.
    std::span<const State> states(NodeId pathSlot) const
    {
        return std::span(m_states).subspan(m_firstState[pathSlot], m_firstState[pathSlot + 1] - m_firstState[pathSlot]);
    }
    /// The last state that a layer, or one below it, led to; null if there was none yet.
    const State *latest(NodeId pathSlot, int layer) const
    {
        std::uint32_t next = m_firstState[pathSlot];
        while (next < m_firstState[pathSlot + 1] && m_states[next].layer <= layer)
            ++next;
        return next == m_firstState[pathSlot] ? nullptr : &m_states[next - 1];
    }
    /// The state after a layer; null if the path does not exist then.
    const State *at(NodeId pathSlot, int layer) const
    {
        const State *const state = latest(pathSlot, layer);
        return state && state->exists ? state : nullptr;
    }

    /// The versions of a path, lowest layer first; empty if it never existed. Does not follow links.
    std::vector<PathVersion> versions(std::string_view path) const;

    /// A tree of some of the path slots.
    struct SlotTree {
        std::shared_ptr<const MergedTree> tree;
        std::vector<NodeId> pathSlots; ///< by node
    };
    /// The tree after a layer: the same, node by node, as merging the layers up to this one. Throws Cancelled.
    SlotTree through(int layer, const std::stop_token &stop) const;
    /// Writes a state of a path slot as the next node of a tree of these layers or of the lower ones of them.
    NodeId write(TreeWriter &writer, NodeId parent, NodeId pathSlot, const State &state) const;

private:
    TreeHistory() = default;
    static std::shared_ptr<const TreeHistory> of(std::shared_ptr<const MergedTree> top, const std::stop_token &stop);
    std::vector<NodeId> placeSlots(const FormerPaths &former, const std::stop_token &stop);

    std::shared_ptr<const MergedTree> m_top;
    std::shared_ptr<const MergedTree> m_pathSlots; ///< the same as m_top if all paths that ever existed still exist
    std::vector<std::uint32_t> m_firstState; ///< by path slot, and one more
    std::vector<State> m_states;
};

} // namespace stratoscope
