// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stratoscope {

class TreeWriter;

/// The tree while layers are laid one over another: items that come, go and come back, found by parent and name.
///
/// Layers are applied record by record, in the tar's order, as unpackers do: what is found under a path is what a
/// process that unpacks would find there at that moment. For one thread.
class TreeBuilder
{
public:
    TreeBuilder();

    /// Lays the next layer over what is there.
    Result<void> apply(const LayerIndex &layer);
    /// Takes a layer as it stands: nothing is followed, hidden or linked.
    void applyRaw(const LayerIndex &layer);

    /// A name in a directory that something stands at, or stood.
    using ItemId = std::uint32_t;
    /// Where what stands at a path now comes from, links not followed: its own record, and for a hard link that of what it is
    /// linked to.
    struct Found {
        MergedTree::Origin own; ///< no record: a directory that is only named in paths
        MergedTree::Origin origin;
        bool isDirectory = false;
        bool operator==(const Found &) const = default;
    };
    std::optional<Found> find(std::string_view path);
    std::optional<Found> at(ItemId item) const;
    /// What the last layer may have changed; some stand there more than once.
    const std::vector<ItemId> &changed() const { return m_changed; }

    /// The immutable tree of what is there now. `layers` are those that were applied; `firstLayer` is the number of the first of
    /// them.
    std::shared_ptr<const MergedTree> tree(MergedTree::Layers layers, int firstLayer) const;
    /// A tree with a node for all that there ever was, and these by item. Each is as it was last.
    std::pair<std::shared_ptr<const MergedTree>, std::vector<NodeId>> everything(MergedTree::Layers layers) const;

private:
    static constexpr ItemId kNone = 0xFFFFFFFF;
    static constexpr ItemId kRoot = 0;

    struct Item {
        ItemId parent = kNone;
        std::uint32_t name = 0; ///< offset in m_names
        RecordId record = kNoRecord; ///< none for a directory that is only implied
        RecordId originRecord = kNoRecord; ///< of what a hard link is linked to; else as record
        ItemId firstChild = kNone; ///< dead ones stand among the children, too
        ItemId lastChild = kNone;
        ItemId nextSibling = kNone;
        std::int16_t layer = 0;
        std::int16_t originLayer = 0;
        std::int16_t touchedBy = -1; ///< the last layer that put this or something below it here
        std::int16_t clearedBy = -1; ///< the last layer that took away what lower ones have below it
        std::uint16_t depth = 0;
        EntryKind kind = EntryKind::Directory; ///< of the origin
        bool alive : 1 = false;
        bool listed : 1 = false; ///< stands among its parent's children
        bool hardlink : 1 = false;
    };
    static_assert(sizeof(Item) == 40);

    struct Slot {
        std::uint32_t hash = 0;
        ItemId item = kNone;
    };

    /// A name in a directory, whether there is something or not.
    using Spot = std::pair<ItemId, std::string>;

    // Items and names
    std::string_view name(ItemId item) const { return &m_names[m_items[item].name]; }
    Slot &slotFor(ItemId parent, std::string_view name, std::uint32_t hash);
    void growSlots();
    ItemId find(ItemId parent, std::string_view name);
    ItemId append(ItemId parent, std::string_view name);
    void list(ItemId item);
    Slot &findOrAppend(ItemId parent, std::string_view name);

    // What layers do
    Result<void> applyRecord(RecordId record);
    void hide(RecordId record, ItemId directory, EntryKind kind);
    ItemId place(ItemId parent, std::string_view name, RecordId record, EntryKind kind);
    Result<bool> link(RecordId record);
    Result<void> linkPending();
    Result<Spot> targetOf(RecordId hardlink);
    void kill(ItemId item);
    void clear(ItemId directory);
    void touch(ItemId item);

    // A layer as it stands
    ItemId rawDirectory(RecordId directory, std::vector<ItemId> &items);

    // Where paths lead
    enum class Missing { Create, Leave };
    Result<ItemId> directoryOf(RecordId directory, Missing missing);
    Result<ItemId> follow(ItemId from, std::string_view path, Missing missing);
    Result<std::string_view> nextTarget(ItemId item, std::string_view name, int &links) const;
    Result<ItemId> makeImplied(ItemId parent, std::string_view name);
    Failure failAt(RecordId record, QString why, ErrorKind kind = ErrorKind::Malformed) const;

    void write(TreeWriter &writer, ItemId item, NodeId parent, bool isDirectory) const;
    void sortByName(std::span<ItemId> items) const;

    std::vector<Item> m_items;
    std::vector<Slot> m_slots;
    std::string m_names;

    // Of the layer that is being applied
    struct Place {
        std::uint32_t epoch = 0;
        ItemId item = kNone;
    };
    const LayerIndex *m_layer = nullptr;
    std::vector<const LayerIndex *> m_applied;
    std::int16_t m_number = -1;
    std::vector<Place> m_places; ///< by directory record: where its path leads, good for one epoch
    std::uint32_t m_epoch = 0; ///< a new one begins when a directory goes away, a symlink comes or goes
    std::size_t m_mostItems = 0; ///< links may name directories over and over that are not there: no more than these
    std::vector<RecordId> m_pendingLinks;
    std::vector<ItemId> m_changed;
};

} // namespace stratoscope
