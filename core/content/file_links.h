// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <vector>

namespace stratoscope {

/// Where a symlink leads, step by step.
struct LinkChain {
    enum End {
        Found, ///< the last step is not a symlink
        Missing, ///< `missing` does not exist in the tree
        Loop,
    };
    std::vector<NodeId> steps; ///< the target of each link in turn; all of them are links except for the last
    End end = Found;
    std::string missing; ///< path from the root
};
LinkChain linkChain(const MergedTree &tree, NodeId link);

/// The other hard links of a file.
struct OtherNames {
    std::vector<NodeId> nodes; ///< at most as many as asked for
    std::size_t count = 0; ///< of all of them
};
/// Looks at every entry of the tree. `most`: the number of nodes to return.
OtherNames otherNames(const MergedTree &tree, NodeId node, std::size_t most);

} // namespace stratoscope
