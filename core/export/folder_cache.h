// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "tree/merged_tree.h"

#include <unordered_map>

namespace stratoscope {

/// The folders that a tree's directories became, open; those used last, so that their number and their depth are no limit. Each is
/// opened by its name in its parent. For one thread.
class FolderCache
{
public:
    /// `root`: the folder that the tree's root is. It outlives the cache.
    FolderCache(const MergedTree &tree, int root);

    /// Errors have an empty subject.
    Result<std::shared_ptr<const File>> open(NodeId directory);

private:
    struct Slot {
        std::shared_ptr<const File> folder;
        std::uint64_t used = 0;
    };
    std::shared_ptr<const File> find(NodeId directory);
    void add(NodeId directory, std::shared_ptr<const File> folder);

    const MergedTree &m_tree;
    const int m_root;
    std::unordered_map<NodeId, Slot> m_slots;
    std::uint64_t m_uses = 0;
    NodeId m_last = kNoNode;
    std::shared_ptr<const File> m_lastFolder;
};

} // namespace stratoscope
