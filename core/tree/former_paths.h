// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/path_state.h"

#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// What a merged tree's layers had at its paths before: the states that later layers replaced or removed, and the paths that no
/// longer exist. Together with the tree, this is its history (see TreeHistory). Noted while the layers are merged; takes memory in
/// proportion to what they replace and remove.
struct FormerPaths {
    /// A path: a node of the tree or, counted on from the number of nodes, one that is gone.
    using PathId = std::uint32_t;

    struct Gone {
        PathId parent = 0; ///< a lower one
        std::uint32_t name = 0; ///< offset in `names`
        PathState last; ///< the last entry that it was
    };
    std::vector<Gone> gone;
    std::string names; ///< each followed by a zero byte

    /// All states of the paths that are gone, and those of the nodes without the last, which is the node's own. In the order of the
    /// layers for each path.
    std::vector<std::pair<PathId, PathState>> states;

    std::string_view name(const Gone &path) const { return &names[path.name]; }
    std::size_t memoryUsage() const
    {
        return gone.capacity() * sizeof(Gone) + names.capacity() + states.capacity() * sizeof(states.front());
    }
};

} // namespace stratoscope
