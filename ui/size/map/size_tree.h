// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <unordered_map>

namespace stratoscope::ui {

/// The number of an entry in a SizeTree.
using SizeItem = std::uint32_t;
constexpr SizeItem kRootItem = 0;
constexpr SizeItem kNoItem = 0xFFFFFFFF;

/// The bytes of an image's files as a tree: what a map of sizes shows.
///
/// Its first items are the nodes of the merged tree. What is hidden follows: files of a layer that are not in the merged tree any
/// more, since a later layer removed or replaced them, and the directories that only such files are in. A file with several names
/// (hard links) counts once, at the first of them. Immutable; thread-safe; 8 bytes per item in addition to the merged tree.
class SizeTree
{
public:
    enum class Scope {
        AllLayers, ///< all files of all layers: as many bytes as there are in the layers
        FinalTree, ///< without what is hidden
    };

    /// Blocks, for some 20 ms for 340,000 entries. Throws Cancelled.
    static std::shared_ptr<const SizeTree> make(std::shared_ptr<const MergedTree> tree, Scope scope, const std::stop_token &stop);

    const std::shared_ptr<const MergedTree> &tree() const { return m_tree; }
    Scope scope() const { return m_scope; }
    SizeItem size() const { return SizeItem(m_bytes.size()); }

    /// Of the file; of a directory, of all that is counted below.
    std::uint64_t bytes(SizeItem item) const { return m_bytes[item]; }
    /// Of all that is not in the merged tree.
    std::uint64_t hiddenBytes() const { return m_hiddenBytes; }
    SizeItem parent(SizeItem item) const { return isHidden(item) ? hidden(item).parent : m_tree->parent(item); }
    std::string_view name(SizeItem item) const; ///< the root's is empty
    std::string path(SizeItem item) const; ///< with a leading slash; "/" for the root
    bool isDirectory(SizeItem item) const { return isHidden(item) ? hidden(item).isDirectory : m_tree->isDirectory(item); }
    /// Whether it is not in the merged tree.
    bool isHidden(SizeItem item) const { return item >= m_tree->size(); }
    /// The layer that has it, and its record there.
    MergedTree::Origin origin(SizeItem item) const;
    /// Permission bits.
    std::uint16_t mode(SizeItem item) const;

    /// Appends the children that have any bytes, in no particular order.
    void appendChildren(SizeItem directory, std::vector<SizeItem> &into) const;
    bool isBelow(SizeItem item, SizeItem directory) const;
    /// The item at a path, in the merged tree if that has one; of hidden files at the same path, that of the topmost layer.
    std::optional<SizeItem> find(std::string_view path) const;

private:
    struct Hidden {
        SizeItem parent;
        std::int16_t layer;
        bool isDirectory;
        RecordId record;
    };
    class HiddenFinder;

    SizeTree() = default;
    const Hidden &hidden(SizeItem item) const { return m_hidden[item - m_tree->size()]; }
    void addUp();

    std::shared_ptr<const MergedTree> m_tree;
    Scope m_scope = Scope::AllLayers;
    std::vector<std::uint64_t> m_bytes;
    std::vector<Hidden> m_hidden;
    std::uint64_t m_hiddenBytes = 0;
    std::unordered_map<SizeItem, std::vector<SizeItem>> m_hiddenChildren;
};

} // namespace stratoscope::ui
