// SPDX-License-Identifier: Apache-2.0
#include "analysis/dive_figures.h"

#include "base/cancel.h"
#include "base/saturating_add.h"

#include <algorithm>
#include <tuple>

namespace stratoscope {

namespace {

constexpr std::string_view kWhiteoutPrefix = ".wh.";

/// Layers stacked as dive does: paths are taken literally, opaque markers are ignored, and what was below a directory stays there
/// when a file takes its place.
///
/// Most files have a path that occurs once: those in a directory that only one layer has something in. They need no slot; their
/// directory's slot has the sum of their sizes.
class DiveStack
{
public:
    using Layers = std::vector<std::shared_ptr<const LayerIndex>>;
    DiveStack(const Layers &layers, const std::stop_token &stop);

    /// Counts the leaves of the next layer. `isStacked`: whether whiteouts of later layers need what it has.
    void addLayer(bool isStacked, const std::stop_token &stop);
    DiveFigures finish() const;

private:
    using SlotId = std::uint32_t;
    static constexpr SlotId kRoot = 0;
    static constexpr SlotId kNone = 0xFFFFFFFF;

    /// A path.
    struct Slot {
        std::string_view name;
        SlotId parent = kNone;
        std::uint32_t depth = 0;

        // Of a directory
        int filledBy = -1; ///< the last layer that has something in it
        bool isShared = false; ///< several layers have, or one has a name twice or removes one: each path in it needs a slot
        std::string_view lastName; ///< in that layer
        std::uint64_t onceSize = 0; ///< of the files in it that have no slot

        std::uint64_t sum = 0;
        std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
        std::uint32_t count = 0;

        // In the current layer
        int layer = -1; ///< the last layer that has it
        int whiteoutLayer = -1; ///< the last layer that removes it
        bool isLeaf = false;
        bool isDirectory = false;
        std::uint64_t size = 0;

        // In the layers below. Children are those that exist.
        bool exists = false;
        bool wasDirectory = false;
        std::uint64_t stackedSize = 0;
        bool hasOnce = false; ///< the files that have no slot exist
        int measuredBy = -1; ///< the last layer for which `total` was computed
        std::uint64_t total = 0; ///< with everything below
        SlotId firstChild = kNone;
        SlotId next = kNone;
        SlotId previous = kNone;
    };

    SlotId slotFor(SlotId parent, std::string_view name);
    void growTable();
    void readDirectories(int number, const std::stop_token &stop);
    void readNodes(const std::stop_token &stop);
    const LayerIndex &layer() const { return *m_layers[std::size_t(m_layer)]; }
    void countLeaves();
    void count(SlotId slot, std::uint64_t bytes);
    static bool removesFirst(std::string_view name) { return std::string(kWhiteoutPrefix).append(name) < name; }
    /// A node of a layer's tree as dive sees it.
    struct Visit {
        SlotId parent = kNone;
        std::string_view name;
        bool isWhiteout = false;

        std::string nodeName() const { return std::string(isWhiteout ? kWhiteoutPrefix : std::string_view()).append(name); }
    };
    Visit visit(SlotId slot, bool isWhiteout = false) const { return {m_slots[slot].parent, m_slots[slot].name, isWhiteout}; }
    bool isVisitedBefore(Visit leaf, SlotId whiteout) const;
    void put();
    void remove(SlotId slot);
    std::uint64_t measure(SlotId slot);
    std::string path(SlotId slot) const;

    const Layers &m_layers;
    std::vector<std::vector<SlotId>> m_slotOf; ///< by layer and record; none for files that have none
    std::vector<Slot> m_slots;
    std::vector<std::pair<std::uint32_t, SlotId>> m_table = std::vector(1024, std::pair(0U, kNone)); ///< open addressing, by hash
    std::uint64_t m_onceSize = 0; ///< of the files without a slot that are counted
    int m_layer = -1;
    std::vector<SlotId> m_nodes; ///< of the current layer, parents first
    std::vector<SlotId> m_whiteouts; ///< the paths that it removes
    std::uint64_t m_onceInLayer = 0; ///< of its files without a slot
    std::vector<SlotId> m_pending; ///< for walks
};

DiveStack::SlotId DiveStack::slotFor(SlotId parent, std::string_view name)
{
    const auto hash = std::uint32_t((std::hash<std::string_view>()(name) ^ (std::size_t(parent) * 0x9E3779B97F4A7C15)) >> 16);
    const std::size_t mask = m_table.size() - 1;
    std::size_t at = hash & mask;
    for (; m_table[at].second != kNone; at = (at + 1) & mask) {
        if (m_table[at].first != hash)
            continue;
        const Slot &slot = m_slots[m_table[at].second];
        if (slot.parent == parent && slot.name == name)
            return m_table[at].second;
    }
    const auto made = SlotId(m_slots.size());
    m_table[at] = {hash, made};
    Slot &slot = m_slots.emplace_back();
    slot.name = name;
    slot.parent = parent;
    slot.depth = m_slots[parent].depth + 1;
    if (m_slots.size() * 2 > m_table.size())
        growTable();
    return made;
}

void DiveStack::growTable()
{
    std::vector<std::pair<std::uint32_t, SlotId>> grown(m_table.size() * 2, std::pair(0U, kNone));
    const std::size_t mask = grown.size() - 1;
    for (const auto &entry : m_table) {
        if (entry.second == kNone)
            continue;
        std::size_t at = entry.first & mask;
        while (grown[at].second != kNone)
            at = (at + 1) & mask;
        grown[at] = entry;
    }
    m_table = std::move(grown);
}

DiveStack::DiveStack(const Layers &layers, const std::stop_token &stop)
    : m_layers(layers)
{
    m_slots.emplace_back();
    for (int number = 0; number < int(layers.size()); ++number)
        readDirectories(number, stop);
}

/// Finds the slots of the directories, and which of them need slots for the paths in them.
void DiveStack::readDirectories(int number, const std::stop_token &stop)
{
    const LayerIndex &layer = *m_layers[std::size_t(number)];
    std::vector<SlotId> &slots = m_slotOf.emplace_back(layer.size(), kNone);
    slots[0] = kRoot;
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (record % 0x4000 == 0)
            throwIfStopped(stop);
        const EntryKind kind = layer.kind(record);
        if (kind == EntryKind::Opaque)
            continue;
        const SlotId parent = slots[layer.parent(record)];
        const std::string_view name = layer.name(record);
        if (kind == EntryKind::Directory)
            slots[record] = slotFor(parent, name);
        Slot &directory = m_slots[parent];
        const int before = std::exchange(directory.filledBy, number);
        const bool isInOrder = before != number || directory.lastName < name;
        directory.isShared = directory.isShared || !isInOrder || kind == EntryKind::Whiteout || (before >= 0 && before != number);
        directory.lastName = name;
    }
}

void DiveStack::readNodes(const std::stop_token &stop)
{
    m_nodes.clear();
    m_whiteouts.clear();
    m_onceInLayer = 0;
    std::vector<SlotId> &slots = m_slotOf[std::size_t(m_layer)];
    for (RecordId record = 1; record < layer().size(); ++record) {
        if (record % 0x4000 == 0)
            throwIfStopped(stop);
        const EntryKind kind = layer().kind(record);
        if (kind == EntryKind::Opaque)
            continue;
        const SlotId parent = slots[layer().parent(record)];
        m_slots[parent].isLeaf = false;
        const std::uint64_t size = kind == EntryKind::Regular ? layer().fileSize(record) : 0;
        if (kind != EntryKind::Directory) {
            if (Slot &directory = m_slots[parent]; !directory.isShared) {
                directory.onceSize = saturatingAdd(directory.onceSize, size);
                m_onceInLayer = saturatingAdd(m_onceInLayer, size);
                continue;
            }
            slots[record] = slotFor(parent, layer().name(record));
        }
        Slot &node = m_slots[slots[record]];
        if (kind == EntryKind::Whiteout) {
            if (std::exchange(node.whiteoutLayer, m_layer) != m_layer)
                m_whiteouts.push_back(slots[record]);
            continue;
        }
        if (std::exchange(node.layer, m_layer) != m_layer) {
            node.isLeaf = true;
            node.isDirectory = false;
            node.size = 0;
            m_nodes.push_back(slots[record]);
        }
        if (!layer().isImplied(record)) {
            node.isDirectory = kind == EntryKind::Directory;
            node.size = size;
        }
    }
}

void DiveStack::addLayer(bool isStacked, const std::stop_token &stop)
{
    ++m_layer;
    readNodes(stop);
    if (m_layer == 0 && !m_whiteouts.empty())
        put(); // the lowest layer removes from itself
    countLeaves();
    if (!isStacked)
        return;
    // dive visits a layer by name, so that the entry at a removed path may come before or after its removal.
    for (const SlotId slot : m_whiteouts) {
        if (removesFirst(m_slots[slot].name))
            remove(slot);
    }
    put();
    for (const SlotId slot : m_whiteouts) {
        if (!removesFirst(m_slots[slot].name))
            remove(slot);
    }
}

void DiveStack::count(SlotId slot, std::uint64_t bytes)
{
    Slot &path = m_slots[slot];
    path.sum = saturatingAdd(path.sum, bytes);
    path.smallest = std::min(path.smallest, bytes);
    ++path.count;
}

void DiveStack::countLeaves()
{
    SlotId failed = kNone; // the first that removes nothing, where dive gives up on the layer
    for (const SlotId slot : m_whiteouts) {
        if (!m_slots[slot].exists && (failed == kNone || isVisitedBefore(visit(slot, true), failed)))
            failed = slot;
    }
    for (const SlotId slot : m_nodes) {
        if (m_slots[slot].isLeaf && (failed == kNone || isVisitedBefore(visit(slot), failed)))
            count(slot, m_slots[slot].size);
    }
    for (const SlotId slot : m_whiteouts) {
        if (m_slots[slot].exists && (failed == kNone || isVisitedBefore(visit(slot, true), failed)))
            count(slot, m_slots[slot].wasDirectory ? measure(slot) : 0);
    }
    if (failed == kNone) {
        m_onceSize = saturatingAdd(m_onceSize, m_onceInLayer);
        return;
    }
    const std::vector<SlotId> &slots = m_slotOf[std::size_t(m_layer)];
    for (RecordId record = 1; record < layer().size(); ++record) {
        const bool isFileOnce = slots[record] == kNone && layer().kind(record) == EntryKind::Regular;
        if (isFileOnce && isVisitedBefore({slots[layer().parent(record)], layer().name(record)}, failed))
            m_onceSize = saturatingAdd(m_onceSize, layer().fileSize(record));
    }
}

/// Whether a leaf comes before a whiteout in a walk by name.
bool DiveStack::isVisitedBefore(Visit leaf, SlotId whiteout) const
{
    // The ancestors of both that are siblings, or these themselves.
    Visit left = leaf;
    Visit right = visit(whiteout, true);
    const auto depth = [this](const Visit &node) { return m_slots[node.parent].depth; };
    while (depth(left) > depth(right))
        left = visit(left.parent);
    while (depth(right) > depth(left))
        right = visit(right.parent);
    while (left.parent != right.parent) {
        left = visit(left.parent);
        right = visit(right.parent);
    }
    return left.nodeName() < right.nodeName();
}

/// Puts the nodes of the layer on what is below.
void DiveStack::put()
{
    for (const SlotId id : m_nodes) {
        Slot &slot = m_slots[id];
        slot.wasDirectory = slot.isDirectory;
        slot.stackedSize = slot.size;
        slot.hasOnce = slot.hasOnce || slot.filledBy == m_layer;
        if (std::exchange(slot.exists, true))
            continue;
        Slot &parent = m_slots[slot.parent];
        slot.previous = kNone;
        slot.next = parent.firstChild;
        if (slot.next != kNone)
            m_slots[slot.next].previous = id;
        parent.firstChild = id;
    }
}

void DiveStack::remove(SlotId id)
{
    const Slot &slot = m_slots[id];
    if (!slot.exists)
        return;
    if (slot.next != kNone)
        m_slots[slot.next].previous = slot.previous;
    (slot.previous != kNone ? m_slots[slot.previous].next : m_slots[slot.parent].firstChild) = slot.next;
    m_pending.assign(1, id);
    while (!m_pending.empty()) {
        Slot &removed = m_slots[m_pending.back()];
        m_pending.pop_back();
        removed.exists = removed.hasOnce = false;
        for (SlotId child = std::exchange(removed.firstChild, kNone); child != kNone; child = m_slots[child].next)
            m_pending.push_back(child);
    }
}

/// The size of all that is at and below a path. Computed once for each path and layer, as whiteouts may be nested.
std::uint64_t DiveStack::measure(SlotId id)
{
    m_pending.assign(1, id);
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        Slot &slot = m_slots[m_pending[i]];
        if (std::exchange(slot.measuredBy, m_layer) == m_layer)
            continue;
        slot.total = slot.hasOnce ? saturatingAdd(slot.stackedSize, slot.onceSize) : slot.stackedSize;
        for (SlotId child = slot.firstChild; child != kNone; child = m_slots[child].next)
            m_pending.push_back(child);
    }
    for (std::size_t i = m_pending.size(); i-- > 1;) { // children come after their parents
        const Slot &slot = m_slots[m_pending[i]];
        std::uint64_t &above = m_slots[slot.parent].total;
        above = saturatingAdd(above, slot.total);
    }
    return m_slots[id].total;
}

std::string DiveStack::path(SlotId slot) const
{
    std::vector<std::string_view> names;
    for (; slot != kRoot; slot = m_slots[slot].parent)
        names.push_back(m_slots[slot].name);
    std::string path;
    while (!names.empty()) {
        path.append("/").append(names.back());
        names.pop_back();
    }
    return path;
}

DiveFigures DiveStack::finish() const
{
    DiveFigures figures;
    std::uint64_t smallest = m_onceSize;
    std::uint64_t sum = m_onceSize;
    for (SlotId id = 1; id < m_slots.size(); ++id) {
        const Slot &slot = m_slots[id];
        if (slot.count == 0)
            continue;
        smallest = saturatingAdd(smallest, slot.smallest);
        sum = saturatingAdd(sum, slot.sum);
        if (slot.count > 1) {
            figures.files.push_back({path(id), slot.count, slot.sum});
            figures.wastedBytes = saturatingAdd(figures.wastedBytes, slot.sum);
        }
    }
    if (sum > 0)
        figures.efficiency = double(smallest) / double(sum);
    std::ranges::sort(figures.files, [](const DiveFigures::File &a, const DiveFigures::File &b) {
        return std::tie(b.bytes, a.path) < std::tie(a.bytes, b.path);
    });
    return figures;
}

bool hasWhiteouts(const LayerIndex &layer)
{
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (layer.kind(record) == EntryKind::Whiteout)
            return true;
    }
    return false;
}

} // namespace

DiveFigures diveFigures(const std::vector<std::shared_ptr<const LayerIndex>> &layers, const std::stop_token &stop)
{
    std::size_t stacked = layers.size(); // above, nothing is removed
    while (stacked > 0 && !hasWhiteouts(*layers[stacked - 1]))
        --stacked;
    DiveStack stack(layers, stop);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        throwIfStopped(stop);
        stack.addLayer(i + 1 < stacked, stop);
    }
    DiveFigures figures = stack.finish();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        figures.sizeBytes = saturatingAdd(figures.sizeBytes, layers[i]->contentSize());
        if (i > 0)
            figures.userSizeBytes = saturatingAdd(figures.userSizeBytes, layers[i]->contentSize());
    }
    return figures;
}

} // namespace stratoscope
