// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/directory_blocks.h"

#include <algorithm>
#include <cstring>

namespace stratoscope::ext4 {

namespace {

constexpr std::size_t kNameAlignment = 4;
constexpr std::uint8_t kHalfMd4 = 1;

constexpr std::size_t recordSize(std::size_t nameLength)
{
    return unitsFor(sizeof(DirectoryRecord) + nameLength, kNameAlignment) * kNameAlignment;
}

constexpr std::size_t kDotSize = recordSize(1);
constexpr std::size_t kDotsSize = kDotSize + recordSize(2);
constexpr std::size_t kRootOffset = kDotsSize + sizeof(IndexRootInfo);
constexpr std::size_t kNodeOffset = sizeof(DirectoryRecord);
constexpr std::size_t kMostInRoot = (kBlockSize - kRootOffset) / sizeof(IndexEntry);
constexpr std::size_t kMostInNode = (kBlockSize - kNodeOffset) / sizeof(IndexEntry);

/// A block that is filled with records and then written.
class BlockBuilder
{
public:
    void add(std::string_view name, std::uint32_t inode, FileType type)
    {
        m_last = m_filled;
        m_filled += recordSize(name.size());
        put(m_last, inode, recordSize(name.size()), name, quint8(type));
    }
    /// A record without a name, of the whole block.
    void addEmpty() { put(m_last = 0, 0, kBlockSize, {}, 0); }
    void addDots(std::uint32_t self, std::uint32_t parent)
    {
        add(".", self, FileType::Directory);
        add("..", parent, FileType::Directory);
    }
    template <typename Structure>
    void putAt(std::size_t offset, const Structure &structure)
    {
        std::memcpy(m_block.data() + offset, &structure, sizeof(structure));
    }
    Result<void> writeTo(ByteSink &into)
    {
        // The last record reaches to the end.
        DirectoryRecord last;
        std::memcpy(&last, m_block.data() + m_last, sizeof(last));
        last.length = quint16(kBlockSize - m_last);
        putAt(m_last, last);
        return into.append(m_block);
    }

private:
    void put(std::size_t at, std::uint32_t inode, std::size_t size, std::string_view name, quint8 type)
    {
        DirectoryRecord record;
        record.inode = inode;
        record.length = quint16(size);
        record.nameLength = quint8(name.size());
        record.type = type;
        putAt(at, record);
        if (!name.empty())
            std::memcpy(m_block.data() + at + sizeof(record), name.data(), name.size());
    }

    std::array<std::byte, kBlockSize> m_block{};
    std::size_t m_filled = 0;
    std::size_t m_last = 0; ///< the offset of the last record
};

struct Reference {
    std::uint32_t hash = 0;
    std::uint32_t block = 0;
};

void putIndex(BlockBuilder &builder, std::size_t offset, std::span<const Reference> references)
{
    for (std::size_t i = 0; i < references.size(); ++i) {
        IndexEntry entry;
        entry.hash = references[i].hash;
        entry.block = references[i].block;
        builder.putAt(offset + i * sizeof(entry), entry);
    }
    IndexCount count;
    count.most = quint16((kBlockSize - offset) / sizeof(IndexEntry));
    count.count = quint16(references.size());
    builder.putAt(offset, count);
}

} // namespace

DirectoryBlocks::DirectoryBlocks(std::vector<Name> names, const HashSeed &seed)
    : m_names(std::move(names))
{
    divide(kBlockSize - kDotsSize);
    if (m_leaves.size() == 1)
        return;
    const std::vector<Name> inOrder = m_names;
    sortByHash(seed);
    divide(kBlockSize);
    m_isIndexed = nodes() <= kMostInRoot;
    if (!m_isIndexed) {
        m_names = inOrder;
        m_hashes.clear();
        divide(kBlockSize - kDotsSize);
    }
}

void DirectoryBlocks::sortByHash(const HashSeed &seed)
{
    std::vector<std::pair<std::uint32_t, std::size_t>> order(m_names.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = {nameHash(m_names[i].bytes, seed), i};
    std::ranges::sort(order);
    std::vector<Name> sorted;
    sorted.reserve(order.size());
    m_hashes.reserve(order.size());
    for (const auto &[hash, i] : order) {
        sorted.push_back(std::move(m_names[i]));
        m_hashes.push_back(hash);
    }
    m_names = std::move(sorted);
}

void DirectoryBlocks::divide(std::size_t room)
{
    m_leaves.assign(1, {});
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const std::size_t size = recordSize(m_names[i].bytes.size());
        if (size > room) {
            // Names of the same hash may be in both: its lowest bit says so.
            const std::uint32_t hash = m_hashes.empty() ? 0 : m_hashes[i] | (m_hashes[i] == m_hashes[i - 1] ? 1 : 0);
            m_leaves.push_back({i, 0, hash});
            room = kBlockSize;
        }
        ++m_leaves.back().count;
        room -= size;
    }
}

/// Between the root of the index and the leaves.
std::size_t DirectoryBlocks::nodes() const
{
    return m_leaves.size() <= kMostInRoot ? 0 : unitsFor(m_leaves.size(), kMostInNode);
}

std::uint32_t DirectoryBlocks::count() const
{
    return std::uint32_t((m_isIndexed ? 1 + nodes() : 0) + m_leaves.size());
}

Result<void> DirectoryBlocks::write(std::uint32_t self, std::uint32_t parent, ByteSink &into) const
{
    if (m_isIndexed)
        STRATOSCOPE_CHECK(writeIndex(self, parent, into));
    for (const Leaf &leaf : m_leaves) {
        BlockBuilder builder;
        if (!m_isIndexed && leaf.first == 0)
            builder.addDots(self, parent);
        for (const Name &name : std::span(m_names).subspan(leaf.first, leaf.count))
            builder.add(name.bytes, name.inode, name.type);
        STRATOSCOPE_CHECK(builder.writeTo(into));
    }
    return {};
}

Result<void> DirectoryBlocks::writeIndex(std::uint32_t self, std::uint32_t parent, ByteSink &into) const
{
    const std::size_t nodeCount = nodes();
    std::vector<Reference> leaves;
    for (std::size_t i = 0; i < m_leaves.size(); ++i)
        leaves.push_back({m_leaves[i].hash, std::uint32_t(1 + nodeCount + i)});
    const auto leavesOf = [&](std::size_t node) {
        const auto rest = std::span<const Reference>(leaves).subspan(node * kMostInNode);
        return rest.first(std::min(rest.size(), kMostInNode));
    };
    std::vector<Reference> top = leaves;
    if (nodeCount > 0) {
        top.clear();
        for (std::size_t node = 0; node < nodeCount; ++node)
            top.push_back({leavesOf(node).front().hash, std::uint32_t(1 + node)});
    }

    BlockBuilder root;
    root.addDots(self, parent);
    IndexRootInfo info{};
    info.hashVersion = kHalfMd4;
    info.size = sizeof(info);
    info.levels = nodeCount > 0 ? 1 : 0;
    root.putAt(kDotsSize, info);
    putIndex(root, kRootOffset, top);
    STRATOSCOPE_CHECK(root.writeTo(into));
    for (std::size_t node = 0; node < nodeCount; ++node) {
        BlockBuilder builder;
        builder.addEmpty();
        putIndex(builder, kNodeOffset, leavesOf(node));
        STRATOSCOPE_CHECK(builder.writeTo(into));
    }
    return {};
}

} // namespace stratoscope::ext4
