// SPDX-License-Identifier: Apache-2.0
#include "diff/file/archive_diff.h"

#include "base/cancel.h"
#include "diff/file/file_side.h"

#include <algorithm>

namespace stratoscope {

namespace {

std::vector<NodeId> childrenOf(const ImageFs &fs, NodeId node)
{
    std::vector<NodeId> children;
    if (fs.tree && node != kNoNode) {
        for (const NodeId child : fs.tree->children(node))
            children.push_back(child);
    }
    return children;
}

/// The entries of two directories side by side; one of each pair may be missing.
std::vector<std::pair<NodeId, NodeId>> pairedByName(const ArchiveDiff &diff, NodeId beforeDirectory, NodeId afterDirectory)
{
    const std::vector<NodeId> before = childrenOf(diff.before, beforeDirectory);
    const std::vector<NodeId> after = childrenOf(diff.after, afterDirectory);
    std::vector<std::pair<NodeId, NodeId>> pairs;
    for (auto left = before.begin(), right = after.begin(); left != before.end() || right != after.end();) {
        const int order = left == before.end() ? 1
            : right == after.end()             ? -1
                                               : diff.before.tree->name(*left).compare(diff.after.tree->name(*right));
        if (order == 0 && diff.before.tree->isDirectory(*left) == diff.after.tree->isDirectory(*right)) {
            pairs.emplace_back(*left++, *right++);
            continue;
        }
        if (order <= 0)
            pairs.emplace_back(*left++, kNoNode);
        if (order >= 0)
            pairs.emplace_back(kNoNode, *right++);
    }
    return pairs;
}

} // namespace

Result<ArchiveDiff> diffArchives(ImageFs before, ImageFs after, const std::stop_token &stop)
{
    ArchiveDiff diff{.before = std::move(before), .after = std::move(after), .changes = {}};
    std::vector<std::pair<NodeId, NodeId>> open{{diff.before.tree ? kRootNode : kNoNode, diff.after.tree ? kRootNode : kNoNode}};
    while (!open.empty()) {
        throwIfStopped(stop);
        const auto [left, right] = open.back();
        open.pop_back();
        if (left == kNoNode || right == kNoNode) {
            diff.changes.push_back({left == kNoNode ? Change::Added : Change::Removed, left, right, 0});
        } else {
            std::optional<Error> error;
            const auto sameContent = [&, left = left, right = right] {
                const auto same = sameBytes({diff.before, left}, {diff.after, right}, stop);
                if (!same)
                    error = same.error();
                return same.value_or(false);
            };
            const Aspects aspects = compareEntries(diff.before.tree->entry(left), diff.after.tree->entry(right), sameContent);
            if (error)
                return Failure(*error);
            if (isModified(aspects, diff.after.tree->isDirectory(right)))
                diff.changes.push_back({Change::Modified, left, right, aspects});
        }
        const auto inside = pairedByName(diff, left, right);
        open.insert(open.end(), inside.rbegin(), inside.rend());
    }
    // The root is not one of an archive's own entries.
    std::erase_if(diff.changes,
                  [](const ArchiveChange &change) { return change.before == kRootNode || change.after == kRootNode; });
    return diff;
}

} // namespace stratoscope
