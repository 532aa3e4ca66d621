// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diff_side.h"
#include "diff/ignore_rules.h"

namespace stratoscope {

/// How two file systems differ: a tree of all entries that do, each at its path, with the directories above. An entry that became a
/// directory, or was one, is in it twice, side by side: as added and as removed. A value; thread-safe.
struct TreeDiff {
    /// The tree and its contents. Its layers are those of the side before, followed by those of the side after; removed entries
    /// come from the former, all others from the latter.
    ImageFs fs;
    std::vector<Change> changes; ///< by node; None for directories that only lead to differences
    /// By node: in which respect a modified entry differs, and a moved or copied one from where it was.
    std::vector<Aspects> aspects;
    /// By node: the entry in the tree of the side before; of a moved or copied one, where it was. kNoNode if it is added.
    std::vector<NodeId> before;
    /// By node: the entry in the tree of the side after; of a removed one that was moved, where it is. kNoNode if it is removed.
    std::vector<NodeId> after;
    /// What differs below each directory, by directory number; for the root, in all. A file that was moved counts as moved in the
    /// directories that it did not leave, otherwise as added or removed; a copied one is added. Bytes count where contents differ.
    std::vector<ChangeCounts> counts;

    bool isEmpty() const { return changes.size() == 1 && changes[kRootNode] == Change::None; }
    /// Whether the entry was removed here and added elsewhere, where it is listed as moved.
    bool isMovedAway(NodeId node) const { return changes[node] == Change::Removed && after[node] != kNoNode; }
};

/// Compares two file systems entry by entry: two images, two states of one, layers, or a folder with an image. What is found is
/// kept, so that diff() only has to apply rules.
///
/// Files of the same size are compared by their digests, or by their times if a digest is not known. Files that come from the same
/// layer of both images are not compared. A regular file that is not empty and was added is Moved if a removed one has the same
/// digest, preferably of the same name, and Copied if another file of the side before has it.
///
/// Immutable; thread-safe. Its functions block, throw Cancelled, and depend on the number of entries: see docs/benchmarks.md.
class TreeComparison
{
public:
    /// Errors: those of reading digests; TooLarge if both sides together have more layers than a tree can have.
    static Result<std::shared_ptr<const TreeComparison>> make(DiffSide before, DiffSide after, const std::stop_token &stop);

    const DiffSide &before() const { return m_before; }
    const DiffSide &after() const { return m_after; }
    /// The number of files that were compared by their times, since a digest is not known.
    std::uint32_t comparedByTime() const { return m_comparedByTime; }

    TreeDiff diff(const IgnoreRules &rules, const std::stop_token &stop) const;
    /// Fills in the counts of a tree of differences between these file systems, which follow from all else that is in it.
    static void count(TreeDiff &diff, const MergedTree &before, const MergedTree &after, const std::stop_token &stop);

private:
    friend class TreeComparer;
    /// An entry that differs, or a directory.
    struct Difference {
        NodeId before = kNoNode; ///< at this path, or where it was moved or copied from
        NodeId after = kNoNode; ///< at this path, or of a removed entry, where it was moved to
        std::uint32_t parent = 0; ///< index of the directory
        std::uint32_t counterpart = kNone; ///< index of the other place of a moved entry
        Change change = Change::None;
        Aspects aspects = 0;
        bool isDirectory = false;
    };
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    TreeComparison() = default;
    std::string_view name(const Difference &difference) const;
    std::string path(const Difference &difference) const;
    std::vector<Difference> applied(const IgnoreRules &rules, const std::stop_token &stop) const;

    DiffSide m_before;
    DiffSide m_after;
    std::vector<Difference> m_differences; ///< breadth first, sorted by name in each directory
    std::uint32_t m_comparedByTime = 0;
};

} // namespace stratoscope
