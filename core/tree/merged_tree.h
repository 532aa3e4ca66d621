// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/layer_index.h"

#include <iterator>
#include <memory>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// The number of an entry in a MergedTree.
using NodeId = std::uint32_t;
constexpr NodeId kRootNode = 0;
constexpr NodeId kNoNode = 0xFFFFFFFF;

struct FormerPaths;

/// Nodes with consecutive numbers: `for (const NodeId node : range)`.
class NodeRange
{
public:
    class Iterator
    {
    public:
        using value_type = NodeId;
        using difference_type = std::int64_t;
        using iterator_category = std::input_iterator_tag; ///< since it returns values, not references

        Iterator() = default;
        explicit Iterator(NodeId node)
            : m_node(node)
        {
        }
        NodeId operator*() const { return m_node; }
        Iterator &operator++()
        {
            ++m_node;
            return *this;
        }
        Iterator operator++(int) { return Iterator(m_node++); }
        bool operator==(const Iterator &) const = default;

    private:
        NodeId m_node = 0;
    };

    NodeRange(NodeId first, std::uint32_t count)
        : m_first(first)
        , m_count(count)
    {
    }
    Iterator begin() const { return Iterator(m_first); }
    Iterator end() const { return Iterator(m_first + m_count); }
    std::uint32_t size() const { return m_count; }
    bool empty() const { return m_count == 0; }

private:
    NodeId m_first;
    std::uint32_t m_count;
};

/// The file system that results from applying layers to each other (OCI image specification, layer.md).
///
/// Immutable; 20 bytes per node in addition to its name, and 24 more per directory. The children of a directory are consecutive
/// nodes, sorted by name bytewise: looking up a path takes a binary search per component. Thread-safe; shared by pointer.
class MergedTree
{
public:
    using Layers = std::vector<std::shared_ptr<const LayerIndex>>;
    /// Symbolic links that a path may lead through. As in Linux, which then fails with ELOOP.
    static constexpr int kMaxLinks = 40;

    /// Merges layers, lowest first. Errors: Malformed, naming `layer N` (from 0) and the path, for a hard link to a missing file
    /// or an entry below a loop of links; TooLarge, see checkLimits(), and if links lead to too many directories or along paths
    /// that are too long. Throws Cancelled.
    static Result<std::shared_ptr<const MergedTree>> merge(Layers layers, const std::stop_token &stop = {});
    /// TooLarge for more than 32,767 layers or more than 2 GiB of names in them.
    static Result<void> checkLimits(const Layers &layers);
    /// The entries of a single layer, including whiteouts and unresolved hard links. `number`: the number of the layer. Throws
    /// Cancelled.
    static std::shared_ptr<const MergedTree> ofLayer(std::shared_ptr<const LayerIndex> layer, int number,
                                                     const std::stop_token &stop = {});

    NodeId size() const { return NodeId(m_nodes.size()); }
    NodeId parent(NodeId node) const { return m_nodes[node].parent; } ///< of the root: the root
    std::string_view name(NodeId node) const ///< the root's is empty
    {
        const std::size_t end = node + 1 < size() ? m_nodes[node + 1].name : m_names.size();
        return {m_names.data() + m_nodes[node].name, end - m_nodes[node].name - 1};
    }
    /// The children, sorted by name bytewise. Empty unless it is a directory.
    NodeRange children(NodeId node) const;
    EntryKind kind(NodeId node) const;
    bool isDirectory(NodeId node) const { return m_nodes[node].directory != kNoDirectory; }

    /// The attributes. Those of a hard link are the attributes of the file it links to, including linkTarget if that is a symlink.
    Entry entry(NodeId node) const;
    /// The attributes of a directory that only occurs in the paths of other entries.
    static Entry impliedDirectory()
    {
        return {.kind = EntryKind::Directory, .mode = 0755, .mtime = {}, .linkTarget = {}, .implied = true};
    }
    /// The layer that the entry comes from, from 0.
    int layer(NodeId node) const { return m_firstLayer + m_nodes[node].layer; }
    /// The layer, as an index into layers(), and the record with an entry's attributes and content: for a hard link, those of the
    /// file it links to. No record for a directory that only occurs in the paths of other entries. Nodes of the same origin are the
    /// same file.
    struct Origin {
        int layer = 0;
        RecordId record = kNoRecord;
        bool operator==(const Origin &) const = default;
    };
    Origin origin(NodeId node) const;
    /// The record of the entry itself, in layer(): that of the link for a hard link.
    RecordId ownRecord(NodeId node) const { return m_nodes[node].record; }
    /// Whether the entry is a further name of a file. The first name of the file is not.
    bool isHardlink(NodeId node) const { return m_nodes[node].hardlink; }
    /// The target of a hard link as recorded in its layer: a path from the root without a leading slash. Nothing for other nodes.
    std::optional<std::string> hardlinkTarget(NodeId node) const;

    /// With a leading slash; "/" for the root.
    std::string path(NodeId node) const;
    /// The apparent size of the file, or of all files below. A file with several names (hard links) counts once in each directory.
    std::uint64_t totalSize(NodeId node) const;
    /// The number of entries below the node, including directories that only occur in the paths of other entries.
    std::uint32_t totalEntries(NodeId node) const
    {
        return isDirectory(node) ? m_directories[m_nodes[node].directory].totalEntries : 0;
    }

    /// Directories are numbered as well, in the order of their nodes, the root first.
    std::uint32_t directoryNumber(NodeId directory) const { return m_nodes[directory].directory; }
    std::uint32_t directoryCount() const { return std::uint32_t(m_directories.size()); }

    /// The child of that name. Does not follow links.
    std::optional<NodeId> child(NodeId directory, std::string_view name) const;
    /// The entry at a path, without following `..` or links. Slashes at either end are ignored.
    std::optional<NodeId> find(std::string_view path) const;
    /// The entry that a path leads to for a process in the image: follows links in every component, absolute links from the root,
    /// `..` not beyond it, and at most 40 links. `followLast`: also if the last component is a link. Errors: NotFound; Malformed
    /// for a loop of links.
    Result<NodeId> resolve(std::string_view path, bool followLast = true) const;

    const Layers &layers() const { return m_layers; }
    /// What the layers had at its paths before. Null for a tree that was not merged from layers.
    const std::shared_ptr<const FormerPaths> &formerPaths() const { return m_formerPaths; }
    std::size_t memoryUsage() const;

    /// The names of all nodes in node order, each followed by a zero byte, to search them at once.
    std::string_view names() const { return m_names; }
    /// The offset of a node's name in names().
    std::uint32_t nameOffset(NodeId node) const { return m_nodes[node].name; }

private:
    friend class TreeWriter;
    static constexpr std::uint32_t kNoDirectory = 0xFFFFFFFF;

    struct Node {
        NodeId parent;
        std::uint32_t name; ///< offset in m_names
        RecordId record;
        std::uint32_t directory; ///< index in m_directories
        std::int16_t layer;
        bool hardlink;
    };
    static_assert(sizeof(Node) == 20);
    struct Directory {
        NodeId firstChild = 0;
        std::uint32_t childCount = 0;
        std::uint64_t totalSize = 0;
        std::uint32_t totalEntries = 0;
    };
    struct Hardlink {
        NodeId node;
        Origin origin;
    };

    Layers m_layers;
    int m_firstLayer = 0; ///< the number of m_layers[0]; not 0 in the tree of a single layer
    std::vector<Node> m_nodes;
    std::vector<Directory> m_directories;
    std::vector<Hardlink> m_hardlinks; ///< sorted by node
    std::string m_names;
    std::shared_ptr<const FormerPaths> m_formerPaths;
};

} // namespace stratoscope
