// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMaxLinks = 40;

std::uint32_t hashOf(std::uint32_t parent, std::string_view name)
{
    const std::uint64_t mixed = (std::hash<std::string_view>()(name) ^ parent) * 0x9E3779B97F4A7C15;
    return std::uint32_t(mixed >> 32);
}

} // namespace

TreeBuilder::TreeBuilder()
    : m_slots(1024)
{
    m_names.push_back('\0');
    Item root;
    root.parent = kRoot;
    root.alive = true;
    m_items.push_back(root);
}

// --- items and names ---

TreeBuilder::Slot &TreeBuilder::slotFor(ItemId parent, std::string_view name, std::uint32_t hash)
{
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
        Slot &slot = m_slots[i];
        if (slot.item == kNone)
            return slot;
        if (slot.hash == hash && m_items[slot.item].parent == parent && this->name(slot.item) == name)
            return slot;
    }
}

void TreeBuilder::growSlots()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot &slot : old) {
        if (slot.item == kNone)
            continue;
        std::size_t i = slot.hash & mask;
        while (m_slots[i].item != kNone)
            i = (i + 1) & mask;
        m_slots[i] = slot;
    }
}

/// The living child of that name, or kNone.
TreeBuilder::ItemId TreeBuilder::find(ItemId parent, std::string_view name)
{
    const ItemId item = slotFor(parent, name, hashOf(parent, name)).item;
    return item != kNone && m_items[item].alive ? item : kNone;
}

TreeBuilder::ItemId TreeBuilder::append(ItemId parent, std::string_view name)
{
    const auto id = ItemId(m_items.size());
    Item &item = m_items.emplace_back();
    item.parent = parent;
    item.name = std::uint32_t(m_names.size());
    m_names += name;
    m_names += '\0';
    Item &directory = m_items[parent];
    if (directory.lastChild == kNone)
        directory.firstChild = id;
    else
        m_items[directory.lastChild].nextSibling = id;
    directory.lastChild = id;
    return id;
}

/// The child of that name, alive or not.
TreeBuilder::ItemId TreeBuilder::findOrAppend(ItemId parent, std::string_view name)
{
    if (m_items.size() * 2 > m_slots.size())
        growSlots();
    const std::uint32_t hash = hashOf(parent, name);
    Slot &slot = slotFor(parent, name, hash);
    if (slot.item == kNone)
        slot = {hash, append(parent, name)};
    return slot.item;
}

// --- what layers do ---

Result<void> TreeBuilder::apply(const LayerIndex &layer)
{
    m_layer = &layer;
    m_applied.push_back(&layer);
    ++m_number;
    ++m_epoch;
    m_places.assign(layer.size(), {});
    for (RecordId record = 0; record < layer.size(); ++record)
        STRATOSCOPE_CHECK(applyRecord(record));
    return linkPending();
}

Result<void> TreeBuilder::applyRecord(RecordId record)
{
    // A directory that is only named in paths comes to be with the first entry in it.
    if (m_layer->isImplied(record))
        return {};
    if (record == 0) {
        Item &root = m_items[kRoot];
        root.record = root.originRecord = 0;
        root.layer = root.originLayer = m_number;
        return {};
    }
    const EntryKind kind = m_layer->kind(record);
    const bool hides = kind == EntryKind::Whiteout || kind == EntryKind::Opaque;
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), hides ? Missing::Leave : Missing::Create));
    if (hides) {
        if (parent != kNone)
            hide(record, parent, kind);
    } else if (kind == EntryKind::Hardlink) {
        STRATOSCOPE_TRY(const bool linked, link(record));
        if (!linked)
            m_pendingLinks.push_back(record);
    } else {
        place(parent, m_layer->name(record), record, kind);
    }
    return {};
}

void TreeBuilder::hide(RecordId record, ItemId directory, EntryKind kind)
{
    if (kind == EntryKind::Whiteout) {
        if (const ItemId item = find(directory, m_layer->name(record)); item != kNone)
            removeLower(item);
        return;
    }
    for (ItemId child = m_items[directory].firstChild; child != kNone; child = m_items[child].nextSibling) {
        if (m_items[child].alive)
            removeLower(child);
    }
}

/// Puts an entry under a name; what was there goes, unless both are directories.
TreeBuilder::ItemId TreeBuilder::place(ItemId parent, std::string_view name, RecordId record, EntryKind kind)
{
    const ItemId id = findOrAppend(parent, name);
    if (m_items[id].alive && !(m_items[id].kind == EntryKind::Directory && kind == EntryKind::Directory))
        kill(id);
    Item &item = m_items[id];
    item.alive = true;
    item.kind = kind;
    item.hardlink = false;
    item.record = item.originRecord = record;
    item.layer = item.originLayer = m_number;
    touch(id);
    return id;
}

/// Makes a hard link; false where its target is not there (yet).
Result<bool> TreeBuilder::link(RecordId record)
{
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Create));
    // What stood under the link's own name goes first, as in every unpacker.
    if (const ItemId old = find(parent, m_layer->name(record)); old != kNone) {
        if (m_items[old].layer == m_number && m_items[old].record != kNoRecord && m_items[old].record > record)
            return true; // a later entry of this layer has taken the name while this link was waiting
        kill(old);
    }

    const Entry entry = m_layer->entry(record);
    std::string_view path = entry.linkTarget;
    while (path.ends_with('/'))
        path.remove_suffix(1);
    const std::size_t slash = path.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    STRATOSCOPE_TRY(const ItemId directory,
                    follow(kRoot, slash == std::string_view::npos ? std::string_view() : path.substr(0, slash), Missing::Leave));
    const ItemId target = directory == kNone ? kNone : find(directory, last);
    if (target == kNone)
        return false;
    if (m_items[target].kind == EntryKind::Directory)
        return failAt(record, u"is a hard link to the directory “%1”, which no system allows"_s.arg(printable(entry.linkTarget)));
    const Item origin = m_items[target];
    Item &item = m_items[place(parent, m_layer->name(record), record, origin.kind)];
    item.hardlink = true;
    item.originRecord = origin.originRecord;
    item.originLayer = origin.originLayer;
    return true;
}

/// Links whose target came later in the same layer, in any order among themselves.
Result<void> TreeBuilder::linkPending()
{
    while (!m_pendingLinks.empty()) {
        std::vector<RecordId> stillPending;
        for (const RecordId record : m_pendingLinks) {
            STRATOSCOPE_TRY(const bool linked, link(record));
            if (!linked)
                stillPending.push_back(record);
        }
        if (stillPending.size() == m_pendingLinks.size()) {
            const RecordId record = stillPending.front();
            m_pendingLinks.clear();
            return failAt(record,
                          u"is a hard link to “%1”, which is not there"_s.arg(printable(m_layer->entry(record).linkTarget)));
        }
        m_pendingLinks = std::move(stillPending);
    }
    return {};
}

void TreeBuilder::kill(ItemId top)
{
    if (m_items[top].kind == EntryKind::Directory || m_items[top].kind == EntryKind::Symlink)
        ++m_epoch;
    std::vector<ItemId> doomed{top};
    while (!doomed.empty()) {
        Item &item = m_items[doomed.back()];
        doomed.pop_back();
        item.alive = false;
        item.touchedBy = -1;
        for (ItemId child = item.firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].alive)
                doomed.push_back(child);
        }
    }
}

/// Takes away an item as far as lower layers brought it: what this layer has put here, and the directories on the way to it, stay.
void TreeBuilder::removeLower(ItemId top)
{
    std::vector<ItemId> open{top};
    while (!open.empty()) {
        const ItemId id = open.back();
        open.pop_back();
        if (m_items[id].touchedBy != m_number) {
            kill(id);
            continue;
        }
        for (ItemId child = m_items[id].firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].alive)
                open.push_back(child);
        }
    }
}

void TreeBuilder::touch(ItemId id)
{
    while (m_items[id].touchedBy != m_number) {
        m_items[id].touchedBy = m_number;
        id = m_items[id].parent;
    }
}

TreeBuilder::ItemId TreeBuilder::makeImplied(ItemId parent, std::string_view name)
{
    return place(parent, name, kNoRecord, EntryKind::Directory);
}

// --- where paths lead ---

/// Where the path of a layer's directory leads, through the symlinks that are there now.
Result<TreeBuilder::ItemId> TreeBuilder::directoryOf(RecordId directory, Missing missing)
{
    // Up to the nearest directory whose place is known, then down again.
    std::vector<RecordId> unknown;
    RecordId known = directory;
    for (; known != 0 && !(m_places[known].epoch == m_epoch && m_places[known].item != kNone); known = m_layer->parent(known))
        unknown.push_back(known);
    ItemId item = known == 0 ? kRoot : m_places[known].item;
    while (!unknown.empty()) {
        const RecordId next = unknown.back();
        unknown.pop_back();
        auto found = follow(item, m_layer->name(next), missing);
        if (!found)
            return failAt(directory, std::move(found).error().detail);
        if (*found == kNone)
            return kNone;
        item = *found;
        m_places[next] = {m_epoch, item};
    }
    return item;
}

/// The directory that a path leads to from `from`, inside the root. Missing ones are made, or give kNone.
Result<TreeBuilder::ItemId> TreeBuilder::follow(ItemId from, std::string_view path, Missing missing)
{
    std::string expanded; // what is left of the path, once a link was followed
    int links = 0;
    ItemId at = from;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (component.empty() || component == ".")
            continue;
        if (component == "..") {
            at = m_items[at].parent;
            continue;
        }
        ItemId child = find(at, component);
        if (child == kNone) {
            if (missing == Missing::Leave)
                return kNone;
            child = makeImplied(at, component);
        }
        const Item &item = m_items[child];
        if (item.kind == EntryKind::Directory) {
            at = child;
        } else if (item.kind == EntryKind::Symlink) {
            if (++links > kMaxLinks)
                return fail(ErrorKind::Malformed, {}, u"lies behind a loop of symbolic links"_s);
            const std::string_view target = m_applied[std::size_t(item.originLayer)]->entry(item.originRecord).linkTarget;
            if (target.starts_with('/'))
                at = kRoot;
            expanded = std::string(target).append("/").append(path);
            path = expanded;
        } else {
            return fail(ErrorKind::Malformed, {}, u"lies below “%1”, which is no directory"_s.arg(printable(component)));
        }
    }
    return at;
}

Failure TreeBuilder::failAt(RecordId record, QString why) const
{
    return fail(ErrorKind::Malformed, u"layer %1: %2"_s.arg(m_number).arg(printable('/' + m_layer->path(record))), std::move(why));
}

// --- a layer as it stands ---

void TreeBuilder::applyRaw(const LayerIndex &layer)
{
    m_layer = &layer;
    m_number = 0;
    // Here a record's path is its place: the parent's item is found by the parent's record.
    std::vector<ItemId> items(layer.size(), kRoot);
    for (RecordId record = 0; record < layer.size(); ++record) {
        const bool implied = layer.isImplied(record);
        if (record == 0) {
            if (!implied)
                m_items[kRoot].record = m_items[kRoot].originRecord = 0;
            continue;
        }
        const ItemId parent = items[layer.parent(record)];
        const EntryKind kind = layer.kind(record);
        if (kind == EntryKind::Whiteout) {
            // The same name may stand beside it: taken away and brought anew.
            const ItemId id = append(parent, layer.name(record));
            Item &item = m_items[id];
            item.alive = true;
            item.kind = kind;
            item.record = item.originRecord = record;
            items[record] = id;
        } else {
            items[record] = place(parent, layer.name(record), implied ? kNoRecord : record, kind);
        }
    }
}

// --- the immutable tree ---

std::shared_ptr<const MergedTree> TreeBuilder::finish(MergedTree::Layers layers, int firstLayer)
{
    auto tree = std::make_shared<MergedTree>();
    tree->m_layers = std::move(layers);
    tree->m_firstLayer = firstLayer;
    tree->m_names.reserve(m_names.size());
    tree->m_names.push_back('\0');
    std::vector<ItemId> order; // by node: its item
    const auto add = [&](ItemId id, NodeId parent) {
        const Item &item = m_items[id];
        MergedTree::Node node{.parent = parent,
                              .name = 0,
                              .record = item.record,
                              .directory = MergedTree::kNoDirectory,
                              .layer = item.layer,
                              .hardlink = item.hardlink};
        if (id != kRoot) {
            node.name = std::uint32_t(tree->m_names.size());
            tree->m_names += name(id);
            tree->m_names += '\0';
        }
        if (item.kind == EntryKind::Directory) {
            node.directory = std::uint32_t(tree->m_directories.size());
            tree->m_directories.emplace_back();
        }
        if (item.hardlink)
            tree->m_hardlinks.push_back({NodeId(order.size()), {item.originLayer, item.originRecord}});
        tree->m_nodes.push_back(node);
        order.push_back(id);
    };

    tree->m_nodes.reserve(m_items.size());
    order.reserve(m_items.size());
    add(kRoot, kRootNode);
    std::vector<ItemId> children;
    for (NodeId node = 0; node < order.size(); ++node) {
        const std::uint32_t directory = tree->m_nodes[node].directory;
        if (directory == MergedTree::kNoDirectory)
            continue;
        children.clear();
        for (ItemId child = m_items[order[node]].firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].alive)
                children.push_back(child);
        }
        // Most tars are written in order.
        const auto byName = [this](ItemId a, ItemId b) { return name(a) < name(b); };
        if (!std::ranges::is_sorted(children, byName))
            std::ranges::stable_sort(children, byName);
        tree->m_directories[directory].firstChild = NodeId(order.size());
        tree->m_directories[directory].childCount = std::uint32_t(children.size());
        for (const ItemId child : children)
            add(child, node);
    }
    tree->m_nodes.shrink_to_fit();
    tree->m_names.shrink_to_fit();
    tree->sumUp();
    return tree;
}

} // namespace stratoscope
