// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include "base/parse_text.h"
#include "base/reversed.h"
#include "layer/whiteout.h"
#include "tree/tree_writer.h"

#include <algorithm>
#include <map>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The longest target of a symlink on Linux.
constexpr std::size_t kMaxLink = 4095;

/// Beyond this, links cannot create directories; with the names of the layers, this stays below 4 GiB.
constexpr std::size_t kMaxNames = std::size_t(3) << 30;

/// Directories that links may create in addition to those that the layers' paths name.
constexpr std::size_t kSpareItems = 100'000;

/// The order of entries with the same name in a raw layer: first the directory, which may have children, whiteouts last.
int rank(EntryKind kind)
{
    return kind == EntryKind::Directory ? 0 : kind == EntryKind::Whiteout ? 2 : 1;
}

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
    root.exists = true;
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

/// The existing child of that name, or kNone.
TreeBuilder::ItemId TreeBuilder::find(ItemId parent, std::string_view name)
{
    const ItemId item = slotFor(parent, name, hashOf(parent, name)).item;
    return item != kNone && m_items[item].exists ? item : kNone;
}

TreeBuilder::ItemId TreeBuilder::append(ItemId parent, std::string_view name)
{
    const auto id = ItemId(m_items.size());
    Item &item = m_items.emplace_back();
    item.parent = parent;
    item.depth = std::uint16_t(m_items[parent].depth + 1);
    item.name = std::uint32_t(m_names.size());
    m_names += name;
    m_names += '\0';
    list(id);
    return id;
}

/// Adds an item to its parent's children.
void TreeBuilder::list(ItemId id)
{
    m_items[id].listed = true;
    Item &directory = m_items[m_items[id].parent];
    (directory.lastChild == kNone ? directory.firstChild : m_items[directory.lastChild].nextSibling) = id;
    directory.lastChild = id;
}

/// The slot of the child of that name, whether or not it exists.
TreeBuilder::Slot &TreeBuilder::findOrAppend(ItemId parent, std::string_view name)
{
    if (m_items.size() * 2 > m_slots.size())
        growSlots();
    const std::uint32_t hash = hashOf(parent, name);
    Slot &slot = slotFor(parent, name, hash);
    if (slot.item == kNone)
        slot = {hash, append(parent, name)};
    else if (!m_items[slot.item].listed)
        list(slot.item);
    return slot;
}

std::optional<TreeBuilder::Existing> TreeBuilder::at(ItemId id) const
{
    const Item &item = m_items[id];
    if (!item.exists)
        return std::nullopt;
    return Existing{item.record, {item.originLayer, item.originRecord}, item.kind == EntryKind::Directory};
}

// --- resolving paths ---

/// The item that the path of a layer's directory leads to, following the symlinks that exist now.
Result<TreeBuilder::ItemId> TreeBuilder::directoryOf(RecordId directory, Missing missing)
{
    // Up to the nearest directory that is already resolved, then down again.
    std::vector<RecordId> unknown;
    RecordId known = directory;
    for (; known != 0 && !(m_resolved[known].epoch == m_epoch && m_resolved[known].item != kNone); known = m_layer->parent(known))
        unknown.push_back(known);
    ItemId item = known == 0 ? kRoot : m_resolved[known].item;
    while (!unknown.empty()) {
        const RecordId next = unknown.back();
        unknown.pop_back();
        auto found = follow(item, m_layer->name(next), missing);
        if (!found)
            return failAt(directory, found.error().detail, found.error().kind);
        if (*found == kNone)
            return kNone;
        item = *found;
        m_resolved[next] = {m_epoch, item};
    }
    return item;
}

/// The directory that a path leads to from `from`, confined to the root. If it does not exist, creates it or returns kNone. As in
/// unpackers, `..` after a component that does not exist, or is not a directory, just drops that component.
Result<TreeBuilder::ItemId> TreeBuilder::follow(ItemId from, std::string_view path, Missing missing)
{
    std::string expanded; // the rest of the path, once a link has been followed
    std::vector<std::string_view> ahead; // components after the last that exists
    int links = 0;
    ItemId at = from;
    while (!path.empty()) {
        const std::string_view component = takeUntil('/', path);
        if (component.empty() || component == ".")
            continue;
        if (component == "..") {
            if (ahead.empty())
                at = m_items[at].parent;
            else
                ahead.pop_back();
            continue;
        }
        const ItemId child = ahead.empty() ? find(at, component) : kNone;
        const EntryKind kind = child == kNone ? EntryKind::Regular : m_items[child].kind;
        if (kind == EntryKind::Directory) {
            at = child;
        } else if (kind == EntryKind::Symlink) {
            const auto target = nextTarget(child, component, links);
            if (!target && missing == Missing::Leave)
                return kNone;
            if (!target)
                return tl::unexpected(target.error());
            if (target->starts_with('/'))
                at = kRoot;
            expanded = std::string(*target).append("/").append(path);
            path = expanded;
        } else {
            ahead.push_back(component);
        }
    }
    if (!ahead.empty() && missing == Missing::Leave)
        return kNone;
    for (const std::string_view name : ahead) {
        STRATOSCOPE_TRY(at, makeImplied(at, name));
    }
    return at;
}

/// The target of a symlink within a path.
Result<std::string_view> TreeBuilder::nextTarget(ItemId item, std::string_view name, int &links) const
{
    if (++links > MergedTree::kMaxLinks)
        return fail(ErrorKind::Malformed, {}, u"is below a loop of symbolic links"_s);
    const Item &link = m_items[item];
    const std::string_view target = m_applied[std::size_t(link.originLayer)]->entry(link.originRecord).linkTarget;
    if (target.empty() || target.size() > kMaxLink)
        return fail(ErrorKind::Malformed, {}, u"is below “%1”, an invalid symbolic link"_s.arg(printable(name)));
    return target;
}

/// Creates a directory that only occurs in paths.
Result<TreeBuilder::ItemId> TreeBuilder::makeImplied(ItemId parent, std::string_view name)
{
    if (find(parent, name) != kNone)
        return fail(ErrorKind::Malformed, {}, u"is below “%1”, which is not a directory"_s.arg(printable(name)));
    if (m_items[parent].depth >= kMaxPathDepth)
        return fail(ErrorKind::TooLarge, {}, u"is more than %1 directories deep"_s.arg(kMaxPathDepth));
    if (m_items.size() > m_mostItems || m_names.size() > kMaxNames)
        return fail(ErrorKind::TooLarge, {}, u"follows links to more new directories than are allowed"_s);
    return put(parent, name, kNoRecord, EntryKind::Directory);
}

Failure TreeBuilder::failAt(RecordId record, QString why, ErrorKind kind) const
{
    return fail(kind, u"layer %1: %2"_s.arg(m_number).arg(printable('/' + m_layer->path(record))), std::move(why));
}

// --- applying records ---

Result<void> TreeBuilder::apply(const LayerIndex &layer, bool replacesTree)
{
    m_layer = &layer;
    m_applied.push_back(&layer);
    ++m_number;
    ++m_epoch;
    m_mostItems = std::max(m_mostItems, kSpareItems) + 2 * std::size_t(layer.size());
    m_resolved.assign(layer.size(), {});
    m_changed.clear();
    if (replacesTree) {
        remove(kRoot);
        m_items[kRoot].exists = true;
        m_items[kRoot].record = m_items[kRoot].originRecord = kNoRecord;
        m_items[kRoot].layer = m_items[kRoot].originLayer = m_number;
    }
    for (RecordId record = 0; record < layer.size(); ++record)
        STRATOSCOPE_CHECK(applyRecord(record));
    return linkPending();
}

Result<void> TreeBuilder::applyRecord(RecordId record)
{
    // An implied directory is created with the first entry in it.
    if (m_layer->isImplied(record))
        return {};
    if (record == 0) {
        Item &root = m_items[kRoot];
        root.record = root.originRecord = 0;
        root.layer = root.originLayer = m_number;
        m_changed.push_back(kRoot);
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
        put(parent, m_layer->name(record), record, kind);
    }
    return {};
}

void TreeBuilder::hide(RecordId record, ItemId directory, EntryKind kind)
{
    if (kind == EntryKind::Opaque)
        return clear(directory);
    const ItemId item = find(directory, m_layer->name(record));
    if (item == kNone)
        return;
    if (m_items[item].touchedBy == m_number)
        clear(item);
    else
        remove(item);
}

/// Removes what lower layers have in a directory. What this layer has added, and the directories above that, stay.
void TreeBuilder::clear(ItemId top)
{
    std::vector<ItemId> open{top};
    while (!open.empty()) {
        Item &directory = m_items[open.back()];
        open.pop_back();
        if (directory.clearedBy == m_number)
            continue;
        directory.clearedBy = m_number;
        for (ItemId child = directory.firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (!m_items[child].exists)
                continue;
            if (m_items[child].touchedBy == m_number)
                open.push_back(child);
            else
                remove(child);
        }
    }
}

/// Puts an entry at a name. It replaces an existing entry, unless both are directories.
TreeBuilder::ItemId TreeBuilder::put(ItemId parent, std::string_view name, RecordId record, EntryKind kind)
{
    const ItemId id = findOrAppend(parent, name).item;
    if (m_items[id].exists && !(m_items[id].kind == EntryKind::Directory && kind == EntryKind::Directory))
        remove(id);
    if (kind == EntryKind::Symlink)
        ++m_epoch;
    Item &item = m_items[id];
    item.exists = true;
    item.kind = kind;
    item.hardlink = false;
    item.record = item.originRecord = record;
    item.layer = item.originLayer = m_number;
    m_changed.push_back(id);
    touch(id);
    return id;
}

/// The location of a hard link's target. Its path is cleaned like that of a member, then symlinks within it are followed.
Result<TreeBuilder::Location> TreeBuilder::targetOf(RecordId hardlink)
{
    const std::string path = cleanPath(m_layer->entry(hardlink).linkTarget);
    const std::size_t slash = path.rfind('/');
    const bool isTop = slash == std::string::npos;
    STRATOSCOPE_TRY(const ItemId directory, follow(kRoot, isTop ? std::string() : path.substr(0, slash), Missing::Leave));
    return Location(directory, isTop ? path : path.substr(slash + 1));
}

/// Creates a hard link; false if its target does not exist (yet).
Result<bool> TreeBuilder::link(RecordId record)
{
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Create));
    // Unpackers remove an existing entry of the link's name first.
    if (const ItemId old = find(parent, m_layer->name(record)); old != kNone) {
        if (m_items[old].layer == m_number && m_items[old].record != kNoRecord && m_items[old].record > record)
            return true; // replaced by a later entry of this layer while this link was pending
        remove(old);
    }

    STRATOSCOPE_TRY(const Location location, targetOf(record));
    const ItemId target = location.first == kNone ? kNone : find(location.first, location.second);
    if (target == kNone)
        return false;
    if (m_items[target].kind == EntryKind::Directory)
        return failAt(
            record,
            u"is a hard link to the directory “%1”, which is not allowed"_s.arg(printable(m_layer->entry(record).linkTarget)));
    const Item origin = m_items[target];
    Item &item = m_items[put(parent, m_layer->name(record), record, origin.kind)];
    item.hardlink = true;
    item.originRecord = origin.originRecord;
    item.originLayer = origin.originLayer;
    return true;
}

/// The location of a hard link itself.
Result<TreeBuilder::Location> TreeBuilder::locationOf(RecordId record)
{
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Create));
    return Location(parent, m_layer->name(record));
}

/// Creates the hard links whose target follows later in the same layer; it may be another such link.
Result<void> TreeBuilder::linkPending()
{
    std::map<Location, RecordId> pending;
    for (const RecordId record : m_pendingLinks) {
        STRATOSCOPE_TRY(Location location, locationOf(record));
        pending.insert_or_assign(std::move(location), record);
    }
    for (const RecordId first : m_pendingLinks) {
        std::vector<RecordId> chain{first};
        while (!chain.empty()) {
            const RecordId record = chain.back();
            STRATOSCOPE_TRY(const Location location, locationOf(record));
            const auto own = pending.find(location);
            if (own == pending.end() || own->second != record) { // replaced by a later one
                chain.pop_back();
                continue;
            }
            STRATOSCOPE_TRY(const bool linked, link(record));
            if (linked) {
                pending.erase(own);
                chain.pop_back();
                continue;
            }
            STRATOSCOPE_TRY(const Location target, targetOf(record));
            const auto next = pending.find(target);
            if (next == pending.end() || chain.size() > pending.size())
                return failAt(record,
                              u"is a hard link to “%1”, which does not exist"_s.arg(printable(m_layer->entry(record).linkTarget)));
            chain.push_back(next->second);
        }
    }
    m_pendingLinks.clear();
    return {};
}

void TreeBuilder::remove(ItemId top)
{
    if (m_items[top].kind == EntryKind::Directory || m_items[top].kind == EntryKind::Symlink)
        ++m_epoch;
    std::vector<ItemId> toRemove{top};
    while (!toRemove.empty()) {
        Item &item = m_items[toRemove.back()];
        m_changed.push_back(toRemove.back());
        toRemove.pop_back();
        item.exists = false;
        item.touchedBy = -1;
        for (ItemId child = item.firstChild; child != kNone; child = std::exchange(m_items[child].nextSibling, kNone)) {
            m_items[child].listed = false;
            if (m_items[child].exists)
                toRemove.push_back(child);
        }
        item.firstChild = item.lastChild = kNone;
    }
}

void TreeBuilder::touch(ItemId id)
{
    while (m_items[id].touchedBy != m_number) {
        m_items[id].touchedBy = m_number;
        id = m_items[id].parent;
    }
}

// --- a raw layer ---

void TreeBuilder::applyRaw(const LayerIndex &layer)
{
    m_layer = &layer;
    m_number = 0;
    // Paths are not resolved: the parent's item is found by the parent's record.
    std::vector<ItemId> items(layer.size(), kNone);
    items[0] = kRoot;
    if (!layer.isImplied(0))
        m_items[kRoot].record = m_items[kRoot].originRecord = 0;
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (layer.isImplied(record))
            continue;
        const ItemId parent = rawDirectory(layer.parent(record), items);
        const EntryKind kind = layer.kind(record);
        if (kind != EntryKind::Whiteout) {
            items[record] = put(parent, layer.name(record), record, kind);
            continue;
        }
        // Next to an entry of the same name, which the layer removes and adds again.
        Item &item = m_items[append(parent, layer.name(record))];
        item.exists = true;
        item.kind = kind;
        item.record = item.originRecord = record;
    }
}

/// The item of a directory; a separate one if its name is taken by another kind of entry.
TreeBuilder::ItemId TreeBuilder::rawDirectory(RecordId directory, std::vector<ItemId> &items)
{
    const auto isResolved = [&](RecordId record) {
        return items[record] != kNone && m_items[items[record]].exists && m_items[items[record]].kind == EntryKind::Directory;
    };
    std::vector<RecordId> missing;
    for (; !isResolved(directory); directory = m_layer->parent(directory))
        missing.push_back(directory);
    ItemId item = items[directory];
    for (const RecordId record : reversed(missing)) {
        Slot &slot = findOrAppend(item, m_layer->name(record));
        if (m_items[slot.item].exists && m_items[slot.item].kind != EntryKind::Directory)
            slot.item = append(item, m_layer->name(record));
        item = items[record] = slot.item;
        if (!m_items[item].exists) {
            m_items[item].exists = true;
            m_items[item].kind = EntryKind::Directory;
            m_items[item].record = m_items[item].originRecord = kNoRecord;
        }
    }
    return item;
}

// --- the immutable tree ---

void TreeBuilder::write(TreeWriter &writer, ItemId id, NodeId parent, bool isDirectory) const
{
    const Item &item = m_items[id];
    TreeWriter::Item node{.name = name(id), .layer = item.layer, .record = item.record, .isDirectory = isDirectory};
    if (item.hardlink)
        node.linkedTo = {item.originLayer, item.originRecord};
    writer.add(parent, node);
}

void TreeBuilder::sortByName(std::span<ItemId> items) const
{
    const auto byName = [this](ItemId a, ItemId b) {
        const int compared = name(a).compare(name(b));
        return compared < 0 || (compared == 0 && rank(m_items[a].kind) < rank(m_items[b].kind));
    };
    // Most tars are in order already.
    if (!std::ranges::is_sorted(items, byName))
        std::ranges::stable_sort(items, byName);
}

/// Writes the root and, level by level, the items that `appendChildren(item, order)` appends. Returns the items by node.
template <typename AppendChildren, typename IsDirectory>
std::vector<TreeBuilder::ItemId> TreeBuilder::writeAll(TreeWriter &writer, const AppendChildren &appendChildren,
                                                       const IsDirectory &isDirectory) const
{
    writer.reserve(m_items.size(), m_names.size());
    std::vector<ItemId> order{kRoot};
    order.reserve(m_items.size());
    write(writer, kRoot, kRootNode, true);
    for (NodeId node = 0; node < order.size(); ++node) {
        const std::size_t first = order.size();
        appendChildren(order[node], order);
        const auto children = std::span(order).subspan(first);
        sortByName(children);
        for (const ItemId child : children)
            write(writer, child, node, isDirectory(child));
    }
    return order;
}

std::shared_ptr<const MergedTree> TreeBuilder::tree(MergedTree::Layers layers, int firstLayer) const
{
    const auto isDirectory = [this](ItemId item) { return m_items[item].kind == EntryKind::Directory; };
    const auto appendExisting = [&](ItemId directory, std::vector<ItemId> &order) {
        if (!isDirectory(directory))
            return;
        for (ItemId child = m_items[directory].firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].exists)
                order.push_back(child);
        }
    };
    TreeWriter writer(std::move(layers), firstLayer);
    writeAll(writer, appendExisting, isDirectory);
    return writer.finish();
}

std::pair<std::shared_ptr<const MergedTree>, std::vector<NodeId>> TreeBuilder::treeOfAllItems(MergedTree::Layers layers) const
{
    // Removed items are not among their parent's children any more.
    std::vector<std::uint32_t> begin(m_items.size() + 1, 0);
    for (ItemId item = 1; item < m_items.size(); ++item)
        ++begin[m_items[item].parent + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<ItemId> byParent(m_items.size() - 1);
    std::vector<std::uint32_t> end(begin.begin(), begin.end() - 1);
    for (ItemId item = 1; item < m_items.size(); ++item)
        byParent[end[m_items[item].parent]++] = item;

    TreeWriter writer(std::move(layers));
    const std::vector<ItemId> order = writeAll(
        writer,
        [&](ItemId item, std::vector<ItemId> &into) {
            into.insert(into.end(), byParent.begin() + begin[item], byParent.begin() + end[item]);
        },
        [&](ItemId item) { return begin[item] < end[item] || m_items[item].kind == EntryKind::Directory; });
    std::vector<NodeId> nodes(m_items.size(), kRootNode);
    for (NodeId node = 0; node < order.size(); ++node)
        nodes[order[node]] = node;
    return {writer.finish(), std::move(nodes)};
}

} // namespace stratoscope
