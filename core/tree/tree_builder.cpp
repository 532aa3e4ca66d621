// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include "tree/tree_writer.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMaxLinks = 40;

/// No link of a file system is longer.
constexpr std::size_t kMaxLink = 4095;

/// Of the directories that links make; with the layers' own the names stay below 4 GiB.
constexpr std::size_t kMaxNames = std::size_t(3) << 30;

/// Where several entries of one layer have one name: the directory, whose children are listed, first; what is taken away last.
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
    item.depth = std::uint16_t(m_items[parent].depth + 1);
    item.name = std::uint32_t(m_names.size());
    m_names += name;
    m_names += '\0';
    list(id);
    return id;
}

/// Puts an item among its parent's children.
void TreeBuilder::list(ItemId id)
{
    m_items[id].listed = true;
    Item &directory = m_items[m_items[id].parent];
    (directory.lastChild == kNone ? directory.firstChild : m_items[directory.lastChild].nextSibling) = id;
    directory.lastChild = id;
}

/// The slot of the child of that name, alive or not.
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

std::optional<TreeBuilder::Found> TreeBuilder::find(std::string_view path)
{
    ItemId at = kRoot;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        if (slash > 0)
            at = find(at, path.substr(0, slash));
        if (at == kNone)
            return std::nullopt;
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return this->at(at);
}

std::optional<TreeBuilder::Found> TreeBuilder::at(ItemId id) const
{
    const Item &item = m_items[id];
    if (!item.alive)
        return std::nullopt;
    return Found{{item.layer, item.record}, {item.originLayer, item.originRecord}, item.kind == EntryKind::Directory};
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
            return failAt(directory, found.error().detail, found.error().kind);
        if (*found == kNone)
            return kNone;
        item = *found;
        m_places[next] = {m_epoch, item};
    }
    return item;
}

/// The directory that a path leads to from `from`, inside the root. Where it leads nowhere, what is missing is made, or it gives
/// kNone. As unpackers do, `..` takes back a component that is not there, or is no directory, without looking.
Result<TreeBuilder::ItemId> TreeBuilder::follow(ItemId from, std::string_view path, Missing missing)
{
    std::string expanded; // what is left of the path, once a link was followed
    std::vector<std::string_view> ahead; // components after the last that is there
    int links = 0;
    ItemId at = from;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
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

/// Where a symlink in the way leads.
Result<std::string_view> TreeBuilder::nextTarget(ItemId item, std::string_view name, int &links) const
{
    if (++links > kMaxLinks)
        return fail(ErrorKind::Malformed, {}, u"lies behind a loop of symbolic links"_s);
    const Item &link = m_items[item];
    const std::string_view target = m_applied[std::size_t(link.originLayer)]->entry(link.originRecord).linkTarget;
    if (target.empty() || target.size() > kMaxLink)
        return fail(ErrorKind::Malformed, {}, u"lies behind “%1”, a symbolic link that no system allows"_s.arg(printable(name)));
    return target;
}

/// A directory that only stands in paths.
Result<TreeBuilder::ItemId> TreeBuilder::makeImplied(ItemId parent, std::string_view name)
{
    if (find(parent, name) != kNone)
        return fail(ErrorKind::Malformed, {}, u"lies below “%1”, which is no directory"_s.arg(printable(name)));
    if (m_items[parent].depth >= kMaxPathDepth)
        return fail(ErrorKind::TooLarge, {}, u"is nested deeper than %1 folders"_s.arg(kMaxPathDepth));
    if (m_items.size() > m_mostItems || m_names.size() > kMaxNames)
        return fail(ErrorKind::TooLarge, {}, u"leads through links to more folders than the layers have entries"_s);
    return place(parent, name, kNoRecord, EntryKind::Directory);
}

Failure TreeBuilder::failAt(RecordId record, QString why, ErrorKind kind) const
{
    return fail(kind, u"layer %1: %2"_s.arg(m_number).arg(printable('/' + m_layer->path(record))), std::move(why));
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
    // Most tars are written in order.
    if (!std::ranges::is_sorted(items, byName))
        std::ranges::stable_sort(items, byName);
}

std::shared_ptr<const MergedTree> TreeBuilder::tree(MergedTree::Layers layers, int firstLayer) const
{
    TreeWriter writer(std::move(layers), firstLayer);
    writer.reserve(m_items.size(), m_names.size());
    std::vector<ItemId> order{kRoot}; // by node: its item
    order.reserve(m_items.size());
    write(writer, kRoot, kRootNode, true);
    for (NodeId node = 0; node < order.size(); ++node) {
        if (m_items[order[node]].kind != EntryKind::Directory)
            continue;
        const std::size_t first = order.size();
        for (ItemId child = m_items[order[node]].firstChild; child != kNone; child = m_items[child].nextSibling) {
            if (m_items[child].alive)
                order.push_back(child);
        }
        sortByName(std::span(order).subspan(first));
        for (const ItemId child : std::span(order).subspan(first))
            write(writer, child, node, m_items[child].kind == EntryKind::Directory);
    }
    return writer.finish();
}

std::pair<std::shared_ptr<const MergedTree>, std::vector<NodeId>> TreeBuilder::everything(MergedTree::Layers layers) const
{
    // Dead items are among nobody's children any more.
    std::vector<std::uint32_t> begin(m_items.size() + 1, 0);
    for (ItemId item = 1; item < m_items.size(); ++item)
        ++begin[m_items[item].parent + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<ItemId> byParent(m_items.size() - 1);
    std::vector<std::uint32_t> end(begin.begin(), begin.end() - 1);
    for (ItemId item = 1; item < m_items.size(); ++item)
        byParent[end[m_items[item].parent]++] = item;

    const auto isDirectory = [&](ItemId item) { return begin[item] < end[item] || m_items[item].kind == EntryKind::Directory; };
    TreeWriter writer(std::move(layers));
    writer.reserve(m_items.size(), m_names.size());
    std::vector<ItemId> order{kRoot};
    std::vector<NodeId> nodes(m_items.size(), kRootNode);
    order.reserve(m_items.size());
    write(writer, kRoot, kRootNode, true);
    for (NodeId node = 0; node < order.size(); ++node) {
        const auto children = std::span(byParent).subspan(begin[order[node]], end[order[node]] - begin[order[node]]);
        sortByName(children);
        for (const ItemId child : children) {
            nodes[child] = NodeId(order.size());
            order.push_back(child);
            write(writer, child, node, isDirectory(child));
        }
    }
    return {writer.finish(), std::move(nodes)};
}

} // namespace stratoscope
