// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

namespace stratoscope {

/// The part of a tree that is exported, in the order in which it is written. It belongs to that tree. Immutable.
class Selection
{
public:
    /// Of `paths`, each followed through links up to its last component: the entry, what is below it, and the directories that it
    /// is in. Without paths: all. NotFound, Malformed, naming the path.
    static Result<Selection> of(const MergedTree &tree, std::span<const std::string> paths);

    /// Each behind the one that it is in, and those in it follow before those beside it. Without the root.
    const std::vector<NodeId> &directories() const { return m_directories; }

    struct File {
        NodeId node;
        MergedTree::Origin origin;
    };
    /// All that are no directories, in the order in which the layers have their contents; names of one file stand side by side.
    const std::vector<File> &files() const { return m_files; }
    /// Bytes of the regular ones, each file once.
    std::uint64_t contentSize() const { return m_contentSize; }
    /// Hard links that lead to nothing in the tree, as they do in one of a single layer. They are not among the files.
    std::uint64_t danglingLinks() const { return m_danglingLinks; }

private:
    Selection() = default;
    void addFile(const MergedTree &tree, NodeId node);

    std::vector<NodeId> m_directories;
    std::vector<File> m_files;
    std::uint64_t m_contentSize = 0;
    std::uint64_t m_danglingLinks = 0;
};

} // namespace stratoscope
