// SPDX-License-Identifier: Apache-2.0
#include "fuzz/layer_fuzzers.h"

#include "layer/pax.h"
#include "layer/region_input.h"
#include "layer/whiteout.h"
#include "prebaked/prebaked_format.h"
#include "prebaked/prebaked_layer.h"
#include "prebaked/sidecar.h"
#include "stream/decompress.h"
#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/plain_unpacker.h"
#include "support/prebaked.h"
#include "support/sources.h"
#include "support/tar_builder.h"
#include "tree/merged_tree.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

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
class TreeChooser
{
public:
    explicit TreeChooser(std::string_view bytes)
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

std::shared_ptr<const LayerIndex> chooseLayer(TreeChooser &choose, std::int64_t &time)
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

void compareTrees(const MergedTree &tree, const PlainUnpacker &plain)
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

/// Reads to the end, or as much as a test has time for.
bool decodes(LayerDecoder &decoder)
{
    constexpr std::size_t kMost = 16 << 20;
    std::vector<std::byte> buffer(50'000);
    std::size_t sum = 0;
    while (sum < kMost) {
        const auto count = decoder.read(buffer);
        if (!count)
            return false;
        if (*count == 0)
            break;
        insist(*count <= buffer.size(), "no more is read than there is room for");
        sum += *count;
    }
    return true;
}

/// A folder with the files of one layer.
class FuzzedLayer
{
public:
    static constexpr auto kName = "layer"_L1;

    FuzzedLayer() = default;
    /// The layer of a tar.
    explicit FuzzedLayer(std::string_view tar) { need(writePrebaked(tar, m_folder.path(), kName)); }

    const QString &folder() const { return m_folder.path(); }
    QString path(QLatin1StringView suffix) const { return m_folder.path() + u'/' + kName + suffix; }
    void write(QLatin1StringView suffix, std::string_view bytes) const
    {
        QFile file(path(suffix));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    void clear() const
    {
        for (const QString &name : QDir(m_folder.path()).entryList(QDir::Files))
            QFile::remove(m_folder.path() + u'/' + name);
    }
    Result<PrebakedLayer> read() const { return readPrebakedLayer(m_folder.path(), kName); }

private:
    TestFolder m_folder;
};

bool checkPrebaked(const Result<PrebakedLayer> &layer)
{
    if (!layer)
        return false;
    checkTree(*MergedTree::ofLayer(layer->index, 0), false);
    FileDigests::Reader digests(layer->digests, layer->index);
    std::vector<std::byte> buffer(1000);
    for (RecordId record = 0; record < layer->index->size(); ++record) {
        (void)digests.digest(record);
        if (layer->index->kind(record) == EntryKind::Regular)
            insist(layer->contents.read(*layer->index, record, 0, buffer).has_value(), "every file is within the contents");
    }
    return true;
}

std::string layerTar()
{
    const SparseFile sparse{.path = "sparse", .size = 9000, .parts = {{0, "one"}, {4096, "two"}, {8000, "three"}}};
    return TarBuilder()
        .dir("./")
        .add({.path = "d/a", .content = std::string(700, 'x'), .pax = {{"mtime", "1.5"}, {"SCHILY.xattr.user.a", "b"}}})
        .add({.path = std::string(120, 'n'), .type = '2', .link = std::string(150, 'l'), .format = TarFormat::Gnu})
        .file("d/.wh.gone")
        .file("d/.wh..wh..opq")
        .symlink("l", "d")
        .file("l/below")
        .hardlink("h", "d/a")
        .device("c", '3', 1, 3)
        .add({.path = "big", .uid = 3'000'000, .base256 = true})
        .sparse(sparse, SparseForm::Old)
        .sparse(sparse, SparseForm::Pax00)
        .sparse(sparse, SparseForm::Pax01)
        .sparse(sparse, SparseForm::Pax10)
        .finish();
}

std::string readWhole(const QString &path)
{
    return readDisk(path).toStdString();
}

} // namespace

bool tryTar(std::string_view bytes)
{
    MemoryTarInput input{std::string(bytes)};
    TarReader reader(input);
    LayerIndexBuilder builder;
    std::uint64_t members = 0;
    bool isWhole = false;
    while (true) {
        const auto next = reader.next();
        isWhole = next.has_value();
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
    return isWhole;
}

bool tryDecoder(std::string_view bytes)
{
    const std::size_t chunk = bytes.empty() ? 1 : 1 + 16 * std::size_t(static_cast<unsigned char>(bytes.back()));
    MemorySource source(std::string(bytes), {.chunk = chunk});
    LayerDecoder decoder(source);
    return decodes(decoder);
}

bool tryStream(std::string_view bytes)
{
    const FileRegion region = regionOf(bytes);
    const auto compression = detectCompression(region);
    if (!compression || (*compression != Compression::Xz && *compression != Compression::Bzip2))
        return false;
    RegionSource source(region);
    LayerDecoder decoder(source);
    return decodes(decoder);
}

bool tryPax(std::string_view bytes)
{
    const auto records = parsePax(bytes);
    if (!records)
        return false;
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
    return true;
}

bool tryTree(std::string_view bytes)
{
    TreeChooser choose(bytes);
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
        return true; // any bytes are entries, but not all of them fit together
    checkTree(**tree, true);
    if (plainWorks)
        compareTrees(**tree, plain);
    return true;
}

bool tryLayer(std::string_view bytes)
{
    static const FuzzedLayer layer;
    layer.clear();
    const auto written = writePrebaked(bytes, layer.folder(), FuzzedLayer::kName);
    if (!written)
        return false;
    const auto read = layer.read();
    insist(checkPrebaked(read), "a layer that was written can be read");
    const LayerIndex &one = *written->facts.index;
    const LayerIndex &other = *read->index;
    insist(one.size() == other.size(), "it has as many entries");
    for (RecordId record = 0; record < one.size(); ++record)
        insist(one.kind(record) == other.kind(record) && one.path(record) == other.path(record), "it has the same entries");
    return true;
}

bool tryIdx(std::string_view bytes)
{
    static const FuzzedLayer layer(layerTar());
    layer.write(prebaked::kIdxSuffix, bytes);
    return checkPrebaked(layer.read());
}

bool trySidecar(std::string_view bytes)
{
    auto sidecar = Sidecar::parse(QByteArray(bytes.data(), qsizetype(bytes.size())), u"sidecar"_s);
    if (!sidecar)
        return false;
    bool isSound = true;
    for (std::uint32_t record = 0; record < 50; ++record) {
        if (sidecar->has(record))
            isSound = sidecar->entry().has_value() && isSound;
    }
    static const FuzzedLayer layer(layerTar());
    layer.write(prebaked::kSidecarSuffix, bytes);
    return checkPrebaked(layer.read()) && isSound;
}

std::vector<std::string> tarCorpus()
{
    return {layerTar(), TarBuilder().dir("a/").file("a/b", "content").unfinished(),
            TarBuilder()
                .add({.path = "v7", .content = "x", .format = TarFormat::V7})
                .add({.path = "s", .format = TarFormat::Star})
                .finish()};
}

std::vector<std::string> decoderCorpus()
{
    std::vector<std::string> corpus{layerTar()};
    for (const auto compression : {Compression::Gzip, Compression::Zstd})
        corpus.push_back(compressed(layerTar(), compression) + compressed("more", compression));
    corpus.push_back(zstdSkippableFrame("skipped") + compressed("text", Compression::Zstd));
    return corpus;
}

std::vector<std::string> streamCorpus()
{
    std::vector<std::string> corpus;
    for (const auto compression : {Compression::Xz, Compression::Bzip2})
        corpus.push_back(compressed(layerTar(), compression) + compressed("more", compression));
    return corpus;
}

std::vector<std::string> paxCorpus()
{
    return {paxText({{"path", "a/b"},
                     {"size", "123"},
                     {"mtime", "-1.5"},
                     {"GNU.sparse.map", "0,50,100,50"},
                     {"GNU.sparse.size", "200"},
                     {"SCHILY.xattr.user.x", std::string("\0\1\2", 3)},
                     {"LIBARCHIVE.xattr.user.y", "aGk"}}),
            paxText({{"GNU.sparse.major", "0"},
                     {"GNU.sparse.minor", "0"},
                     {"GNU.sparse.offset", "0"},
                     {"GNU.sparse.numbytes", "100"},
                     {"linkpath", "x"},
                     {"uid", "4294967294"}})};
}

std::vector<std::string> treeCorpus()
{
    std::vector<std::string> corpus;
    for (unsigned seed = 0; seed < 20; ++seed)
        corpus.push_back(noise(20 + 10 * seed, seed));
    return corpus;
}

std::vector<std::string> layerCorpus()
{
    std::vector<std::string> corpus = tarCorpus();
    corpus.push_back(compressed(layerTar(), Compression::Gzip));
    corpus.push_back(compressed(layerTar(), Compression::Zstd));
    return corpus;
}

std::vector<std::string> idxCorpus()
{
    return {readWhole(FuzzedLayer(layerTar()).path(prebaked::kIdxSuffix)), "ARCHIVE0\n"};
}

std::vector<std::string> sidecarCorpus()
{
    return {readWhole(FuzzedLayer(layerTar()).path(prebaked::kSidecarSuffix)),
            R"({"version":1,"entries":{"1":{"mtimeNsec":5},"2":{"name":"YQ==","link":"Yg==","xattrs":{"user.a":"AA=="}}}})"};
}

std::string withChecksums(std::string tar)
{
    for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
        if (tar[at + 148] == '0' && tar[at + 154] == '\0')
            tar.replace(at, 512, withChecksum(tar.substr(at, 512)));
    }
    return tar;
}

} // namespace stratoscope::test
