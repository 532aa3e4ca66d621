// SPDX-License-Identifier: Apache-2.0
#include "analysis/final_files.h"

namespace stratoscope {

FinalFiles::FinalFiles(const MergedTree &tree, const std::stop_token &stop)
    : m_tree(tree)
{
    for (const auto &layer : tree.layers())
        m_nodes.emplace_back(layer->size(), kNoNode);
    for (NodeId node = tree.size(); node-- > 1;) { // the first name is written last
        if (node % 0x4000 == 0)
            throwIfStopped(stop);
        if (tree.isDirectory(node))
            continue;
        const MergedTree::Origin file = tree.origin(node);
        m_nodes[std::size_t(file.layer)][file.record] = node;
    }
}

} // namespace stratoscope
