// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/tree_comparison.h"
#include "query/tree_order.h"

#include <QString>

namespace stratoscope::ui {

/// A tree of differences with both of its sides. Immutable; thread-safe; shared by pointer.
struct ComparedTree {
    DiffSide before;
    DiffSide after;
    std::uint32_t comparedByTime = 0; ///< files whose digests are not known
    IgnoreRules rules;
    TreeDiff diff;
    /// By directory number, where these are not the sizes of the directories of both sides: of a tree that is grouped.
    std::vector<ComparedSizes> groupedSizes = {};

    /// The sizes at this path; of a moved file also before. Symlinks, devices and the like have none.
    ComparedSizes sizes(NodeId node) const;
    bool existsBefore(NodeId node) const { return diff.before[node] != kNoNode && diff.changes[node] != Change::Copied; }
    bool existsAfter(NodeId node) const { return diff.after[node] != kNoNode && diff.changes[node] != Change::Removed; }
    /// The number of the layer in the image that the entry comes from.
    int layer(NodeId node) const;
    /// The path before of a moved or copied file, or the path after of one that was moved away; otherwise empty.
    std::string otherPath(NodeId node) const;
};

/// Why an entry is listed, in words: "0755 → 4755, time", "only the time differs", "moved from /usr/lib/libz.so"; empty if its
/// being added or removed says it.
QString reasonText(const ComparedTree &tree, NodeId node);
/// The same, and what differs in a directory.
QString differenceText(const ComparedTree &tree, NodeId node);
/// "content, mode, time".
QString aspectsText(Aspects aspects);

} // namespace stratoscope::ui
