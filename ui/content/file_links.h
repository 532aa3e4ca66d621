// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <vector>

namespace stratoscope::ui {

/// Where a symlink leads, step by step.
struct LinkChain {
    enum End {
        Found, ///< the last step is no link
        Missing, ///< `missing` is not in the tree
        Loop,
    };
    std::vector<NodeId> steps; ///< what each link in turn leads to, links themselves but for the last
    End end = Found;
    std::string missing; ///< path from the root
};
LinkChain linkChain(const MergedTree &tree, NodeId link);

/// The other names of a file: entries that are the same file, not only equal ones. The first `most` of them and how many there are.
/// Looks at every entry of the tree.
struct OtherNames {
    std::vector<NodeId> nodes;
    std::size_t count = 0;
};
OtherNames otherNames(const MergedTree &tree, NodeId node, std::size_t most);

} // namespace stratoscope::ui
