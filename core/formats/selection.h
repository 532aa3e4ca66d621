// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QStringList>

namespace stratoscope {

/// The part of a tree to export, in the order in which it is written. Only valid for that tree. Immutable.
class Selection
{
public:
    /// The entries at `paths`, everything below them, and their parent directories; without paths, everything. Symlinks are
    /// followed, except in the last component. NotFound, Malformed, naming the path. Throws Cancelled.
    static Result<Selection> of(const MergedTree &tree, std::span<const std::string> paths, const std::stop_token &stop);

    /// In depth-first order, parents first. Without the root.
    const std::vector<NodeId> &directories() const { return m_directories; }

    struct File {
        NodeId node;
        MergedTree::Origin origin;
    };
    /// Everything but directories, in the order of the contents in the layers; hard links to one file are adjacent.
    const std::vector<File> &files() const { return m_files; }
    /// Bytes of regular files, counting hard-linked files once.
    std::uint64_t contentSize() const { return m_contentSize; }
    /// At most one sentence: about hard links whose targets are not in the tree, as may happen with a single layer. They are not
    /// among the files.
    QStringList warnings() const;

private:
    Selection() = default;
    void addFile(const MergedTree &tree, NodeId node);

    std::vector<NodeId> m_directories;
    std::vector<File> m_files;
    std::uint64_t m_contentSize = 0;
    std::uint64_t m_danglingLinks = 0;
};

/// The name under which an entry is written: `.wh.NAME` for a whiteout, which only the tree of a single layer has.
std::string writtenName(const MergedTree &tree, NodeId node);
std::string whiteoutName(std::string_view name);
/// The same with the names of its parent directories, without a leading slash; empty for the root.
std::string writtenPath(const MergedTree &tree, NodeId node);
/// The path of an entry for messages; a long one is cut in the middle.
QString shownPath(std::string_view path);
inline QString shownPath(const MergedTree &tree, NodeId node)
{
    return shownPath(tree.path(node));
}

} // namespace stratoscope
