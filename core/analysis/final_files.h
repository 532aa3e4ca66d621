// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "tree/merged_tree.h"

#include <vector>

namespace stratoscope {

/// Which of the layers' regular files are in the tree that they were merged to. Immutable; thread-safe.
class FinalFiles
{
public:
    /// The tree must outlive it. Throws Cancelled, like the next one.
    FinalFiles(const MergedTree &tree, const std::stop_token &stop);

    /// The first of the nodes that are names of the file; none if it is not in the tree.
    NodeId node(const MergedTree::Origin &file) const { return m_nodes[std::size_t(file.layer)][file.record]; }
    const MergedTree &tree() const { return m_tree; }

    /// Calls `visit(file, size, node)` for each file of the layers that is not empty, by layer and record.
    template <typename Visit>
    void forEachFile(const Visit &visit, const std::stop_token &stop) const
    {
        for (std::size_t number = 0; number < m_nodes.size(); ++number) {
            throwIfStopped(stop);
            const LayerIndex &layer = *m_tree.layers()[number];
            for (RecordId record = 1; record < layer.size(); ++record) {
                const std::uint64_t size = layer.fileSize(record);
                if (size > 0 && layer.kind(record) == EntryKind::Regular)
                    visit(MergedTree::Origin{int(number), record}, size, m_nodes[number][record]);
            }
        }
    }

private:
    const MergedTree &m_tree;
    std::vector<std::vector<NodeId>> m_nodes; ///< by layer and record
};

} // namespace stratoscope
