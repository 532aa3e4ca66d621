// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

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
/// changes are found without comparing trees (see layer_changes.h).
///
/// Immutable; thread-safe; about 20 bytes per path, and as much again with its name if layers removed anything.
class TreeHistory
{
public:
    /// `top`: the tree that all the layers result in. Blocks, as long as merging. Errors: those of MergedTree::merge(). Throws
    /// Cancelled.
    static Result<std::shared_ptr<const TreeHistory>> make(std::shared_ptr<const MergedTree> top, const std::stop_token &stop);
    /// The layers of one image followed by those of another, the first of which replaces the whole tree: what these change as one
    /// step is how the images differ. Errors: also TooLarge if together they exceed the limits of a tree.
    static Result<std::shared_ptr<const TreeHistory>> make(const MergedTree &before, const MergedTree &after,
                                                           const std::stop_token &stop);

    /// A tree with a node, the path slot, for each path that ever existed.
    const std::shared_ptr<const MergedTree> &pathSlots() const { return m_pathSlots; }
    const MergedTree::Layers &layers() const { return m_layers; }

    /// The state of a path slot from a layer on.
    struct State {
        RecordId record = kNoRecord; ///< none: a directory that only occurs in the paths of other entries
        RecordId originRecord = kNoRecord;
        std::int16_t layer = 0; ///< that added or removed the entry; -1 for the root before the first layer
        std::int16_t originLayer = 0;
        bool exists = false;
        bool isDirectory = false;

        MergedTree::Origin origin() const { return {originLayer, originRecord}; }
        bool isHardlink() const { return record != originRecord || (record != kNoRecord && layer != originLayer); }
    };
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
    explicit TreeHistory(MergedTree::Layers layers)
        : m_layers(std::move(layers))
    {
    }
    Result<void> applyLayers(std::size_t restartAt, const std::stop_token &stop);

    const MergedTree::Layers m_layers;
    std::shared_ptr<const MergedTree> m_top; ///< null for the layers of two images
    std::shared_ptr<const MergedTree> m_pathSlots; ///< the same as m_top if no layer removed anything
    std::vector<std::uint32_t> m_firstState; ///< by path slot, and one more
    std::vector<State> m_states;
};

} // namespace stratoscope
