// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <memory>
#include <optional>
#include <string_view>

namespace stratoscope {

/// Writes a MergedTree node by node: breadth first, the children of a directory sorted by name. For one thread.
class TreeWriter
{
public:
    /// `firstLayer`: the number of layers.front().
    explicit TreeWriter(MergedTree::Layers layers, int firstLayer = 0);

    void reserve(std::size_t nodes, std::size_t bytesOfNames);

    struct Item {
        std::string_view name; ///< empty for the root
        int layer = 0; ///< an index into the layers
        RecordId record = kNoRecord;
        bool isDirectory = false;
        std::optional<MergedTree::Origin> linkedTo{}; ///< only for a hard link
    };
    /// The root comes first and is its own parent.
    NodeId add(NodeId parent, const Item &item);

    /// Adds a node of another tree without its children. `firstLayer`: the index of that tree's first layer among the layers.
    NodeId copy(NodeId parent, const MergedTree &tree, NodeId node, int firstLayer);

    /// What the layers had before at the paths of a tree that they were merged to.
    void setFormerPaths(std::shared_ptr<const FormerPaths> former) { m_tree->m_formerPaths = std::move(former); }

    /// To be called once, after everything else.
    std::shared_ptr<const MergedTree> finish();

private:
    void sumUp();

    std::shared_ptr<MergedTree> m_tree;
};

} // namespace stratoscope
