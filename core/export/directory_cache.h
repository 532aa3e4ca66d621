// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "tree/merged_tree.h"

#include <unordered_map>

namespace stratoscope {

/// Opens the exported directories of a tree, each by its name in its parent, and keeps the most recently used ones open, so that
/// their number and depth are unlimited. For one thread.
class DirectoryCache
{
public:
    /// `root`: the exported root, which outlives the cache.
    DirectoryCache(const MergedTree &tree, int root);

    /// Errors have an empty subject.
    Result<std::shared_ptr<const File>> open(NodeId directory);

private:
    struct Slot {
        std::shared_ptr<const File> file;
        std::uint64_t used = 0;
    };
    std::shared_ptr<const File> find(NodeId directory);
    void add(NodeId directory, std::shared_ptr<const File> file);

    const MergedTree &m_tree;
    const int m_root;
    std::unordered_map<NodeId, Slot> m_slots;
    std::uint64_t m_uses = 0;
    NodeId m_last = kNoNode;
    std::shared_ptr<const File> m_lastFile;
};

} // namespace stratoscope
