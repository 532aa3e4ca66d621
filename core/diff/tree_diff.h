// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <functional>
#include <limits>
#include <memory>
#include <stop_token>
#include <vector>

namespace stratoscope {

enum class Change : std::uint8_t { None, Added, Removed, Modified };

/// What differs in an entry that both trees have; or-ed together.
enum class Aspect : std::uint8_t {
    Content = 1,
    Type = 2, ///< the kind of entry
    Mode = 4,
    Owner = 8,
    Time = 16, ///< of the last modification
    Link = 32, ///< where a symbolic link leads
    Xattrs = 64,
    Device = 128,
};
using Aspects = std::uint8_t;
constexpr bool has(Aspects aspects, Aspect aspect)
{
    return (aspects & Aspects(aspect)) != 0;
}

/// How many entries came, went and changed; and the bytes of those that came and changed, those that went.
struct ChangeCounts {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t modified = 0;
    std::uint64_t bytesAdded = 0; ///< of added and modified files, as they are after it
    std::uint64_t bytesRemoved = 0; ///< of removed and modified files, as they were before
    bool operator==(const ChangeCounts &) const = default;
};

/// What differs between two trees, as one tree: what was added, removed and modified, each where it stands, with the directories on
/// the way. A value; thread-safe.
///
/// An entry that has become a directory, or was one, counts as removed and as added: both stand in the tree, side by side.
struct TreeDiff {
    /// Of the layers of both: the second's, where they begin with the first's, else one after the other.
    std::shared_ptr<const MergedTree> tree;
    std::vector<Change> changes; ///< by node of `tree`
    std::vector<Aspects> aspects; ///< by node of `tree`: of what is modified
    std::vector<Change> after; ///< by node of the second tree; never Removed
    ChangeCounts counts;
};

/// Whether two files of the same size, the first as it was before, have the same content.
using SameContent = std::function<bool(const MergedTree::Origin &before, const MergedTree::Origin &after)>;

/// What differs in two entries of which either both are directories or none is; `sameContent` is asked about files of the same
/// size.
Aspects compareEntries(const Entry &before, const Entry &after,
                       const std::function<bool(const Entry &before, const Entry &after)> &sameContent);
/// Whether that makes it another entry. A directory of which only the time differs is not: every entry made in it changes that.
constexpr bool isModified(Aspects aspects, bool isDirectory)
{
    return aspects != 0 && !(isDirectory && aspects == Aspects(Aspect::Time));
}

struct DiffOptions {
    /// Entries from this layer of the second tree on stand in the tree also where they are the same as before.
    int keepFromLayer = std::numeric_limits<int>::max();
    /// Files of one origin are not asked about. Without it: whether they have the same time.
    SameContent sameContent{};
};

/// Blocking; some 25 ms for 340,000 entries. Errors: TooLarge where both together are more than one tree holds. Throws Cancelled.
Result<TreeDiff> diffTrees(const std::shared_ptr<const MergedTree> &before, const std::shared_ptr<const MergedTree> &after,
                           const DiffOptions &options, const std::stop_token &stop);

} // namespace stratoscope
