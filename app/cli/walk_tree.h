// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <string>
#include <vector>

namespace stratoscope::cli {

/// Calls `visit(node, path)` for the entries of a directory, with `recursive` for everything below it; or for the entry itself if
/// it is not a directory. With `skipImplied`, directories that no layer has an entry for are not visited, only what they contain.
/// Ends with the first error.
template <typename Visit>
Result<void> walkTree(const MergedTree &tree, NodeId start, bool recursive, bool skipImplied, const Visit &visit)
{
    std::string path = tree.path(start);
    if (!tree.isDirectory(start))
        return visit(start, path);
    if (start == kRootNode)
        path.clear();
    struct Level {
        NodeId next;
        NodeId end;
        std::size_t pathLength; ///< of the directory
    };
    const auto levelOf = [&](NodeId directory) {
        const auto children = tree.children(directory);
        return Level{*children.begin(), *children.end(), path.size()};
    };
    std::vector<Level> levels{levelOf(start)};
    while (!levels.empty()) {
        Level &level = levels.back();
        if (level.next == level.end) {
            levels.pop_back();
            continue;
        }
        const NodeId node = level.next++;
        path.resize(level.pathLength);
        path.append("/").append(tree.name(node));
        if (!skipImplied || !tree.entry(node).implied)
            STRATOSCOPE_CHECK(visit(node, path));
        if (recursive && tree.isDirectory(node))
            levels.push_back(levelOf(node));
    }
    return {};
}

} // namespace stratoscope::cli
