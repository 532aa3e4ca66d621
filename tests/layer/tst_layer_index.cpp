// SPDX-License-Identifier: Apache-2.0
#include "layer/layer_index.h"

#include "support/layers.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <limits>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

/// A line per record: path, kind and whether it is implied.
QStringList lines(const LayerIndex &index)
{
    QStringList lines;
    for (RecordId record = 0; record < index.size(); ++record)
        lines << u"/%1 %2%3"_s.arg(printable(index.path(record)), QString::fromUtf8(kindName(index.kind(record))),
                                   index.isImplied(record) ? u" implied"_s : QString());
    return lines;
}

Entry entryOf(EntryKind kind)
{
    return {.kind = kind, .mtime = {}, .linkTarget = {}};
}

Result<RecordId> add(LayerIndexBuilder &builder, std::string_view path, const Entry &entry, std::uint64_t contentOffset = 0,
                     std::span<const SparseExtent> extents = {})
{
    return builder.add(
        {.path = path, .entry = entry, .contentOffset = contentOffset, .extents = extents, .sparse = !extents.empty()});
}

} // namespace

class TestLayerIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsInTheOrderOfTheTar();
    void hasARootOfItsOwn();
    void takesTheRootsAttributes();
    void refusesARootThatIsNoDirectory();
    void makesMissingParentsOnce();
    void keepsEveryAttribute();
    void keepsTimesThatDoNotFit_data();
    void keepsTimesThatDoNotFit();
    void keepsNamesWhateverTheirBytes();
    void tellsWhiteoutsApart();
    void countsEntriesAndBytes();
    void limitsDepthAndLength();
    void limitsAttributesAndSparseMaps();
    void layersShareABudget();
    void entriesCountInTheBudget();
    void limitsWhereContentsLie();
    void takesFewBytesAnEntry();
};

void TestLayerIndex::listsInTheOrderOfTheTar()
{
    const auto index = indexOf(TarBuilder().file("b").dir("a/").file("./a//y").file("/a/x").file("b").file("a/../c").dir("a"));
    QCOMPARE(lines(*index),
             (QStringList{u"/ directory implied"_s, u"/b regular"_s, u"/a directory"_s, u"/a/y regular"_s, u"/a/x regular"_s,
                          u"/b regular"_s, u"/c regular"_s, u"/a directory"_s}));
}

void TestLayerIndex::hasARootOfItsOwn()
{
    const auto index = indexOf(TarBuilder());
    QCOMPARE(lines(*index), QStringList{u"/ directory implied"_s});
    QCOMPARE(index->entry(0).mode, 0755);
    QCOMPARE(index->parent(0), 0u);
    QVERIFY(index->name(0).empty());
    QCOMPARE(index->entryCount(), 0u);
}

void TestLayerIndex::takesTheRootsAttributes()
{
    const auto index = indexOf(TarBuilder()
                                   .add({.path = "./", .type = '5', .mode = 0700, .pax = {{"SCHILY.xattr.user.a", "1"}}})
                                   .file("a")
                                   .add({.path = "/", .type = '5', .mode = 01777, .uid = 3}));
    QCOMPARE(lines(*index), (QStringList{u"/ directory"_s, u"/a regular"_s}));
    QCOMPARE(index->entry(0).mode, 01777);
    QCOMPARE(index->entry(0).uid, 3u);
    QVERIFY(!index->entry(0).xattrs); // the later record has none
}

void TestLayerIndex::refusesARootThatIsNoDirectory()
{
    for (const char type : {'0', '2', '1', '6'}) {
        const auto index = tryIndex(TarBuilder().add({.path = "a/..", .type = type, .link = "x"}).finish());
        QVERIFY(!index);
        QCOMPARE(index.error().message(), u"a/..: is at the path of the root, which must be a directory"_s);
    }
}

void TestLayerIndex::makesMissingParentsOnce()
{
    const auto index = indexOf(TarBuilder().file("a/b/c").file("a/b/d").file("a/e").dir("a/b", 0700).file("a/b/f").file("g/h"));
    QCOMPARE(lines(*index),
             (QStringList{u"/ directory implied"_s, u"/a directory implied"_s, u"/a/b directory implied"_s, u"/a/b/c regular"_s,
                          u"/a/b/d regular"_s, u"/a/e regular"_s, u"/a/b directory"_s, u"/a/b/f regular"_s,
                          u"/g directory implied"_s, u"/g/h regular"_s}));
    QCOMPARE(index->entryCount(), 6u);
}

void TestLayerIndex::keepsEveryAttribute()
{
    const auto index = indexOf(TarBuilder()
                                   .add({.path = "a",
                                         .content = "12345",
                                         .mode = 06755,
                                         .uid = 4294967294,
                                         .gid = 70000,
                                         .pax = {{"mtime", "-1.5"}, {"SCHILY.xattr.user.x", std::string("\0y", 2)}}})
                                   .symlink("s", "../t")
                                   .hardlink("h", "a")
                                   .device("c", '3', 5, 1));
    const Entry file = index->entry(1);
    QCOMPARE(file.kind, EntryKind::Regular);
    QCOMPARE(file.mode, 06755);
    QCOMPARE(file.uid, 4294967294);
    QCOMPARE(file.gid, 70000u);
    QCOMPARE(file.size, 5u);
    QVERIFY(file.mtime == (Timestamp{-2, 500'000'000}));
    QCOMPARE(*file.xattrs, (Xattrs{{"user.x", std::string("\0y", 2)}}));
    QCOMPARE(index->contentOffset(1), 1536u); // after its pax header
    QCOMPARE(index->entry(2).linkTarget, "../t");
    QVERIFY(!index->entry(2).xattrs);
    QCOMPARE(index->entry(3).linkTarget, "a");
    QCOMPARE(index->entry(3).kind, EntryKind::Hardlink);
    QCOMPARE(index->entry(4).deviceMajor, 5u);
    QCOMPARE(index->entry(4).deviceMinor, 1u);
    QVERIFY(!index->sparseExtents(1));
}

void TestLayerIndex::keepsTimesThatDoNotFit_data()
{
    QTest::addColumn<qlonglong>("seconds");
    QTest::addColumn<uint>("nanoseconds");
    constexpr qlonglong kEdge = qlonglong(1) << 33;
    for (const qlonglong seconds : {qlonglong(0), qlonglong(-1), kEdge - 1, kEdge, -kEdge, -kEdge - 1,
                                    std::numeric_limits<qlonglong>::max(), std::numeric_limits<qlonglong>::min()}) {
        for (const uint nanoseconds : {0u, 1u, 999'999'999u})
            QTest::addRow("%lld.%u", seconds, nanoseconds) << seconds << nanoseconds;
    }
}

void TestLayerIndex::keepsTimesThatDoNotFit()
{
    QFETCH(qlonglong, seconds);
    QFETCH(uint, nanoseconds);
    LayerIndexBuilder builder;
    Entry entry = entryOf(EntryKind::Regular);
    entry.mtime = {seconds, nanoseconds};
    VERIFY_RESULT(add(builder, "a", entry));
    QVERIFY(builder.finish()->entry(1).mtime == entry.mtime);
}

void TestLayerIndex::keepsNamesWhateverTheirBytes()
{
    const std::vector<std::string> names{"\xE9", "tab\t", "new\nline", " ", "\x01\x7F", std::string(255, 'x'), "\xF0\x9F\x93\xA6"};
    TarBuilder tar;
    for (const std::string &name : names)
        tar.symlink("d/" + name, name);
    const auto index = indexOf(tar);
    for (std::size_t i = 0; i < names.size(); ++i) {
        QCOMPARE(index->name(RecordId(i + 2)), names[i]);
        QCOMPARE(index->path(RecordId(i + 2)), "d/" + names[i]);
        QCOMPARE(index->entry(RecordId(i + 2)).linkTarget, names[i]);
    }
}

void TestLayerIndex::tellsWhiteoutsApart()
{
    const auto index
        = indexOf(TarBuilder().file("d/.wh.gone").file("d/.wh..wh..opq").file("d/.wh..wh.plnk/5.1").file(".wh..wh.aufs"));
    QCOMPARE(
        lines(*index),
        (QStringList{u"/ directory implied"_s, u"/d directory implied"_s, u"/d/gone whiteout"_s, u"/d/.wh..wh..opq opaque"_s}));
}

void TestLayerIndex::countsEntriesAndBytes()
{
    const auto index = indexOf(TarBuilder()
                                   .dir("./")
                                   .file("d/a", "12345")
                                   .file("d/a", "123")
                                   .file("d/.wh.b", "a whiteout has no content")
                                   .sparse({.path = "s", .size = 1000, .parts = {{500, "x"}}}, SparseForm::Pax10));
    QCOMPARE(index->entryCount(), 5u);
    QCOMPARE(index->contentSize(), 1008u);

    LayerIndexBuilder builder;
    Entry huge = entryOf(EntryKind::Regular);
    huge.size = std::numeric_limits<std::int64_t>::max();
    for (int i = 0; i < 3; ++i)
        VERIFY_RESULT(add(builder, "a", huge));
    QCOMPARE(builder.finish()->contentSize(), std::numeric_limits<std::uint64_t>::max());
}

void TestLayerIndex::limitsDepthAndLength()
{
    const auto deep = [](int depth) {
        std::string path;
        for (int i = 0; i < depth; ++i)
            path += "d/";
        return path;
    };
    LayerIndexBuilder builder;
    VERIFY_RESULT(add(builder, deep(kMaxPathDepth), entryOf(EntryKind::Directory)));
    const auto tooDeep = add(builder, deep(kMaxPathDepth + 2), entryOf(EntryKind::Directory));
    QVERIFY(!tooDeep);
    QCOMPARE(tooDeep.error().kind, ErrorKind::TooLarge);
    QCOMPARE(tooDeep.error().message(), QString::fromStdString(deep(30)) + u"…: is more than 4096 directories deep"_s);

    VERIFY_RESULT(add(builder, std::string(64 * 1024, 'x'), entryOf(EntryKind::Regular)));
    const auto tooLong = add(builder, std::string(64 * 1024 + 1, 'x'), entryOf(EntryKind::Regular));
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().message(), QString(60, u'x') + u"…: has a path or link target of more than 65536 bytes"_s);
    const std::string target(64 * 1024 + 1, 'x');
    Entry link = entryOf(EntryKind::Symlink);
    link.linkTarget = target;
    QVERIFY(!add(builder, "link", link));
}

void TestLayerIndex::limitsAttributesAndSparseMaps()
{
    LayerIndexBuilder builder;
    const Xattrs xattrs{{"user.x", std::string(1 << 20, 'x')}};
    Entry entry = entryOf(EntryKind::Regular);
    entry.xattrs = &xattrs;
    for (int i = 0; i < 511; ++i)
        VERIFY_RESULT(add(builder, "a", entry));
    const auto tooMuch = add(builder, "a", entry);
    QVERIFY(!tooMuch);
    QCOMPARE(tooMuch.error().kind, ErrorKind::TooLarge);
    QCOMPARE(tooMuch.error().message(), u"the entries and extended attributes of the image need more than 512 MiB of memory"_s);

    LayerIndexBuilder sparse;
    const std::vector<SparseExtent> extents(1'000'000, SparseExtent{.offset = 0, .length = 1});
    Result<RecordId> result = RecordId(0);
    for (int i = 0; i < 40 && result; ++i)
        result = add(sparse, "a", entryOf(EntryKind::Regular), 0, extents);
    QVERIFY(!result);
}

void TestLayerIndex::layersShareABudget()
{
    const auto memory = std::make_shared<MemoryBudget>(10 << 20);
    const Xattrs xattrs{{"user.x", std::string(4 << 20, 'x')}};
    Entry entry = entryOf(EntryKind::Regular);
    entry.xattrs = &xattrs;
    LayerIndexBuilder one(memory);
    VERIFY_RESULT(add(one, "a", entry));
    auto first = one.finish();
    LayerIndexBuilder two(memory);
    VERIFY_RESULT(add(two, "a", entry));
    QVERIFY(!add(two, "b", entry));
    // What a layer took is there again once it is gone.
    first.reset();
    LayerIndexBuilder three(memory);
    VERIFY_RESULT(add(three, "a", entry));
    QVERIFY(!add(three, "b", entry));
}

void TestLayerIndex::entriesCountInTheBudget()
{
    LayerIndexBuilder builder(std::make_shared<MemoryBudget>(1 << 20));
    int added = 0;
    while (add(builder, "some/folder/file-" + std::to_string(added), entryOf(EntryKind::Regular)))
        ++added;
    QVERIFY2(added > 15'000 && added < 25'000, qPrintable(QString::number(added)));
}

void TestLayerIndex::limitsWhereContentsLie()
{
    constexpr std::uint64_t kEnd = LayerIndex::kContentUnit << 32;
    LayerIndexBuilder builder;
    const auto last = add(builder, "a", entryOf(EntryKind::Regular), kEnd - LayerIndex::kContentUnit);
    VERIFY_RESULT(last);
    const auto beyond = add(builder, "b", entryOf(EntryKind::Regular), kEnd);
    QVERIFY(!beyond);
    QCOMPARE(beyond.error().message(), u"b: is beyond the first 2 TiB of the layer"_s);
    QCOMPARE(builder.finish()->contentOffset(*last), kEnd - LayerIndex::kContentUnit);
}

void TestLayerIndex::takesFewBytesAnEntry()
{
    LayerIndexBuilder builder;
    for (int i = 0; i < 10'000; ++i)
        VERIFY_RESULT(add(builder, "some/folder/file-" + std::to_string(i), entryOf(EntryKind::Regular)));
    const auto index = builder.finish();
    QVERIFY(index->memoryUsage() - index->namesSize() <= 40 * index->size() + 1000);
}

STRATOSCOPE_APPLESS_TEST(TestLayerIndex)
#include "tst_layer_index.moc"
