// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include "base/reversed.h"
#include "layer/whiteout.h"

#include <map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Directories that layers' links may make besides those that their paths name.
constexpr std::size_t kSpareItems = 100'000;

} // namespace

Result<void> TreeBuilder::apply(const LayerIndex &layer)
{
    m_layer = &layer;
    m_applied.push_back(&layer);
    ++m_number;
    ++m_epoch;
    m_mostItems = std::max(m_mostItems, kSpareItems) + 2 * std::size_t(layer.size());
    m_places.assign(layer.size(), {});
    m_changed.clear();
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
        place(parent, m_layer->name(record), record, kind);
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
        kill(item);
}

/// Takes away what lower layers have in a directory: what this layer has put there, and the directories on the way to it, stay.
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
            if (!m_items[child].alive)
                continue;
            if (m_items[child].touchedBy == m_number)
                open.push_back(child);
            else
                kill(child);
        }
    }
}

/// Puts an entry under a name; what was there goes, unless both are directories.
TreeBuilder::ItemId TreeBuilder::place(ItemId parent, std::string_view name, RecordId record, EntryKind kind)
{
    const ItemId id = findOrAppend(parent, name).item;
    if (m_items[id].alive && !(m_items[id].kind == EntryKind::Directory && kind == EntryKind::Directory))
        kill(id);
    if (kind == EntryKind::Symlink)
        ++m_epoch;
    Item &item = m_items[id];
    item.alive = true;
    item.kind = kind;
    item.hardlink = false;
    item.record = item.originRecord = record;
    item.layer = item.originLayer = m_number;
    m_changed.push_back(id);
    touch(id);
    return id;
}

/// Where a hard link's target is, or would be. Its path is cleaned as a member's is; then links on the way are followed.
Result<TreeBuilder::Spot> TreeBuilder::targetOf(RecordId hardlink)
{
    const std::string path = cleanPath(m_layer->entry(hardlink).linkTarget);
    const std::size_t slash = path.rfind('/');
    const bool isTop = slash == std::string::npos;
    STRATOSCOPE_TRY(const ItemId directory, follow(kRoot, isTop ? std::string() : path.substr(0, slash), Missing::Leave));
    return Spot(directory, isTop ? path : path.substr(slash + 1));
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

    STRATOSCOPE_TRY(const Spot spot, targetOf(record));
    const ItemId target = spot.first == kNone ? kNone : find(spot.first, spot.second);
    if (target == kNone)
        return false;
    if (m_items[target].kind == EntryKind::Directory)
        return failAt(
            record,
            u"is a hard link to the directory “%1”, which no system allows"_s.arg(printable(m_layer->entry(record).linkTarget)));
    const Item origin = m_items[target];
    Item &item = m_items[place(parent, m_layer->name(record), record, origin.kind)];
    item.hardlink = true;
    item.originRecord = origin.originRecord;
    item.originLayer = origin.originLayer;
    return true;
}

/// Links whose target came later in the same layer; it may be another such link.
Result<void> TreeBuilder::linkPending()
{
    const auto spotOf = [this](RecordId record) -> Result<Spot> {
        STRATOSCOPE_TRY(const ItemId parent, directoryOf(m_layer->parent(record), Missing::Create));
        return Spot(parent, m_layer->name(record));
    };
    std::map<Spot, RecordId> waiting;
    for (const RecordId record : m_pendingLinks) {
        STRATOSCOPE_TRY(Spot spot, spotOf(record));
        waiting.insert_or_assign(std::move(spot), record);
    }
    for (const RecordId first : m_pendingLinks) {
        std::vector<RecordId> way{first};
        while (!way.empty()) {
            const RecordId record = way.back();
            STRATOSCOPE_TRY(const Spot spot, spotOf(record));
            const auto own = waiting.find(spot);
            if (own == waiting.end() || own->second != record) { // a later one has the name
                way.pop_back();
                continue;
            }
            STRATOSCOPE_TRY(const bool linked, link(record));
            if (linked) {
                waiting.erase(own);
                way.pop_back();
                continue;
            }
            STRATOSCOPE_TRY(const Spot target, targetOf(record));
            const auto next = waiting.find(target);
            if (next == waiting.end() || way.size() > waiting.size())
                return failAt(record,
                              u"is a hard link to “%1”, which is not there"_s.arg(printable(m_layer->entry(record).linkTarget)));
            way.push_back(next->second);
        }
    }
    m_pendingLinks.clear();
    return {};
}

void TreeBuilder::kill(ItemId top)
{
    if (m_items[top].kind == EntryKind::Directory || m_items[top].kind == EntryKind::Symlink)
        ++m_epoch;
    std::vector<ItemId> doomed{top};
    while (!doomed.empty()) {
        Item &item = m_items[doomed.back()];
        m_changed.push_back(doomed.back());
        doomed.pop_back();
        item.alive = false;
        item.touchedBy = -1;
        for (ItemId child = item.firstChild; child != kNone; child = std::exchange(m_items[child].nextSibling, kNone)) {
            m_items[child].listed = false;
            if (m_items[child].alive)
                doomed.push_back(child);
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

// --- a layer as it stands ---

void TreeBuilder::applyRaw(const LayerIndex &layer)
{
    m_layer = &layer;
    m_number = 0;
    // Here a record's path is its place: the parent's item is found by the parent's record.
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
            items[record] = place(parent, layer.name(record), record, kind);
            continue;
        }
        // The same name may stand beside it: taken away and brought anew.
        Item &item = m_items[append(parent, layer.name(record))];
        item.alive = true;
        item.kind = kind;
        item.record = item.originRecord = record;
    }
}

/// The directory's item; where something else has its name, one beside that.
TreeBuilder::ItemId TreeBuilder::rawDirectory(RecordId directory, std::vector<ItemId> &items)
{
    const auto isThere = [&](RecordId record) {
        return items[record] != kNone && m_items[items[record]].alive && m_items[items[record]].kind == EntryKind::Directory;
    };
    std::vector<RecordId> missing;
    for (; !isThere(directory); directory = m_layer->parent(directory))
        missing.push_back(directory);
    ItemId item = items[directory];
    for (const RecordId record : reversed(missing)) {
        Slot &slot = findOrAppend(item, m_layer->name(record));
        if (m_items[slot.item].alive && m_items[slot.item].kind != EntryKind::Directory)
            slot.item = append(item, m_layer->name(record));
        item = items[record] = slot.item;
        if (!m_items[item].alive) {
            m_items[item].alive = true;
            m_items[item].kind = EntryKind::Directory;
            m_items[item].record = m_items[item].originRecord = kNoRecord;
        }
    }
    return item;
}

} // namespace stratoscope
