// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <memory>
#include <optional>
#include <string_view>

namespace stratoscope {

/// Writes a MergedTree down, node by node: breadth first, the children of a directory one after another, sorted by name.
class TreeWriter
{
public:
    /// `firstLayer`: the number of the first of `layers`.
    explicit TreeWriter(MergedTree::Layers layers, int firstLayer = 0);

    void reserve(std::size_t nodes, std::size_t bytesOfNames);

    struct Item {
        std::string_view name; ///< empty for the root
        int layer = 0; ///< an index into the layers, as all that follow
        RecordId record = kNoRecord;
        bool isDirectory = false;
        std::optional<MergedTree::Origin> linkedTo{}; ///< of a hard link
    };
    /// The root comes first, its own parent.
    NodeId add(NodeId parent, const Item &item);
    /// A node of another tree, whose layers are ours from number `offset` on.
    NodeId copy(NodeId parent, const MergedTree &from, NodeId node, int offset);

    /// Once; nothing else after it.
    std::shared_ptr<const MergedTree> finish();

private:
    void sumUp();

    std::shared_ptr<MergedTree> m_tree;
};

} // namespace stratoscope
