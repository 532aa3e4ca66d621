// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include "base/cancel.h"
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

/// How many entries are processed before the stop token is checked again.
constexpr RecordId kCheckEvery = 64;

/// How many bytes of paths are resolved in a layer, and more for each of its records. What is known already does not count.
constexpr std::size_t kSpareSteps = std::size_t(16) << 20;
constexpr std::size_t kStepsPerRecord = 256;

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
    root.changedBy = -1;
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

/// The child of that name, also if a marker of this layer hides it, or kNone.
TreeBuilder::ItemId TreeBuilder::findHidden(ItemId parent, std::string_view name)
{
    const ItemId item = slotFor(parent, name, hashOf(parent, name)).item;
    return item != kNone && (m_items[item].exists || m_items[item].hiddenBy == m_number) ? item : kNone;
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
        if (missing == Missing::Lower && m_layer->hasEntry(next)) {
            const ItemId lower = find(item, m_layer->name(next));
            if (lower != kNone && m_items[lower].kind != EntryKind::Directory)
                return kNone;
        }
        const std::string_view name = m_layer->name(next);
        auto found = countSteps(name.size() + 1).and_then([&] { return follow(item, name, missing); });
        if (!found)
            return failAt(directory, found.error().detail, found.error().kind);
        if (*found == kNone)
            return kNone;
        item = *found;
        m_resolved[next] = {m_epoch, item};
    }
    return item;
}

/// The directory that a path leads to from `from`, confined to the root. If it does not exist, creates it or returns kNone (see
/// Missing). As in unpackers, `..` after a component that does not exist, or is not a directory, just drops that component.
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
            if (ahead.empty()) {
                at = m_items[at].parent;
            } else {
                ahead.pop_back();
                m_skippedMissing = true;
            }
            continue;
        }
        const ItemId child = !ahead.empty() ? kNone : missing == Missing::Hidden ? findHidden(at, component) : find(at, component);
        const EntryKind kind = child == kNone ? EntryKind::Regular : m_items[child].kind;
        if (kind == EntryKind::Directory) {
            at = child;
        } else if (kind == EntryKind::Symlink) {
            const auto target = nextTarget(child, component, links);
            if (!target && missing != Missing::Create)
                return kNone;
            if (!target)
                return tl::unexpected(target.error());
            if (target->starts_with('/'))
                at = kRoot;
            STRATOSCOPE_CHECK(countSteps(target->size() + path.size()));
            expanded = std::string(*target).append("/").append(path);
            path = expanded;
        } else {
            ahead.push_back(component);
        }
    }
    if (!ahead.empty() && missing != Missing::Create)
        return kNone;
    for (const std::string_view name : ahead) {
        STRATOSCOPE_TRY(at, makeImplied(at, name));
    }
    return at;
}

/// Fails once resolving paths takes too long.
Result<void> TreeBuilder::countSteps(std::size_t steps)
{
    if (steps > m_stepsLeft)
        return fail(ErrorKind::TooLarge, {}, u"leads along longer paths than are allowed"_s);
    m_stepsLeft -= steps;
    return {};
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

/// Creates a directory that only occurs in paths, in place of anything else.
Result<TreeBuilder::ItemId> TreeBuilder::makeImplied(ItemId parent, std::string_view name)
{
    if (m_items[parent].depth >= kMaxPathDepth)
        return fail(ErrorKind::TooLarge, {}, u"is more than %1 directories deep"_s.arg(kMaxPathDepth));
    if (m_items.size() > m_mostItems || m_names.size() > kMaxNames)
        return fail(ErrorKind::TooLarge, {}, u"follows links to more new directories than are allowed"_s);
    return put(parent, name, kNoRecord, EntryKind::Directory);
}

Failure TreeBuilder::failAt(RecordId record, QString why, ErrorKind kind) const
{
    return fail(kind, u"layer %1: %2"_s.arg(QString::number(m_number), printable('/' + m_layer->path(record))), std::move(why));
}

// --- applying records ---

Result<void> TreeBuilder::apply(const LayerIndex &layer, const std::stop_token &stop, bool replacesTree)
{
    m_layer = &layer;
    m_applied.push_back(&layer);
    ++m_number;
    ++m_epoch;
    m_skippedMissing = false;
    m_mostItems = std::max(m_mostItems, kSpareItems) + 2 * std::size_t(layer.size());
    m_stepsLeft = kSpareSteps + kStepsPerRecord * std::size_t(layer.size());
    m_resolved.assign(layer.size(), {});
    if (replacesTree) {
        remove(kRoot);
        m_items[kRoot].exists = true;
        m_items[kRoot].record = m_items[kRoot].originRecord = kNoRecord;
        m_items[kRoot].layer = m_items[kRoot].originLayer = m_number;
    }
    STRATOSCOPE_CHECK(hideLower(stop));
    for (RecordId record = 0; record < layer.size(); ++record) {
        if (record % kCheckEvery == 0)
            throwIfStopped(stop);
        STRATOSCOPE_CHECK(applyRecord(record));
    }
    STRATOSCOPE_CHECK(linkPending(stop));
    if (const ItemId links = find(kRoot, kAufsLinks); links != kNone)
        remove(links);
    return {};
}

/// Removes what the layer's markers hide. All paths are resolved in the tree of the lower layers before anything is removed, so
/// that the order of the markers means nothing.
Result<void> TreeBuilder::hideLower(const std::stop_token &stop)
{
    std::vector<ItemId> hidden;
    std::vector<ItemId> opaque;
    for (RecordId record = 1; record < m_layer->size(); ++record) {
        const EntryKind kind = m_layer->kind(record);
        if (kind != EntryKind::Whiteout && kind != EntryKind::Opaque)
            continue;
        throwIfStopped(stop);
        const RecordId above = m_layer->parent(record);
        STRATOSCOPE_TRY(const ItemId directory, directoryOf(above, Missing::Lower));
        if (directory == kNone)
            continue;
        if (kind == EntryKind::Whiteout) {
            if (const ItemId item = find(directory, m_layer->name(record)); item != kNone)
                hidden.push_back(item);
            continue;
        }
        // A symlink has no contents to hide.
        STRATOSCOPE_TRY(const ItemId around, directoryOf(m_layer->parent(above), Missing::Lower));
        if (above == 0 || m_items[find(around, m_layer->name(above))].kind == EntryKind::Directory)
            opaque.push_back(directory);
    }
    for (const ItemId item : hidden) {
        if (m_items[item].exists)
            remove(item, true);
    }
    for (const ItemId directory : opaque) {
        Item &item = m_items[directory];
        for (ItemId child = item.firstChild; child != kNone; child = std::exchange(m_items[child].nextSibling, kNone)) {
            m_items[child].listed = false;
            if (m_items[child].exists)
                remove(child, true);
        }
        item.firstChild = item.lastChild = kNone;
    }
    return {};
}

Result<void> TreeBuilder::applyRecord(RecordId record)
{
    // An implied directory is created with the first entry in it.
    if (m_layer->isImplied(record))
        return {};
    if (record == 0) {
        keepState(kRoot);
        Item &root = m_items[kRoot];
        root.record = root.originRecord = 0;
        root.layer = root.originLayer = m_number;
        return {};
    }
    const EntryKind kind = m_layer->kind(record);
    if (kind == EntryKind::Whiteout || kind == EntryKind::Opaque)
        return {};
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Create));
    if (kind != EntryKind::Hardlink) {
        put(parent, m_layer->name(record), record, kind);
        return {};
    }
    STRATOSCOPE_TRY(const bool linked, link(record, Missing::Leave));
    if (!linked)
        m_pendingLinks.push_back(record);
    return {};
}

/// Puts an entry at a name. It replaces an existing entry, unless both are directories.
TreeBuilder::ItemId TreeBuilder::put(ItemId parent, std::string_view name, RecordId record, EntryKind kind)
{
    const ItemId id = findOrAppend(parent, name).item;
    keepState(id);
    if (m_items[id].exists && !(m_items[id].kind == EntryKind::Directory && kind == EntryKind::Directory))
        remove(id);
    if (kind == EntryKind::Symlink && m_skippedMissing)
        ++m_epoch;
    Item &item = m_items[id];
    item.exists = true;
    item.kind = kind;
    item.hardlink = false;
    item.record = item.originRecord = record;
    item.layer = item.originLayer = m_number;
    return id;
}

/// The location of a hard link's target. Its path is cleaned like that of a member, then symlinks within it are followed.
Result<TreeBuilder::Location> TreeBuilder::targetOf(RecordId hardlink, Missing missing)
{
    const std::string path = cleanPath(m_layer->entry(hardlink).linkTarget);
    const std::size_t slash = path.rfind('/');
    const bool isTop = slash == std::string::npos;
    if (isTop)
        return Location(kRoot, path);
    const std::string above = path.substr(0, slash);
    std::string name = path.substr(slash + 1);
    // Most links lead to the same directory as the one before.
    const bool isKnown = missing == Missing::Leave && m_lastTarget.epoch == m_epoch && m_lastTarget.path == above;
    if (isKnown)
        return Location(m_lastTarget.item, std::move(name));
    const auto directory = countSteps(above.size()).and_then([&] { return follow(kRoot, above, missing); });
    if (!directory)
        return failAt(hardlink, directory.error().detail, directory.error().kind);
    if (missing == Missing::Leave && *directory != kNone)
        m_lastTarget = {m_epoch, above, *directory};
    return Location(*directory, std::move(name));
}

/// Creates a hard link in a directory that exists; false if its target does not exist (yet). `missing`: Leave, or Hidden for a
/// target that a marker of this layer hides.
Result<bool> TreeBuilder::link(RecordId record, Missing missing)
{
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Leave));
    // Unpackers remove an existing entry of the link's name first.
    if (const ItemId old = find(parent, m_layer->name(record)); old != kNone) {
        if (m_items[old].layer == m_number && m_items[old].record != kNoRecord && m_items[old].record > record)
            return true; // replaced by a later entry of this layer while this link was pending
        remove(old);
    }

    STRATOSCOPE_TRY(const Location location, targetOf(record, missing));
    const ItemId target = location.first == kNone ? kNone
        : missing == Missing::Hidden              ? findHidden(location.first, location.second)
                                                  : find(location.first, location.second);
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

/// The location of a hard link itself; kNone if something else took the place of its directory.
Result<TreeBuilder::Location> TreeBuilder::locationOf(RecordId record)
{
    STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Leave));
    return Location(parent, m_layer->name(record));
}

/// Creates the hard links whose target follows later in the same layer, where it may be another such link, or is hidden by a marker
/// of the same layer.
Result<void> TreeBuilder::linkPending(const std::stop_token &stop)
{
    std::map<Location, RecordId> pending;
    for (const RecordId record : m_pendingLinks) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(Location location, locationOf(record));
        if (location.first != kNone)
            pending.insert_or_assign(std::move(location), record);
    }
    for (const RecordId first : m_pendingLinks) {
        std::vector<RecordId> chain{first};
        while (!chain.empty()) {
            throwIfStopped(stop);
            const RecordId record = chain.back();
            STRATOSCOPE_TRY(const Location location, locationOf(record));
            const auto own = pending.find(location);
            if (own == pending.end() || own->second != record) { // replaced by a later one
                chain.pop_back();
                continue;
            }
            STRATOSCOPE_TRY(bool linked, link(record, Missing::Leave));
            STRATOSCOPE_TRY(const Location target, targetOf(record, Missing::Leave));
            const auto next = pending.find(target);
            const bool isLast = next == pending.end() || chain.size() > pending.size();
            if (!linked && isLast) {
                STRATOSCOPE_TRY(linked, link(record, Missing::Hidden));
            }
            if (linked || (isLast && isAufsLink(m_layer->entry(record).linkTarget))) {
                pending.erase(own);
                chain.pop_back();
                continue;
            }
            if (isLast)
                return failAt(record,
                              u"is a hard link to “%1”, which does not exist"_s.arg(printable(m_layer->entry(record).linkTarget)));
            chain.push_back(next->second);
        }
    }
    m_pendingLinks.clear();
    return {};
}

/// Removes an entry and everything below it. `byMarker`: a marker hides it, but hard links of this layer still find it.
void TreeBuilder::remove(ItemId top, bool byMarker)
{
    if (m_items[top].kind == EntryKind::Directory || m_items[top].kind == EntryKind::Symlink)
        ++m_epoch;
    std::vector<ItemId> toRemove{top};
    while (!toRemove.empty()) {
        const ItemId id = toRemove.back();
        toRemove.pop_back();
        keepState(id);
        Item &item = m_items[id];
        item.exists = false;
        if (byMarker)
            item.hiddenBy = m_number;
        for (ItemId child = item.firstChild; child != kNone; child = std::exchange(m_items[child].nextSibling, kNone)) {
            m_items[child].listed = false;
            if (m_items[child].exists)
                toRemove.push_back(child);
        }
        item.firstChild = item.lastChild = kNone;
    }
}

PathState TreeBuilder::stateOf(const Item &item)
{
    if (!item.exists)
        return {.layer = item.changedBy};
    return {.record = item.record,
            .originRecord = item.originRecord,
            .layer = item.changedBy,
            .originLayer = item.originLayer,
            .exists = true,
            .isDirectory = item.kind == EntryKind::Directory};
}

/// Notes the state that a lower layer led to, before this layer changes it.
void TreeBuilder::keepState(ItemId id)
{
    Item &item = m_items[id];
    if (item.changedBy == m_number)
        return;
    if (item.changedBy != kNever)
        m_former.emplace_back(id, stateOf(item));
    item.changedBy = m_number;
}

// --- a raw layer ---

void TreeBuilder::applyRaw(const LayerIndex &layer, const std::stop_token &stop)
{
    m_layer = &layer;
    m_number = 0;
    m_isRaw = true;
    // Paths are not resolved: the parent's item is found by the parent's record.
    std::vector<ItemId> items(layer.size(), kNone);
    items[0] = kRoot;
    if (!layer.isImplied(0))
        m_items[kRoot].record = m_items[kRoot].originRecord = 0;
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (record % kCheckEvery == 0)
            throwIfStopped(stop);
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

void TreeBuilder::write(TreeWriter &writer, ItemId id, NodeId parent) const
{
    const Item &item = m_items[id];
    TreeWriter::Item node{
        .name = name(id), .layer = item.layer, .record = item.record, .isDirectory = item.kind == EntryKind::Directory};
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

std::shared_ptr<const MergedTree> TreeBuilder::tree(MergedTree::Layers layers, int firstLayer, const std::stop_token &stop) const
{
    TreeWriter writer(std::move(layers), firstLayer);
    writer.reserve(m_items.size(), m_names.size());
    std::vector<ItemId> order{kRoot}; // by node
    order.reserve(m_items.size());
    write(writer, kRoot, kRootNode);
    for (NodeId node = 0; node < order.size(); ++node) {
        if (node % kCheckEvery == 0)
            throwIfStopped(stop);
        const Item &directory = m_items[order[node]];
        if (directory.kind != EntryKind::Directory)
            continue;
        const std::size_t first = order.size();
        for (ItemId child = directory.firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].exists)
                order.push_back(child);
        }
        const auto children = std::span(order).subspan(first);
        sortByName(children);
        for (const ItemId child : children)
            write(writer, child, node);
    }
    if (!m_isRaw)
        writer.setFormerPaths(formerPaths(order));
    return writer.finish();
}

/// `order`: the items that exist, by node.
std::shared_ptr<const FormerPaths> TreeBuilder::formerPaths(const std::vector<ItemId> &order) const
{
    auto former = std::make_shared<FormerPaths>();
    if (m_former.empty() && order.size() == m_items.size())
        return former;
    constexpr FormerPaths::PathId kUnknown = 0xFFFFFFFF;
    std::vector<FormerPaths::PathId> paths(m_items.size(), kUnknown); // by item
    for (NodeId node = 0; node < order.size(); ++node)
        paths[order[node]] = node;
    for (ItemId id = 1; id < m_items.size(); ++id) { // parents come first
        if (paths[id] != kUnknown)
            continue;
        const Item &item = m_items[id];
        paths[id] = FormerPaths::PathId(order.size() + former->gone.size());
        former->gone.push_back({.parent = paths[item.parent],
                                .name = std::uint32_t(former->names.size()),
                                .last = {.record = item.record,
                                         .originRecord = item.originRecord,
                                         .layer = item.layer,
                                         .originLayer = item.originLayer,
                                         .exists = true,
                                         .isDirectory = item.kind == EntryKind::Directory}});
        former->names.append(name(id)).push_back('\0');
    }
    former->states.reserve(m_former.size() + former->gone.size());
    for (const auto &[item, state] : m_former)
        former->states.emplace_back(paths[item], state);
    for (ItemId id = 1; id < m_items.size(); ++id) {
        if (paths[id] >= order.size())
            former->states.emplace_back(paths[id], stateOf(m_items[id]));
    }
    return former;
}

} // namespace stratoscope
