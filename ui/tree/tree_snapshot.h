// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/layer_history.h"
#include "packages/package_groups.h"
#include "query/tree_rows.h"
#include "ui/tree/compared_tree.h"

#include <mutex>

namespace stratoscope::ui {

/// Which tree of an image to show.
struct TreeChoice {
    enum Scope {
        Whole,
        UpTo, ///< the tree merged up to and including a layer
        Only, ///< what a layer, or a range of layers, changes
        Between, ///< what differs between two images, each up to and including a layer
        BetweenLayers, ///< what differs between a layer of one image and a layer of another, each alone
    };
    Scope scope = Whole;
    int layer = 0; ///< the last layer; ignored for Whole. Of two images: of the image after
    int first = layer; ///< Only: the first layer of the range. Of two images: the last layer of the image before

    bool isOfTwoImages() const { return scope == Between || scope == BetweenLayers; }
    /// Whether it is a tree of differences.
    bool hasTwoStates() const { return scope == Only || isOfTwoImages(); }
    bool isOneLayer() const { return scope == Only && first == layer; }
    bool operator==(const TreeChoice &other) const
    {
        return scope == other.scope && (scope == Whole || (layer == other.layer && (scope == UpTo || first == other.first)));
    }
};

/// The first layer of a choice that is not Whole.
inline int firstLayer(const TreeChoice &choice)
{
    return choice.scope == TreeChoice::Only ? choice.first : choice.layer;
}

/// An entry in the file system that it is, or was, part of. Interpreters, libraries, links and owners are looked up there.
struct EntryPlace {
    ImageFs fs;
    NodeId node = kNoNode;
    TreeChoice state; ///< Whole, UpTo, or of two images: the tree to be shown for `fs`
    bool isBefore = false; ///< of two images: it is in the image before
};

struct TreeSnapshot;

/// The packages that the entries of a tree are grouped by. Immutable; thread-safe; shared by pointer.
struct TreeGroups {
    std::shared_ptr<const GroupedTree> tree; ///< its groups are numbered as the packages; the last one is of what is in none
    std::shared_ptr<const TreeSnapshot> whole; ///< what was grouped
    std::shared_ptr<const PackageGroups> packages;
    QStringList notes; ///< by number of the group: "2.36-9 → 2.36-10"

    bool isGroup(NodeId node) const { return tree->isGroup(node); }
    /// The package that a group is of; null for the last one.
    const PackageGroup *package(NodeId group) const
    {
        const std::size_t number = tree->groupOf(group);
        return number < packages->groups.size() ? &packages->groups[number] : nullptr;
    }
};

/// One of an image's trees, or what differs between two images, with what the rows are made from. A value; thread-safe.
struct TreeSnapshot {
    TreeChoice choice;
    ImageFs fs;
    NodeChanges changes; ///< made by the layers of the choice; null for the whole image and for its lowest layer
    ImageFs after; ///< the file system after the last layer of the choice
    std::shared_ptr<const TreeOrder> byName;
    std::shared_ptr<const ComparedTree> compared = {}; ///< both sides, if the choice has two states; null for other trees
    /// Null unless the tree is grouped by package, see groupByPackage().
    std::shared_ptr<const TreeGroups> groups = {};
    bool isGroup(NodeId node) const { return groups && groups->isGroup(node); }

    /// The same without groups.
    const TreeSnapshot &whole() const { return groups ? *groups->whole : *this; }
    /// The entry in the tree without groups; kNoNode for a group.
    NodeId nodeInWhole(NodeId node) const { return groups ? groups->tree->nodes[node] : node; }
    /// The path of an entry in the image, whatever it is grouped by; empty for a group.
    std::string path(NodeId node) const;
    /// The entry at a path in the image; kNoNode if there is none.
    NodeId find(const std::string &path) const;

    /// The entry in the file system after the layers of the choice or, if they removed it, before them. A group has no place.
    EntryPlace place(NodeId node) const;

    /// The rows sorted and filtered; `filter` as for TreeFilter::parse(), with the names of the image's own users. `known`:
    /// existing rows of this snapshot whose order may be reused, or null. Blocks. Errors: Invalid for a filter that is not valid,
    /// with a translated message. Throws Cancelled.
    Result<std::shared_ptr<const TreeRows>> rows(const TreeSort &sort, const std::string &filter, const TreeRows *known,
                                                 const std::stop_token &stop) const;
};

/// Makes the snapshots of an image's trees, apart from those of differences (see ComparedStates). What several of them need is made
/// only once. Thread-safe.
class TreeSnapshots
{
public:
    explicit TreeSnapshots(std::shared_ptr<const Image> image)
        : m_image(std::move(image))
    {
    }

    const std::shared_ptr<const Image> &image() const { return m_image; }
    /// `choice`: Whole or UpTo. Blocks, longer for the first tree other than the whole image. Errors: those of merging. Throws
    /// Cancelled, like the functions below.
    Result<TreeSnapshot> make(const TreeChoice &choice, const std::stop_token &stop);
    /// How many entries each layer adds, changes and removes, starting with the lowest.
    Result<std::vector<ChangeCounts>> countChanges(const std::stop_token &stop);
    /// Which of the layers of a choice removed what was at a path before them.
    Result<int> removingLayer(const TreeChoice &choice, const std::string &path, const std::stop_token &stop);
    /// The image up to and including a layer; nothing for -1. The last ones that were asked for are kept.
    Result<DiffSide> state(int layer, const std::stop_token &stop);
    /// A layer alone; nothing for -1.
    DiffSide layer(int number, const std::stop_token &stop) const;
    /// The order by name of all paths that any state has.
    Result<std::shared_ptr<const TreeOrder>> allByName(const std::stop_token &stop);
    /// The versions of a path, lowest layer first, see LayerHistory. Errors: those of merging.
    Result<std::vector<PathVersion>> versions(const std::string &path, const std::stop_token &stop);
    /// Makes what all snapshots need ahead of time.
    Result<void> prepare(const std::stop_token &stop);

private:
    struct Layers {
        std::shared_ptr<const LayerHistory> history;
        std::shared_ptr<const TreeOrder> pathSlotsByName;
    };
    std::shared_ptr<const TreeOrder> wholeByName(const std::stop_token &stop);
    Result<std::shared_ptr<const LayerHistory>> history(const std::stop_token &stop);
    Result<Layers> layers(const std::stop_token &stop);

    const std::shared_ptr<const Image> m_image;
    std::mutex m_wholeMutex;
    std::shared_ptr<const TreeOrder> m_wholeByName;
    std::mutex m_statesMutex;
    std::vector<std::pair<int, DiffSide>> m_states; ///< the last ones that were asked for, with their last layers
    std::mutex m_layersMutex; ///< locked before m_wholeMutex
    Layers m_layers;
};

} // namespace stratoscope::ui
