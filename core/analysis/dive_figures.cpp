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
class DiveStack
{
public:
    DiveStack() { m_slots.emplace_back(); }

    /// Counts the leaves of the next layer. `isStacked`: whether whiteouts of later layers need what it has.
    void addLayer(const LayerIndex &layer, bool isStacked, const std::stop_token &stop);
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
        int measuredBy = -1; ///< the last layer for which `total` was computed
        std::uint64_t total = 0; ///< with everything below
        SlotId firstChild = kNone;
        SlotId next = kNone;
        SlotId previous = kNone;
    };

    SlotId slotFor(SlotId parent, std::string_view name);
    void growTable();
    void readNodes(const LayerIndex &layer, const std::stop_token &stop);
    void countLeaves();
    void count(SlotId slot, std::uint64_t bytes);
    static bool removesFirst(std::string_view name) { return std::string(kWhiteoutPrefix).append(name) < name; }
    bool isVisitedBefore(SlotId leaf, bool isWhiteout, SlotId whiteout) const;
    void put();
    void remove(SlotId slot);
    std::uint64_t measure(SlotId slot);
    std::string path(SlotId slot) const;

    std::vector<Slot> m_slots;
    std::vector<std::pair<std::uint32_t, SlotId>> m_table = std::vector(1024, std::pair(0U, kNone)); ///< open addressing, by hash
    int m_layer = -1;
    std::vector<SlotId> m_nodes; ///< of the current layer, parents first
    std::vector<SlotId> m_whiteouts; ///< the paths that it removes
    std::vector<SlotId> m_slotOf; ///< by record
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

void DiveStack::readNodes(const LayerIndex &layer, const std::stop_token &stop)
{
    m_nodes.clear();
    m_whiteouts.clear();
    m_slotOf.assign(layer.size(), kRoot);
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (record % 0x4000 == 0)
            throwIfStopped(stop);
        const EntryKind kind = layer.kind(record);
        if (kind == EntryKind::Opaque)
            continue;
        const SlotId parent = m_slotOf[layer.parent(record)];
        const SlotId slot = slotFor(parent, layer.name(record));
        m_slotOf[record] = slot;
        m_slots[parent].isLeaf = false;
        Slot &node = m_slots[slot];
        if (kind == EntryKind::Whiteout) {
            if (std::exchange(node.whiteoutLayer, m_layer) != m_layer)
                m_whiteouts.push_back(slot);
            continue;
        }
        if (std::exchange(node.layer, m_layer) != m_layer) {
            node.isLeaf = true;
            node.isDirectory = false;
            node.size = 0;
            m_nodes.push_back(slot);
        }
        if (!layer.isImplied(record)) {
            node.isDirectory = kind == EntryKind::Directory;
            node.size = kind == EntryKind::Regular ? layer.fileSize(record) : 0;
        }
    }
}

void DiveStack::addLayer(const LayerIndex &layer, bool isStacked, const std::stop_token &stop)
{
    ++m_layer;
    readNodes(layer, stop);
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
        if (!m_slots[slot].exists && (failed == kNone || isVisitedBefore(slot, true, failed)))
            failed = slot;
    }
    for (const SlotId slot : m_nodes) {
        if (m_slots[slot].isLeaf && (failed == kNone || isVisitedBefore(slot, false, failed)))
            count(slot, m_slots[slot].size);
    }
    for (const SlotId slot : m_whiteouts) {
        if (m_slots[slot].exists && (failed == kNone || isVisitedBefore(slot, true, failed)))
            count(slot, m_slots[slot].wasDirectory ? measure(slot) : 0);
    }
}

/// Whether a leaf comes before a whiteout in a walk by name.
bool DiveStack::isVisitedBefore(SlotId leaf, bool isWhiteout, SlotId whiteout) const
{
    // The ancestors of both that are siblings, and whether they are these themselves.
    SlotId left = leaf;
    SlotId right = whiteout;
    while (m_slots[left].depth > m_slots[right].depth)
        left = m_slots[left].parent;
    while (m_slots[right].depth > m_slots[left].depth)
        right = m_slots[right].parent;
    while (m_slots[left].parent != m_slots[right].parent) {
        left = m_slots[left].parent;
        right = m_slots[right].parent;
    }
    const auto nameOf = [this](SlotId slot, bool isRemoved) {
        return std::string(isRemoved ? kWhiteoutPrefix : std::string_view()).append(m_slots[slot].name);
    };
    return nameOf(left, isWhiteout && left == leaf) < nameOf(right, right == whiteout);
}

/// Puts the nodes of the layer on what is below.
void DiveStack::put()
{
    for (const SlotId id : m_nodes) {
        Slot &slot = m_slots[id];
        slot.wasDirectory = slot.isDirectory;
        slot.stackedSize = slot.size;
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
        removed.exists = false;
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
        slot.total = slot.stackedSize;
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
    std::uint64_t smallest = 0;
    std::uint64_t sum = 0;
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
    DiveStack stack;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        throwIfStopped(stop);
        stack.addLayer(*layers[i], i + 1 < stacked, stop);
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
