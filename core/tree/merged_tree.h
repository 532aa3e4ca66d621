// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/layer_index.h"

#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

namespace stratoscope {

/// Number of an entry in a MergedTree.
using NodeId = std::uint32_t;
constexpr NodeId kRootNode = 0;
constexpr NodeId kNoNode = 0xFFFFFFFF;

/// Nodes whose numbers follow each other: `for (const NodeId node : range)`.
class NodeRange
{
public:
    class Iterator
    {
    public:
        using value_type = NodeId;
        using difference_type = std::int64_t;
        using iterator_category = std::input_iterator_tag; ///< what it gives is no reference

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

/// The file system that layers make when they are unpacked one over another (OCI image specification, layer.md).
///
/// Flat and immutable, 24 bytes a node besides its name: the children of a directory stand side by side, sorted bytewise by name,
/// so a listing costs what it is long and a look-up a binary search per component. Thread-safe; shared by pointer.
class MergedTree
{
public:
    using Layers = std::vector<std::shared_ptr<const LayerIndex>>;

    /// Merges layers, bottom first. Errors: Malformed, naming `layer N` (from 0) and the path: a hard link to nothing, an entry
    /// below what is no directory, a loop of links.
    static Result<std::shared_ptr<const MergedTree>> merge(Layers layers);
    /// The tree with further layers over it; `base` stays as it is and usable by itself.
    static Result<std::shared_ptr<const MergedTree>> stack(const MergedTree &base,
                                                           std::span<const std::shared_ptr<const LayerIndex>> more);
    /// What one layer alone holds, whiteouts, opaque marks and unresolved hard links included. Its entries carry layer number
    /// `number`.
    static std::shared_ptr<const MergedTree> ofLayer(std::shared_ptr<const LayerIndex> layer, int number);

    NodeId size() const { return NodeId(m_nodes.size()); }
    NodeId parent(NodeId node) const { return m_nodes[node].parent; } ///< of the root: the root
    std::string_view name(NodeId node) const ///< the root's is empty
    {
        const std::size_t end = node + 1 < size() ? m_nodes[node + 1].name : m_names.size();
        return {m_names.data() + m_nodes[node].name, end - m_nodes[node].name - 1};
    }
    /// The children's numbers, sorted by name, bytewise. Empty for what is no directory.
    NodeRange children(NodeId node) const;
    EntryKind kind(NodeId node) const;
    bool isDirectory(NodeId node) const { return m_nodes[node].directory != kNoDirectory; }

    /// The attributes. A hard link stands as what it is linked to; linkTarget is then empty unless that is a symlink.
    Entry entry(NodeId node) const;
    /// Those of a directory that only stands in others' paths.
    static Entry impliedDirectory()
    {
        return {.kind = EntryKind::Directory, .mode = 0755, .mtime = {}, .linkTarget = {}, .implied = true};
    }
    /// The layer that brought it, from 0.
    int layer(NodeId node) const;
    /// Where the attributes and the content are, as an index into layers(): for a hard link, where those of its first name are. No
    /// record for a directory that only stands in others' paths. Two nodes of the same origin are names of one file.
    struct Origin {
        int layer = 0;
        RecordId record = kNoRecord;
        bool operator==(const Origin &) const = default;
    };
    Origin origin(NodeId node) const;
    /// For a node that is a hard link: the path that its layer names as the target, from the root without a leading slash.
    std::optional<std::string> hardlinkTarget(NodeId node) const;

    /// From the root with a leading slash; "/" for the root.
    std::string path(NodeId node) const;
    /// Bytes of all files at and below; hard links count once for each name.
    std::uint64_t totalSize(NodeId node) const;
    /// Entries below, without the node itself.
    std::uint32_t totalEntries(NodeId node) const;

    /// The child of that name. Follows nothing.
    std::optional<NodeId> child(NodeId directory, std::string_view name) const;
    /// The entry at a path, `..` and links not followed. Slashes at either end do not matter.
    std::optional<NodeId> find(std::string_view path) const;
    /// The entry that a path leads to as a process inside the image would see it: links in every component, absolute ones from the
    /// root, `..` never above it, at most 40 links. Errors: NotFound, Loop as Malformed, naming the path and the link.
    Result<NodeId> resolve(std::string_view path, bool followLast = true) const;

    const Layers &layers() const { return m_layers; }
    std::size_t memoryUsage() const;

    /// The names of all nodes in node order, each ended by a zero byte: a search runs through them in one go.
    std::string_view names() const { return m_names; }
    /// Where a node's name begins in names().
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
    int m_firstLayer = 0; ///< number of m_layers[0]: not 0 in the tree of one layer
    std::vector<Node> m_nodes;
    std::vector<Directory> m_directories;
    std::vector<Hardlink> m_hardlinks; ///< sorted by node
    std::string m_names;
};

} // namespace stratoscope
