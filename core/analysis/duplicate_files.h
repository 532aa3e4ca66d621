// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/hash.h"
#include "diff/digest_table.h"

#include <limits>
#include <vector>

namespace stratoscope {

/// Files of a tree with the same content, which are not names of one file (hard links).
struct DuplicateFiles {
    std::uint64_t size = 0; ///< of each
    Sha256 digest{};
    std::vector<NodeId> copies; ///< two or more, in the order of the tree

    /// What a single copy would save.
    std::uint64_t bytes() const
    {
        const std::uint64_t further = copies.size() - 1;
        return size > std::numeric_limits<std::uint64_t>::max() / further ? std::numeric_limits<std::uint64_t>::max()
                                                                          : size * further;
    }
};

/// Finds the duplicates in a tree: first the files that may be some, then, once their digests are known, those that are.
class DuplicateFinder
{
public:
    /// The tree must outlive it. Throws Cancelled.
    DuplicateFinder(const MergedTree &tree, const std::stop_token &stop);

    void requestDigests(DigestTable &table) const;
    /// Most bytes first. Leaves out files whose digest is not known. Throws Cancelled.
    std::vector<DuplicateFiles> find(const DigestTable &digests, const std::stop_token &stop) const;

private:
    struct Candidate {
        std::uint64_t size;
        MergedTree::Origin file;
        NodeId node;
    };
    std::vector<Candidate> m_candidates; ///< sorted by size; none is alone with its size
};

} // namespace stratoscope
