// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <vector>

namespace stratoscope {

/// Adds up the bytes of files for each directory of a tree. A file that has several names (hard links) counts once in every
/// directory that has any of them below it. For one thread.
class DirectorySums
{
public:
    /// The tree must outlive it.
    explicit DirectorySums(const MergedTree &tree);

    /// A file with a single name.
    void add(NodeId node, std::uint64_t bytes);
    /// One of the names of a file, which has this many bytes.
    void addName(NodeId node, const MergedTree::Origin &file, std::uint64_t bytes);

    /// Counts bytes that were added below a directory for the directories below it only.
    void exclude(std::uint32_t directory, std::uint64_t bytes);

    /// By directory number, see MergedTree::directoryNumber(). Does not overflow. To be called once, after everything else.
    std::vector<std::uint64_t> finish();

private:
    struct Name {
        MergedTree::Origin file;
        std::uint32_t directory;
        std::uint64_t bytes;
    };
    void excludeRepeated();

    const MergedTree &m_tree;
    std::vector<std::uint64_t> m_sums;
    std::vector<Name> m_names;
    std::vector<std::uint64_t> m_excluded; ///< by directory number
};

} // namespace stratoscope
