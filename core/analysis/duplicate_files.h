// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/hidden_files.h"
#include "base/hash.h"
#include "diff/digest_table.h"

#include <limits>
#include <span>
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

/// Finds the duplicates in a tree, and where the contents of deleted files went: first the files that may be the same, then, once
/// their digests are known, those that are.
class DuplicateFinder
{
public:
    /// Throws Cancelled.
    DuplicateFinder(const FinalFiles &files, const std::stop_token &stop);

    void requestDigests(DigestTable &table) const;

    struct Found {
        std::vector<DuplicateFiles> duplicates; ///< most bytes first
        /// By hidden file: a file with the same content that the layer wrote that deleted it; without a record if there is none.
        std::vector<MergedTree::Origin> movedTo;
    };
    /// `hidden`: of findHiddenFiles(). Leaves out files whose digest is not known. Throws Cancelled.
    Found find(std::span<const HiddenFile> hidden, const DigestTable &digests, const std::stop_token &stop) const;

private:
    struct Candidate {
        std::uint64_t size = 0;
        MergedTree::Origin file;
        NodeId node = kNoNode; ///< none for a file that is hidden
        std::uint32_t hidden = 0; ///< of such a file: its number
    };

    std::vector<Candidate> m_candidates;
};

} // namespace stratoscope
