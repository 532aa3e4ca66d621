// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "tree/merged_tree.h"

#include "support/layers.h"
#include "support/results.h"
#include "support/tree_text.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

class TestMergedTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsBytewise();
    void hasARoot();
    void appliesLayersInOrder();
    void showsOneLayer_data();
    void showsOneLayer();
    void prefersEntriesToWhiteoutsOfTheirName();
    void sumsUp();
    void countsHardLinksOnceInEveryDirectory_data();
    void countsHardLinksOnceInEveryDirectory();
    void countsHardLinksOfDeepDirectoriesQuickly();
    void sumsUpClaimsOfAnySize();
    void findsPaths();
    void namesStandInNodeOrder();
    void resolves_data();
    void resolves();
    void resolvesNot_data();
    void resolvesNot();
    void followsFortyLinks();
    void readsFiles();
    void refusesTooManyLayers();
    void takesFewBytesANode();
};

/// Visiting sorted siblings depth first yields paths sorted bytewise, with `/` before all other bytes.
void TestMergedTree::sortsBytewise()
{
    const std::vector<std::string> names{"a",  "a/x", "a\x01",    "a ",   "a!", "a-b",  "a.b",
                                         "ab", "B",   "\xC3\xA4", "\xFF", "~",  "a\x7F"};
    TarBuilder tar;
    for (const std::string &name : names)
        name == "a" ? tar.dir(name) : tar.file(name);
    const auto tree = merged({tar});
    std::vector<std::string> walked;
    const auto walk = [&](const auto &self, NodeId directory) -> void {
        for (const NodeId node : tree->children(directory)) {
            walked.push_back(tree->path(node).substr(1));
            self(self, node);
        }
    };
    walk(walk, kRootNode);

    std::vector<std::string> expected = names;
    const auto key = [](std::string path) {
        std::ranges::replace(path, '/', '\0');
        return path;
    };
    std::ranges::sort(expected, {}, key);
    QCOMPARE(walked, expected);
    QCOMPARE(expected[2], "a/x");
    QCOMPARE(expected.back(), "\xFF");
}

void TestMergedTree::hasARoot()
{
    const auto tree = merged({});
    QCOMPARE(tree->size(), 1u);
    QCOMPARE(tree->path(kRootNode), "/");
    QCOMPARE(tree->name(kRootNode), "");
    QCOMPARE(tree->parent(kRootNode), kRootNode);
    QCOMPARE(tree->kind(kRootNode), EntryKind::Directory);
    QVERIFY(tree->entry(kRootNode).implied);
    QCOMPARE(tree->entry(kRootNode).mode, 0755);
    QVERIFY(tree->children(kRootNode).empty());
    QCOMPARE(tree->layer(kRootNode), 0);
    QCOMPARE(tree->origin(kRootNode).record, kNoRecord);

    const auto named = merged({TarBuilder().file("a"), TarBuilder().dir("/", 0700)});
    QCOMPARE(named->entry(kRootNode).mode, 0700);
    QCOMPARE(named->layer(kRootNode), 1);
}

void TestMergedTree::appliesLayersInOrder()
{
    const std::vector<TarBuilder> layers{TarBuilder().dir("d").file("d/a", "1").file("d/b"), TarBuilder().hardlink("h", "d/a"),
                                         TarBuilder().file("d/.wh.a").file("d/c"), TarBuilder().dir("d", 0700)};
    QCOMPARE(treeLines(*merged(layers), TreeColumns::Layers), (QStringList{u"d/ @3"_s, u"  b @0"_s, u"  c @2"_s, u"h = d/a @1"_s}));
    const auto failed = tryMerge({layers[0], layers[1], TarBuilder().hardlink("x", "nothing")});
    QVERIFY(!failed);
    QVERIFY(failed.error().message().startsWith(u"layer 2: /x: "));
}

void TestMergedTree::showsOneLayer_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const TarBuilder &tar, const QStringList &expected) {
        QTest::newRow(name) << QByteArray::fromStdString(tar.finish()) << expected;
    };
    row("nothing", {}, {});
    row("every kind",
        TarBuilder()
            .dir("d", 0700)
            .file("d/.wh.gone")
            .file("d/.wh..wh..opq")
            .file("d/a", "1")
            .hardlink("d/h", "/no/where")
            .symlink("s", "d")
            .fifo("p"),
        {u"d/ 0700 0:0 0b 1714564800 @7"_s, u"  ! 0644 0:0 0b 1714564800 @7"_s, u"  a 0644 0:0 1b 1714564800 @7"_s,
         u"  -gone 0644 0:0 0b 1714564800 @7"_s, u"  h => /no/where 0644 0:0 0b 1714564800 @7"_s,
         u"p | 0644 0:0 0b 1714564800 @7"_s, u"s -> d 0777 0:0 0b 1714564800 @7"_s});
    row("missing parents", TarBuilder().file("a/b/c"),
        {u"a/ implied @7"_s, u"  b/ implied @7"_s, u"    c 0644 0:0 0b 1714564800 @7"_s});
    row("a whiteout and its replacement", TarBuilder().file(".wh.a").dir("a", 0711).file("a/b"),
        {u"a/ 0711 0:0 0b 1714564800 @7"_s, u"  b 0644 0:0 0b 1714564800 @7"_s, u"-a 0644 0:0 0b 1714564800 @7"_s});
    row("the same name twice", TarBuilder().file("a", "1").file("a", "22"), {u"a 0644 0:0 2b 1714564800 @7"_s});
    row("an entry below a symlink", TarBuilder().symlink("lib", "usr/lib").file("lib/a").dir("lib/d").file("lib/d/b"),
        {u"lib/ implied @7"_s, u"  a 0644 0:0 0b 1714564800 @7"_s, u"  d/ 0755 0:0 0b 1714564800 @7"_s,
         u"    b 0644 0:0 0b 1714564800 @7"_s, u"lib -> usr/lib 0777 0:0 0b 1714564800 @7"_s});
    row("an entry below what was a directory", TarBuilder().file("d/e/a").symlink("d", "x").file("d/e/b"),
        {u"d/ implied @7"_s, u"  e/ implied @7"_s, u"    b 0644 0:0 0b 1714564800 @7"_s, u"d -> x 0777 0:0 0b 1714564800 @7"_s});
    row("a directory with attributes over a symlink", TarBuilder().symlink("d", "x").dir("d", 0700).file("d/a"),
        {u"d/ 0700 0:0 0b 1714564800 @7"_s, u"  a 0644 0:0 0b 1714564800 @7"_s});
}

void TestMergedTree::showsOneLayer()
{
    QFETCH(QByteArray, tar);
    const auto tree = MergedTree::ofLayer(indexOf(tar.toStdString()), 7);
    QTEST(treeLines(*tree, TreeColumns::All), "expected");
    QCOMPARE(tree->origin(kRootNode).layer, 0); // an index into layers()
}

void TestMergedTree::prefersEntriesToWhiteoutsOfTheirName()
{
    for (const bool whiteoutFirst : {false, true}) {
        const auto tree = MergedTree::ofLayer(
            indexOf(whiteoutFirst ? TarBuilder().file(".wh.a").file("a") : TarBuilder().file("a").file(".wh.a")), 0);
        QCOMPARE(tree->kind(tree->find("/a").value()), EntryKind::Regular);
        QCOMPARE(tree->children(kRootNode).size(), 2u);
    }
}

void TestMergedTree::sumsUp()
{
    const auto tree
        = merged({TarBuilder().dir("d").file("d/a", "123").file("d/e/b", "45").symlink("d/l", "a").file("f", "6").dir("empty"),
                  TarBuilder().hardlink("d/h", "d/a").file("d/e/.wh.b")});
    const auto totals = [&tree](std::string_view path) {
        const NodeId node = tree->find(path).value();
        return std::pair(tree->totalSize(node), tree->totalEntries(node));
    };
    QCOMPARE(totals("/"), std::pair(std::uint64_t(4), 7u));
    QCOMPARE(totals("/d"), std::pair(std::uint64_t(3), 4u));
    QCOMPARE(totals("/d/e"), std::pair(std::uint64_t(0), 0u));
    QCOMPARE(totals("/d/a"), std::pair(std::uint64_t(3), 0u));
    QCOMPARE(totals("/empty"), std::pair(std::uint64_t(0), 0u));
}

void TestMergedTree::countsHardLinksOnceInEveryDirectory_data()
{
    QTest::addColumn<QStringList>("names"); // of one file of five bytes
    QTest::addColumn<QString>("directory");
    QTest::addColumn<qulonglong>("size");
    QTest::newRow("side by side") << QStringList{u"a"_s, u"b"_s, u"c"_s} << u"/"_s << 5ULL;
    QTest::newRow("in two directories") << QStringList{u"d/a"_s, u"e/a"_s} << u"/"_s << 5ULL;
    QTest::newRow("each of two directories") << QStringList{u"d/a"_s, u"e/a"_s} << u"/e"_s << 5ULL;
    QTest::newRow("a directory with all") << QStringList{u"d/x/a"_s, u"d/y/z/a"_s} << u"/d"_s << 5ULL;
    QTest::newRow("a directory with one of them") << QStringList{u"d/x/a"_s, u"d/y/z/a"_s} << u"/d/y"_s << 5ULL;
    QTest::newRow("above one another") << QStringList{u"a"_s, u"d/a"_s, u"d/e/f/g/a"_s, u"d/e/b"_s} << u"/d/e"_s << 5ULL;
    QTest::newRow("in many places") << QStringList{u"a/a"_s, u"b/a"_s, u"c/d/a"_s, u"c/e/a"_s, u"c/a"_s, u"b/b"_s} << u"/"_s
                                    << 5ULL;
    QTest::newRow("elsewhere") << QStringList{u"d/a"_s, u"d/b"_s} << u"/other"_s << 7ULL;
}

void TestMergedTree::countsHardLinksOnceInEveryDirectory()
{
    QFETCH(const QStringList, names);
    QFETCH(const QString, directory);
    QFETCH(const qulonglong, size);
    TarBuilder tar = TarBuilder().file(names.front().toStdString(), "12345");
    for (const QString &name : names.mid(1))
        tar.hardlink(name.toStdString(), names.front().toStdString());
    const auto tree = merged({tar.file("other/file", "1234567")});
    QCOMPARE(tree->totalSize(tree->find(directory.toStdString()).value()), size + (directory == u"/"_s ? 7 : 0));
}

void TestMergedTree::countsHardLinksOfDeepDirectoriesQuickly()
{
    // Walking up from every name would take as many steps as there are pairs of a name and a component.
    constexpr int kDepth = 1000;
    constexpr int kFiles = 300;
    std::string deep;
    for (int i = 0; i < kDepth; ++i)
        deep += "d/";
    TarBuilder tar;
    for (int i = 0; i < kFiles; ++i)
        tar.file(deep + "a/" + std::to_string(i), "1").hardlink(deep + "b/" + std::to_string(i), deep + "a/" + std::to_string(i));
    const auto tree = merged({tar});
    QCOMPARE(tree->totalSize(kRootNode), std::uint64_t(kFiles));
    QCOMPARE(tree->totalSize(tree->find(deep + "b").value()), std::uint64_t(kFiles));
}

void TestMergedTree::sumsUpClaimsOfAnySize()
{
    const SparseFile file{.path = {}, .size = std::numeric_limits<std::int64_t>::max(), .parts = {}};
    TarBuilder tar;
    for (const char *name : {"a", "b", "c"}) {
        SparseFile named = file;
        named.path = name;
        tar.sparse(named, SparseForm::Pax10);
    }
    QCOMPARE(merged({tar})->totalSize(kRootNode), std::numeric_limits<std::uint64_t>::max());
}

void TestMergedTree::findsPaths()
{
    const auto tree = merged({TarBuilder().file("a/b").file("a/c/d").symlink("l", "a").file("e")});
    for (const char *path : {"/a/b", "a/b", "//a//b//", "/", "", "a", "a/c/d", "e", "l"})
        QVERIFY2(tree->find(path), path);
    QCOMPARE(tree->path(tree->find("//a//b//").value()), "/a/b");
    QCOMPARE(tree->find("/"), kRootNode);
    for (const char *path : {"/x", "a/x", "a/b/x", "l/b", "a/..", ".", "a/./b", "aa", "A"})
        QVERIFY2(!tree->find(path), path);
    QCOMPARE(tree->child(tree->find("a").value(), "c"), tree->find("a/c"));
    QVERIFY(!tree->child(tree->find("e").value(), "x"));
    QVERIFY(!tree->child(kRootNode, ""));
}

void TestMergedTree::namesStandInNodeOrder()
{
    const auto tree = merged({TarBuilder().file("b/x").file("a/\xE9").file("c"), TarBuilder().file("b/.wh.x").file("b/y")});
    std::string expected(1, '\0');
    for (NodeId node = 1; node < tree->size(); ++node) {
        QCOMPARE(tree->nameOffset(node), expected.size());
        expected.append(tree->name(node)).push_back('\0');
    }
    QCOMPARE(tree->names(), expected);
}

void TestMergedTree::resolves_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("followLast");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *path, const char *expected, bool followLast = true) {
        QTest::addRow("%s%s", path, followLast ? "" : " itself") << QByteArray(path) << followLast << QByteArray(expected);
    };
    row("", "/");
    row("/", "/");
    row("/usr/lib/x", "/usr/lib/x");
    row("usr/lib/x", "/usr/lib/x");
    row("//usr//lib//x", "/usr/lib/x");
    row("/usr/./lib/../lib/x", "/usr/lib/x");
    row("/../../usr", "/usr");
    row("/lib/x", "/usr/lib/x");
    row("/lib", "/usr/lib");
    row("/lib/", "/usr/lib");
    row("/lib", "/lib", false);
    row("/lib/x", "/usr/lib/x", false);
    row("/lib/.", "/usr/lib", false);
    row("/lib/..", "/usr");
    row("/lib/../lib", "/usr/lib");
    row("/abs/x", "/usr/lib/x");
    row("/usr/up/lib/x", "/usr/lib/x");
    row("/usr/above", "/usr/lib");
    row("/chain", "/usr/lib/x");
    row("/chain", "/chain", false);
    row("/through/x", "/usr/lib/x");
    row("/hard", "/hard");
    row("/hardlink", "/usr/lib");
    row("/dev/null", "/dev/null");
}

void TestMergedTree::resolves()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, followLast);
    const auto tree = merged({TarBuilder()
                                  .file("usr/lib/x")
                                  .symlink("lib", "usr/lib")
                                  .symlink("abs", "/usr/lib/")
                                  .symlink("usr/up", "..")
                                  .symlink("usr/above", "../../../../usr/lib")
                                  .symlink("chain", "lib/link")
                                  .symlink("usr/lib/link", "./x")
                                  .symlink("through", "abs/../../lib")
                                  .hardlink("hard", "usr/lib/x")
                                  .hardlink("hardlink", "lib")
                                  .device("dev/null", '3', 1, 3)});
    const auto node = tree->resolve(path.toStdString(), followLast);
    VERIFY_RESULT(node);
    QTEST(QByteArray::fromStdString(tree->path(*node)), "expected");
}

void TestMergedTree::resolvesNot_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *path, ErrorKind kind, const QString &message) {
        QTest::newRow(qPrintable(printable(path))) << QByteArray(path) << int(kind) << message;
    };
    row("/x/y", ErrorKind::NotFound, u"/x/y: “x” does not exist in “/”"_s);
    row("/d/y", ErrorKind::NotFound, u"/d/y: “y” does not exist in “/d”"_s);
    row("/d/y/..", ErrorKind::NotFound, u"/d/y/..: “y” does not exist in “/d”"_s);
    row("/d/f/x", ErrorKind::NotFound, u"/d/f/x: “/d/f” is not a directory"_s);
    row("/d/f/..", ErrorKind::NotFound, u"/d/f/..: “/d/f” is not a directory"_s);
    row("/tofile/x", ErrorKind::NotFound, u"/tofile/x: “/d/f” is not a directory"_s);
    row("/dangling", ErrorKind::NotFound, u"/dangling: “nothing” does not exist in “/”"_s);
    row("/a", ErrorKind::Malformed, u"/a: follows more than 40 symbolic links, the last of which is “/a”"_s);
    row("/self/x", ErrorKind::Malformed, u"/self/x: follows more than 40 symbolic links, the last of which is “/self”"_s);
    row("/empty", ErrorKind::NotFound, u"/empty: follows “/empty”, an empty symbolic link"_s);
    row("/\xE9\n", ErrorKind::NotFound, u"/\\xe9\\x0a: “\\xe9\\x0a” does not exist in “/”"_s);
}

void TestMergedTree::resolvesNot()
{
    QFETCH(QByteArray, path);
    const auto tree = merged({TarBuilder()
                                  .file("d/f")
                                  .symlink("tofile", "d/f")
                                  .symlink("dangling", "nothing")
                                  .symlink("a", "b")
                                  .symlink("b", "/a")
                                  .symlink("self", "self")
                                  .symlink("empty", "")});
    const auto node = tree->resolve(path.toStdString());
    QVERIFY(!node);
    QTEST(node.error().message(), "message");
    QTEST(int(node.error().kind), "kind");
}

void TestMergedTree::followsFortyLinks()
{
    const auto linkName = [](int number) { return std::string("l").append(std::to_string(number)); };
    TarBuilder tar;
    for (int i = 0; i < 60; ++i)
        tar.symlink(linkName(i), i == 59 ? "end" : linkName(i + 1));
    const auto tree = merged({tar.file("end")});
    VERIFY_RESULT(tree->resolve("/l20"));
    QVERIFY(!tree->resolve("/l19"));
    VERIFY_RESULT(tree->resolve("/l19", false));
}

void TestMergedTree::readsFiles()
{
    const ImageFs fs = fsOf(
        {TarBuilder().file("a", "one").file("b", std::string(3000, 'b')), TarBuilder().file("a", "another").dir("d").file("e/f")});
    const auto all = [&fs](std::string_view path) { return fs.readAll(fs.tree->find(path).value(), 3000).value(); };
    QCOMPARE(all("a"), "another"_ba);
    QCOMPARE(all("b"), QByteArray(3000, 'b'));
    QCOMPARE(all("d"), ""_ba);
    QCOMPARE(all("e"), ""_ba);
    QCOMPARE(all("e/f"), ""_ba);
    const auto tooLarge = fs.readAll(fs.tree->find("b").value(), 2999);
    QVERIFY(!tooLarge);
    QCOMPARE(tooLarge.error().message(), u"/b: has 3000 bytes, but at most 2999 are expected"_s);
}

void TestMergedTree::refusesTooManyLayers()
{
    const auto layer = indexOf(TarBuilder().file("a"));
    VERIFY_RESULT(MergedTree::merge(MergedTree::Layers(32'767, layer)));
    const auto tree = MergedTree::merge(MergedTree::Layers(32'768, layer));
    QVERIFY(!tree);
    QCOMPARE(tree.error().message(), u"has 32768 layers; at most 32,767 can be merged"_s);
}

void TestMergedTree::takesFewBytesANode()
{
    TarBuilder tar;
    for (int i = 0; i < 10'000; ++i)
        tar.file("d/file-" + std::to_string(i));
    const auto tree = merged({tar});
    QVERIFY(tree->memoryUsage() - tree->names().size() <= 24 * tree->size() + 100);
}

STRATOSCOPE_APPLESS_TEST(TestMergedTree)
#include "tst_merged_tree.moc"
