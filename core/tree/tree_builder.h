// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/former_paths.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

class TreeWriter;

/// The tree while layers are applied to it, one after another: items, found by parent and name, that are added, removed and added
/// again.
///
/// First the whiteouts and opaque markers of a layer remove what lower layers have, wherever in the tar they are; then its entries
/// are applied in the order of the tar, as unpackers do: a path leads to what it would lead to for an unpacking process at that
/// moment. For one thread.
class TreeBuilder
{
public:
    TreeBuilder();

    /// Applies the next layer; with `replacesTree`, to an empty tree. Throws Cancelled.
    Result<void> apply(const LayerIndex &layer, const std::stop_token &stop, bool replacesTree = false);
    /// Adds the entries of a single layer as they are, whiteouts and hard links included: no link is followed, nothing removed.
    /// Throws Cancelled, like the functions below that make trees.
    void applyRaw(const LayerIndex &layer, const std::stop_token &stop);

    /// The immutable tree of the entries that exist now. `layers`: those that were applied; `firstLayer`: the number of the first.
    std::shared_ptr<const MergedTree> tree(MergedTree::Layers layers, int firstLayer, const std::stop_token &stop) const;

private:
    /// A name in a directory at which an entry exists or existed.
    using ItemId = std::uint32_t;
    static constexpr ItemId kNone = 0xFFFFFFFF;
    static constexpr ItemId kRoot = 0;

    static constexpr std::int16_t kNever = -2;

    struct Item {
        ItemId parent = kNone;
        std::uint32_t name = 0; ///< offset in m_names
        RecordId record = kNoRecord; ///< none for an implied directory
        RecordId originRecord = kNoRecord; ///< of a hard link: that of the file it links to; otherwise the same as record
        ItemId firstChild = kNone; ///< children include items that do not exist any more
        ItemId lastChild = kNone;
        ItemId nextSibling = kNone;
        std::int16_t layer = 0;
        std::int16_t originLayer = 0;
        std::int16_t hiddenBy = -1; ///< the last layer whose marker removed this
        std::int16_t changedBy = kNever; ///< the last layer that put something here or removed it; -1 for the root at first
        std::uint16_t depth = 0;
        EntryKind kind = EntryKind::Directory; ///< of the origin
        bool exists : 1 = false;
        bool listed : 1 = false; ///< is among its parent's children
        bool hardlink : 1 = false;
    };
    static_assert(sizeof(Item) == 40);

    /// Of the hash table of items.
    struct Slot {
        std::uint32_t hash = 0;
        ItemId item = kNone;
    };

    /// A name in a directory, whether or not it has an item.
    using Location = std::pair<ItemId, std::string>;

    // Items and names
    std::string_view name(ItemId item) const { return &m_names[m_items[item].name]; }
    Slot &slotFor(ItemId parent, std::string_view name, std::uint32_t hash);
    void growSlots();
    ItemId find(ItemId parent, std::string_view name);
    ItemId findHidden(ItemId parent, std::string_view name);
    ItemId append(ItemId parent, std::string_view name);
    void list(ItemId item);
    Slot &findOrAppend(ItemId parent, std::string_view name);

    // Applying records
    Result<void> hideLower(const std::stop_token &stop);
    Result<void> applyRecord(RecordId record);
    ItemId put(ItemId parent, std::string_view name, RecordId record, EntryKind kind);
    /// What becomes of a path that does not exist.
    enum class Missing {
        Create, ///< it is created
        Leave, ///< it leads nowhere
        Lower, ///< the same, and it ends where this layer replaces something by a directory: for markers
        Hidden, ///< it may lead to what markers of this layer hide
    };
    Result<bool> link(RecordId record, Missing missing);
    Result<void> linkPending(const std::stop_token &stop);
    Result<Location> locationOf(RecordId record);
    Result<Location> targetOf(RecordId hardlink, Missing missing);
    void remove(ItemId item, bool byMarker = false);
    static PathState stateOf(const Item &item);
    void keepState(ItemId item);

    // A raw layer
    ItemId rawDirectory(RecordId directory, std::vector<ItemId> &items);

    // Resolving paths
    Result<ItemId> directoryOf(RecordId directory, Missing missing);
    Result<ItemId> follow(ItemId from, std::string_view path, Missing missing);
    Result<std::string_view> nextTarget(ItemId item, std::string_view name, int &links) const;
    Result<void> countSteps(std::size_t steps);
    Result<ItemId> makeImplied(ItemId parent, std::string_view name);
    Failure failAt(RecordId record, QString why, ErrorKind kind = ErrorKind::Malformed) const;

    void write(TreeWriter &writer, ItemId item, NodeId parent) const;
    std::shared_ptr<const FormerPaths> formerPaths(const std::vector<ItemId> &order) const;
    void sortByName(std::span<ItemId> items) const;

    std::vector<Item> m_items;
    std::vector<Slot> m_slots;
    std::string m_names;
    std::vector<std::pair<ItemId, PathState>> m_former; ///< states that a later layer changed, layer by layer

    // The layer that is being applied
    struct ResolvedDirectory {
        std::uint32_t epoch = 0;
        ItemId item = kNone;
    };
    const LayerIndex *m_layer = nullptr;
    std::vector<const LayerIndex *> m_applied;
    std::int16_t m_number = -1;
    bool m_isRaw = false; ///< see applyRaw()
    std::vector<ResolvedDirectory> m_resolved; ///< by directory record; valid in its epoch
    std::uint32_t m_epoch = 0; ///< begins when a directory or a symlink is removed, and see m_skippedMissing
    bool m_skippedMissing = false; ///< a `..` dropped something missing, which a symlink may take the place of
    std::size_t m_mostItems = 0; ///< limits the directories that links can create
    std::size_t m_stepsLeft = 0; ///< limits the work of resolving paths, in bytes of what is resolved
    struct {
        std::uint32_t epoch = 0;
        std::string path;
        ItemId item = kNone;
    } m_lastTarget; ///< the directory of the last hard link's target; valid in its epoch
    std::vector<RecordId> m_pendingLinks;
};

} // namespace stratoscope
