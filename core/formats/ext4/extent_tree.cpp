// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/extent_tree.h"

#include <algorithm>
#include <cstring>

namespace stratoscope::ext4 {

namespace {

constexpr std::uint16_t kExtentMagic = 0xF30A;
constexpr std::uint32_t kMostInExtent = 32768;
constexpr std::size_t kExtentsInRoot = (sizeof(BlockField) - sizeof(ExtentHeader)) / sizeof(ExtentOnDisk);
constexpr std::size_t kExtentsInNode = (kBlockSize - sizeof(ExtentHeader)) / sizeof(ExtentOnDisk);

/// The entries are ExtentOnDisk or ExtentReference.
template <typename Entry>
void fillNode(std::span<std::byte> node, std::span<const Entry> entries, std::uint16_t depth)
{
    ExtentHeader header{};
    header.magic = kExtentMagic;
    header.entries = quint16(entries.size());
    header.most = quint16((node.size() - sizeof(header)) / sizeof(Entry));
    header.depth = depth;
    std::memcpy(node.data(), &header, sizeof(header));
    if (!entries.empty())
        std::memcpy(node.data() + sizeof(header), entries.data(), entries.size_bytes());
}

} // namespace

std::uint64_t mapExtents(std::span<const BlockRun> runs, std::uint64_t first, const Geometry &geometry, std::vector<Extent> &into)
{
    for (BlockRun run : runs) {
        while (run.count > 0) {
            first = geometry.afterCopy(first);
            const std::uint64_t most = std::min<std::uint64_t>(kMostInExtent, geometry.nextCopy(first) - first);
            const std::uint64_t length = std::min(run.count, most);
            into.push_back({std::uint32_t(run.first), std::uint32_t(length), first});
            run.first += length;
            run.count -= length;
            first += length;
        }
    }
    return first;
}

std::uint64_t extentNodes(std::size_t extents)
{
    std::uint64_t nodes = 0;
    for (std::uint64_t level = extents; level > kExtentsInRoot;) {
        level = unitsFor(level, kExtentsInNode);
        nodes += level;
    }
    return nodes;
}

ExtentTree::ExtentTree(std::span<const Extent> extents, std::uint64_t firstNode, const Geometry &geometry)
{
    std::vector<ExtentOnDisk> leaves(extents.size());
    for (std::size_t i = 0; i < extents.size(); ++i) {
        leaves[i].block = extents[i].block;
        leaves[i].length = quint16(extents[i].length);
        leaves[i].startHigh = quint16(extents[i].start >> 32);
        leaves[i].start = quint32(extents[i].start);
    }
    if (leaves.size() <= kExtentsInRoot) {
        fillNode<ExtentOnDisk>(m_root, leaves, 0);
        return;
    }

    m_nodes.resize(extentNodes(extents.size()) * kBlockSize);
    std::size_t filled = 0;
    /// Makes nodes of entries, and references to them.
    const auto addLevel = [&]<typename Entry>(std::span<const Entry> entries, std::uint16_t depth) {
        std::vector<ExtentReference> references;
        while (!entries.empty()) {
            const auto part = entries.first(std::min(entries.size(), kExtentsInNode));
            fillNode<Entry>(std::span(m_nodes).subspan(filled, kBlockSize), part, depth);
            filled += kBlockSize;
            firstNode = geometry.afterCopy(firstNode);
            ExtentReference reference{};
            reference.block = part.front().block;
            reference.node = quint32(firstNode);
            reference.nodeHigh = quint16(firstNode >> 32);
            references.push_back(reference);
            ++firstNode;
            entries = entries.subspan(part.size());
        }
        return references;
    };
    std::uint16_t depth = 0;
    std::vector<ExtentReference> level = addLevel(std::span<const ExtentOnDisk>(leaves), depth);
    while (level.size() > kExtentsInRoot)
        level = addLevel(std::span<const ExtentReference>(level), ++depth);
    fillNode<ExtentReference>(m_root, level, std::uint16_t(depth + 1));
}

} // namespace stratoscope::ext4
