// SPDX-License-Identifier: Apache-2.0
#include "support/hostile.h"

#include "layer/pax.h"
#include "layer/whiteout.h"
#include "support/need.h"
#include "support/plain_unpacker.h"
#include "support/sources.h"
#include "tree/merged_tree.h"

#include <QtGlobal>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

void insist(bool holds, const char *what)
{
    if (!holds)
        qFatal("not true: %s", what);
}

/// What is true of every tree, whatever its layers are.
void checkTree(const MergedTree &tree, bool isMerged)
{
    std::uint32_t entries = 0;
    for (NodeId node = 0; node < tree.size(); ++node) {
        insist(node == kRootNode || tree.parent(node) < node, "a node stands behind its parent");
        insist(tree.isDirectory(tree.parent(node)), "a parent is a directory");
        const EntryKind kind = tree.kind(node);
        const Entry entry = tree.entry(node);
        insist(entry.kind == kind, "the entry is of the node's kind");
        if (isMerged) {
            insist(kind != EntryKind::Whiteout && kind != EntryKind::Opaque && kind != EntryKind::Hardlink,
                   "a merged tree has only files");
            insist(tree.find(tree.path(node)) == node, "a node is found by its path");
        }
        if (tree.isDirectory(node)) {
            const auto children = tree.children(node);
            for (const NodeId child : children) {
                if (child == *children.begin())
                    continue;
                const int compared = tree.name(child - 1).compare(tree.name(child));
                insist(compared < 0 || (compared == 0 && !isMerged), "children are sorted, and of different names");
            }
            insist(tree.totalEntries(node) >= children.size(), "children are counted");
        }
        const auto resolved = tree.resolve(tree.path(node));
        insist(!resolved || tree.kind(*resolved) != EntryKind::Symlink, "a path leads to what is no link");
        ++entries;
    }
    insist(tree.totalEntries(kRootNode) + 1 == entries, "all entries are counted");
}

/// Two bytes choose a path of a few names, so that paths meet.
class Chooser
{
public:
    explicit Chooser(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    bool isAtEnd() const { return m_bytes.empty(); }
    unsigned next()
    {
        if (m_bytes.empty())
            return 0;
        const auto byte = static_cast<unsigned char>(m_bytes.front());
        m_bytes.remove_prefix(1);
        return byte;
    }
    std::string path()
    {
        static constexpr const char *kNames[]{"a", "b", "c", "a.b", "a", "b", "d", ".."};
        unsigned bits = next() | next() << 8;
        std::string path = bits & 1 ? "" : bits & 2 ? "/" : "./";
        bits >>= 2;
        for (unsigned depth = 1 + bits % 4; depth > 0; --depth, bits >>= 3)
            path.append(kNames[bits >> 2 & 7]).append(depth > 1 ? "/" : "");
        return path;
    }

private:
    std::string_view m_bytes;
};

std::shared_ptr<const LayerIndex> chooseLayer(Chooser &choose, std::int64_t &time)
{
    static constexpr EntryKind kKinds[]{EntryKind::Regular,  EntryKind::Directory, EntryKind::Symlink,   EntryKind::Hardlink,
                                        EntryKind::Whiteout, EntryKind::Opaque,    EntryKind::Directory, EntryKind::Fifo};
    LayerIndexBuilder builder;
    for (unsigned count = choose.next() % 24; count > 0 && !choose.isAtEnd(); --count) {
        Entry entry{.kind = kKinds[choose.next() % 8], .mtime = {++time, 0}, .linkTarget = {}};
        std::string path = choose.path();
        std::string link;
        if (entry.kind == EntryKind::Symlink || entry.kind == EntryKind::Hardlink)
            link = choose.path();
        entry.linkTarget = link;
        if (entry.kind == EntryKind::Opaque)
            path += "/.wh..wh..opq";
        // A path that means the root is refused for all but directories.
        (void)builder.add({.path = path, .entry = entry, .contentOffset = 0, .extents = {}, .sparse = false});
    }
    return builder.finish();
}

void compare(const MergedTree &tree, const PlainUnpacker &plain)
{
    insist(tree.size() == plain.files().size() + 1, "there are as many entries as a plain unpacker has");
    for (NodeId node = 1; node < tree.size(); ++node) {
        const auto found = plain.files().find(tree.path(node).substr(1));
        insist(found != plain.files().end(), "an entry is where a plain unpacker has it");
        const PlainUnpacker::File &file = *found->second;
        const Entry entry = tree.entry(node);
        insist(file.kind == entry.kind && file.link == entry.linkTarget, "an entry is what a plain unpacker has there");
        insist(file.time == (entry.implied ? -1 : entry.mtime.seconds), "an entry is the one that a plain unpacker has there");
    }
}

} // namespace

void tryTar(std::string_view bytes)
{
    MemoryTarInput input{std::string(bytes)};
    TarReader reader(input);
    LayerIndexBuilder builder;
    std::uint64_t members = 0;
    while (true) {
        const auto next = reader.next();
        if (!next || !*next)
            break;
        const TarMember &member = **next;
        insist(++members <= bytes.size() / 512, "every member has a header");
        insist(reader.position() <= bytes.size(), "there is nothing beyond the end");
        const auto body = reader.body(100);
        insist(!body || body->size() <= std::min<std::uint64_t>(100, member.storedSize), "a body is no longer than it is");
        const auto marked = readMark(member.path);
        if (marked.mark == Mark::Aufs)
            continue;
        const auto extents = member.extents ? std::span(*member.extents) : std::span<const SparseExtent>();
        const auto record = builder.add({.path = marked.path,
                                         .entry = member.entry(marked.mark),
                                         .contentOffset = member.bodyOffset,
                                         .extents = extents,
                                         .sparse = member.extents.has_value()});
        insist(!record || *record == 0 || !member.path.empty(), "a name is not lost");
    }
    (void)reader.drain();
    const auto index = builder.finish();
    insist(index->memoryUsage() <= 100 * (bytes.size() + 1000), "memory is bounded by what there is");
    if (const auto tree = MergedTree::merge({index, index}))
        checkTree(**tree, true);
    checkTree(*MergedTree::ofLayer(index, 0), false);
}

void tryDecoder(std::string_view bytes)
{
    constexpr std::size_t kMost = 16 << 20;
    const std::size_t chunk = bytes.empty() ? 1 : 1 + 16 * std::size_t(static_cast<unsigned char>(bytes.back()));
    MemorySource source(std::string(bytes), {.chunk = chunk});
    LayerDecoder decoder(source);
    std::vector<std::byte> buffer(50'000);
    std::size_t sum = 0;
    while (sum < kMost) {
        const auto count = decoder.read(buffer);
        if (!count || *count == 0)
            break;
        insist(*count <= buffer.size(), "no more is read than there is room for");
        sum += *count;
    }
}

void tryPax(std::string_view bytes)
{
    const auto records = parsePax(bytes);
    if (!records)
        return;
    (void)records->number("size");
    (void)records->time("mtime");
    (void)paxSparseForm(*records);
    const auto map = paxSparseMap(*records);
    insist(!map || map->size() <= bytes.size(), "a map is no longer than its text");
    const auto size = records->number("GNU.sparse.size");
    if (map && size && *size && **size >= 0 && checkSparseMap(*map, std::uint64_t(**size), 100)) {
        std::uint64_t sum = 0;
        for (const SparseExtent &extent : *map)
            sum += extent.length;
        insist(sum == 100, "a map that is right tells of as many bytes as are stored");
    }
}

void tryTree(std::string_view bytes)
{
    Chooser choose(bytes);
    MergedTree::Layers layers;
    PlainUnpacker plain;
    bool plainWorks = true;
    std::int64_t time = 0;
    while (layers.size() < 5 && !choose.isAtEnd()) {
        layers.push_back(chooseLayer(choose, time));
        plainWorks = plainWorks && plain.apply(*layers.back());
        checkTree(*MergedTree::ofLayer(layers.back(), 0), false);
    }
    const auto tree = MergedTree::merge(layers);
    insist(tree || !plainWorks, "what a plain unpacker takes is no error");
    if (!tree)
        return;
    checkTree(**tree, true);
    if (plainWorks)
        compare(**tree, plain);
}

} // namespace stratoscope::test
