// SPDX-License-Identifier: Apache-2.0
#include "support/layers.h"
#include "support/results.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Layers = std::vector<TarBuilder>;

/// What layers remove and replace.
class TestWhiteouts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void keepsAttributesOfDirectories();
    void takesTheSameWhicheverTheOrder_data();
    void takesTheSameWhicheverTheOrder();
    void leavesTheTargetOfALink();
    void repeatsNothing_data();
    void repeatsNothing();
};

void TestWhiteouts::merges_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const Layers &layers, const QStringList &expected) { QTest::newRow(name) << layers << expected; };
    const TarBuilder base = TarBuilder().dir("d").file("d/a").file("d/b").dir("d/e").file("d/e/x").file("f");

    row("nothing", {}, {});
    row("an empty layer", {base, TarBuilder()}, {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("whiteout of a file", {base, TarBuilder().file("d/.wh.a")},
        {u"d/ @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("whiteout of a directory", {base, TarBuilder().file(".wh.d")}, {u"f @0"_s});
    row("whiteout at the top", {base, TarBuilder().file("./.wh.f").file("/.wh.d")}, {});
    row("whiteout that is a directory", {base, TarBuilder().dir(".wh.d")}, {u"f @0"_s});
    row("whiteout of a symlink keeps its target", {TarBuilder().file("t/x").symlink("s", "t"), TarBuilder().file(".wh.s")},
        {u"t/ @0"_s, u"  x @0"_s});
    row("whiteout of a missing entry", {base, TarBuilder().file(".wh.nothing").file("no/where/.wh.x").file("d/.wh..wh..opqq")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("whiteout below a file has no effect", {base, TarBuilder().file("f/.wh.x").file("f/g/.wh.x").file("f/.wh..wh..opq")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("whiteout below a loop has no effect", {TarBuilder().symlink("l", "l").file("f"), TarBuilder().file("l/.wh.x")},
        {u"f @0"_s, u"l -> l @0"_s});
    row("whiteout of a missing entry creates no directory", {TarBuilder(), TarBuilder().file("a/b/.wh.c").file("x/.wh..wh..opq")},
        {});
    row("whiteout in the lowest layer", {TarBuilder().file("a").file(".wh.a")}, {u"a @0"_s});
    row("whiteout through a symlink",
        {TarBuilder().file("usr/lib/a").file("usr/lib/b").symlink("lib", "usr/lib"), TarBuilder().file("lib/.wh.a")},
        {u"lib -> usr/lib @0"_s, u"usr/ @0"_s, u"  lib/ @0"_s, u"    b @0"_s});
    row("opaque at a symlink hides nothing of its target",
        {TarBuilder().file("usr/lib/a").symlink("lib", "/usr/lib"), TarBuilder().file("lib/.wh..wh..opq").file("lib/new")},
        {u"lib -> /usr/lib @0"_s, u"usr/ @0"_s, u"  lib/ @0"_s, u"    a @0"_s, u"    new @1"_s});
    row("opaque below a symlink",
        {TarBuilder().file("usr/lib/d/a").symlink("lib", "/usr/lib"), TarBuilder().file("lib/d/.wh..wh..opq").file("lib/d/new")},
        {u"lib -> /usr/lib @0"_s, u"usr/ @0"_s, u"  lib/ @0"_s, u"    d/ @0"_s, u"      new @1"_s});

    row("own additions stay, whiteout after them", {base, TarBuilder().file("d/new").file("d/e/own").file(".wh.d")},
        {u"d/ @1"_s, u"  e/ @1"_s, u"    own @1"_s, u"  new @1"_s, u"f @0"_s});
    row("own additions stay, whiteout before them", {base, TarBuilder().file(".wh.d").file("d/new").file("d/e/own")},
        {u"d/ @1"_s, u"  e/ @1"_s, u"    own @1"_s, u"  new @1"_s, u"f @0"_s});
    row("own file of the same name stays", {base, TarBuilder().file("f", "new").file(".wh.f")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @1"_s});
    row("own file in place of a directory stays", {base, TarBuilder().file("d").file(".wh.d")}, {u"d @1"_s, u"f @0"_s});
    row("own directory in place of a file stays, as do its children", {base, TarBuilder().dir("f").file("f/x").file(".wh.f")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f/ @1"_s, u"  x @1"_s});
    row("whiteout within a directory that is whited out, too", {base, TarBuilder().file("d/.wh.a").file(".wh.d").file("d/.wh.b")},
        {u"f @0"_s});
    row("removed in a layer, added again in the next", {base, TarBuilder().file(".wh.d"), TarBuilder().file("d/a")},
        {u"d/ @2"_s, u"  a @2"_s, u"f @0"_s});
    row("removed twice", {base, TarBuilder().file(".wh.d"), TarBuilder().file("d/z"), TarBuilder().file(".wh.d")}, {u"f @0"_s});

    row("opaque", {base, TarBuilder().file("d/.wh..wh..opq").file("d/new")}, {u"d/ @0"_s, u"  new @1"_s, u"f @0"_s});
    row("opaque after own additions", {base, TarBuilder().file("d/new").file("d/a").file("d/e/own").file("d/.wh..wh..opq")},
        {u"d/ @0"_s, u"  a @1"_s, u"  e/ @1"_s, u"    own @1"_s, u"  new @1"_s, u"f @0"_s});
    row("opaque at the top", {base, TarBuilder().file(".wh..wh..opq").file("own")}, {u"own @1"_s});
    row("opaque keeps earlier files of its own layer", {TarBuilder().file("d/a").file("d/.wh..wh..opq").file("d/b")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s});
    row("opaque applies to all later layers", {base, TarBuilder().file("d/.wh..wh..opq"), TarBuilder().file("d/c")},
        {u"d/ @0"_s, u"  c @2"_s, u"f @0"_s});
    row("only the exact name is opaque", {base, TarBuilder().file("d/.wh..wh..opaque").file("d/.wh..wh..opq.x").file("d/.wh..opq")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("metadata of AUFS is ignored",
        {base,
         TarBuilder().file(".wh..wh.aufs").dir(".wh..wh.plnk").file(".wh..wh.plnk/12.34").dir(".wh..wh.orph").file("d/.wh..wh.x")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});

    row("a file replaces a directory", {base, TarBuilder().file("d", "file")}, {u"d @1"_s, u"f @0"_s});
    row("a file replaces a directory with everything below", {base, TarBuilder().file("d"), TarBuilder().file(".wh.d").dir("d")},
        {u"d/ @2"_s, u"f @0"_s});
    row("a directory replaces a file", {base, TarBuilder().dir("f").file("f/x")},
        {u"d/ @0"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f/ @1"_s, u"  x @1"_s});
    row("a symlink replaces a directory", {base, TarBuilder().symlink("d", "f")}, {u"d -> f @1"_s, u"f @0"_s});
    row("a device replaces a directory", {base, TarBuilder().device("d", '3', 1, 3)}, {u"d c1:3 @1"_s, u"f @0"_s});
    row("a directory over a directory keeps the children", {base, TarBuilder().dir("d", 0700)},
        {u"d/ @1"_s, u"  a @0"_s, u"  b @0"_s, u"  e/ @0"_s, u"    x @0"_s, u"f @0"_s});
    row("a directory over a symlink replaces it",
        {TarBuilder().file("usr/lib/a").symlink("lib", "usr/lib"), TarBuilder().dir("lib").file("lib/b")},
        {u"lib/ @1"_s, u"  b @1"_s, u"usr/ @0"_s, u"  lib/ @0"_s, u"    a @0"_s});
    row("the later of two entries of the same name",
        {TarBuilder().file("a", "1").symlink("a", "x").file("a", "22").fifo("b").file("b")}, {u"a @0"_s, u"b @0"_s});
    row("a name that changes repeatedly within a layer",
        {TarBuilder().dir("d").file("d/a").file("d").dir("d").file("d/b").symlink("d", "x").dir("d/").file("d/c")},
        {u"d/ @0"_s, u"  c @0"_s});
    row("a replaced directory that is added again is empty",
        {base, TarBuilder().file(".wh.d").dir("d").file("d/a"), TarBuilder().file("d").file(".wh.f"),
         TarBuilder().file("d/.wh.a").dir("d").file("d/e/y")},
        {u"d/ @3"_s, u"  e/ @3"_s, u"    y @3"_s});
    row("directories that only occur in paths", {TarBuilder().file("a/b/c/d"), TarBuilder().file("a/b/e")},
        {u"a/ @0"_s, u"  b/ @0"_s, u"    c/ @0"_s, u"      d @0"_s, u"    e @1"_s});
    row("`..` never leaves the root", {TarBuilder().file("../../a").file("x/../../b").dir("c").file("c/../../../d/e")},
        {u"a @0"_s, u"b @0"_s, u"c/ @0"_s, u"d/ @0"_s, u"  e @0"_s});
}

void TestWhiteouts::merges()
{
    QFETCH(Layers, layers);
    const auto tree = tryMerge(layers);
    VERIFY_RESULT(tree);
    QTEST(treeLines(**tree, TreeColumns::Layers), "expected");
}

void TestWhiteouts::keepsAttributesOfDirectories()
{
    const TarBuilder base = TarBuilder()
                                .add({.path = "./", .type = '5', .mode = 0711})
                                .add({.path = "d", .type = '5', .mode = 01770, .uid = 5})
                                .file("d/a");
    // Only occurs in a path: keeps its attributes.
    QCOMPARE(
        treeLines(*merged({base, TarBuilder().file("d/b")}), TreeColumns::All),
        (QStringList{u"d/ 1770 5:0 0b 1714564800 @0"_s, u"  a 0644 0:0 0b 1714564800 @0"_s, u"  b 0644 0:0 0b 1714564800 @1"_s}));
    // Has an entry: takes all attributes from it.
    const auto tree = merged(
        {base, TarBuilder().add({.path = "d", .type = '5', .mode = 0500, .mtime = 9, .pax = {{"SCHILY.xattr.user.a", "1"}}}),
         TarBuilder()});
    QCOMPARE(treeLines(*tree, TreeColumns::All),
             (QStringList{u"d/ 0500 0:0 0b 9 user.a=1 @1"_s, u"  a 0644 0:0 0b 1714564800 @0"_s}));
    QCOMPARE(tree->entry(kRootNode).mode, 0711);
    QCOMPARE(tree->layer(kRootNode), 0);
    // Opaque with entries of the same layer: the directory itself stays. Whited out: it is another one.
    QCOMPARE(treeLines(*merged({base, TarBuilder().file("d/b").file("d/.wh..wh..opq")}), TreeColumns::All),
             (QStringList{u"d/ 1770 5:0 0b 1714564800 @0"_s, u"  b 0644 0:0 0b 1714564800 @1"_s}));
    QCOMPARE(treeLines(*merged({base, TarBuilder().file("d/b").file(".wh.d")}), TreeColumns::All),
             (QStringList{u"d/ implied @1"_s, u"  b 0644 0:0 0b 1714564800 @1"_s}));
    // Removed and implied again.
    QCOMPARE(treeLines(*merged({base, TarBuilder().file(".wh.d"), TarBuilder().file("d/b")}), TreeColumns::All),
             (QStringList{u"d/ implied @2"_s, u"  b 0644 0:0 0b 1714564800 @2"_s}));
}

void TestWhiteouts::takesTheSameWhicheverTheOrder_data()
{
    QTest::addColumn<QStringList>("members");
    QTest::newRow("whiteout and an entry below") << QStringList{u".wh.d"_s, u"d/new"_s};
    QTest::newRow("opaque at a symlink") << QStringList{u"l/.wh..wh..opq"_s, u"l/new"_s};
    QTest::newRow("opaque at a symlink that a directory replaces") << QStringList{u"l/.wh..wh..opq"_s, u"l/"_s, u"l/new"_s};
    QTest::newRow("opaque below a symlink that a directory replaces") << QStringList{u"l/e/.wh..wh..opq"_s, u"l/"_s, u"l/e/"_s};
    QTest::newRow("opaque at a file that a directory replaces") << QStringList{u"f/.wh..wh..opq"_s, u"f/"_s, u"f/new"_s};
    QTest::newRow("whiteout below a symlink that a directory replaces") << QStringList{u"l/.wh.a"_s, u"l/"_s, u"l/b"_s};
    QTest::newRow("whiteout of a symlink and below it") << QStringList{u".wh.l"_s, u"l/.wh.a"_s};
    QTest::newRow("nameless whiteout") << QStringList{u"d/.wh."_s, u"d/new"_s, u".wh.f"_s};
    QTest::newRow("whiteout and own directory") << QStringList{u".wh.d"_s, u"d/"_s, u"d/new"_s, u"d/e/"_s, u"d/e/own"_s};
    QTest::newRow("opaque and own entries") << QStringList{u"d/.wh..wh..opq"_s, u"d/"_s, u"d/a"_s, u"d/e/"_s, u"d/e/own"_s};
    QTest::newRow("whiteouts within whiteouts") << QStringList{u".wh.d"_s, u"d/.wh.a"_s, u"d/"_s, u"d/e/.wh..wh..opq"_s, u"d/a"_s};
}

/// All orders of a layer's members in which directories precede their entries, but not necessarily their markers.
void TestWhiteouts::takesTheSameWhicheverTheOrder()
{
    QFETCH(QStringList, members);
    const TarBuilder base = TarBuilder().dir("d").file("d/a").file("d/b").dir("d/e").file("d/e/x").file("f").symlink("l", "/d");
    QStringList expected;
    std::ranges::sort(members);
    do {
        const bool parentsFirst = std::ranges::all_of(members, [&](const QString &path) {
            const auto parent = members.indexOf(path.left(path.lastIndexOf(u'/', -2) + 1));
            return path.contains(u".wh."_s) || parent < 0 || parent <= members.indexOf(path);
        });
        if (!parentsFirst)
            continue;
        TarBuilder layer;
        for (const QString &path : members)
            path.endsWith(u'/') ? layer.dir(path.toStdString()) : layer.file(path.toStdString());
        const auto tree = tryMerge({base, layer});
        VERIFY_RESULT(tree);
        const QStringList lines = treeLines(**tree, TreeColumns::Layers);
        if (expected.isEmpty())
            expected = lines;
        QVERIFY2(lines == expected, qPrintable(members.join(u' ')));
    } while (std::ranges::next_permutation(members).found);
    QVERIFY(!expected.isEmpty());
}

/// What the link leads to stays, whatever the layer has besides the marker.
void TestWhiteouts::leavesTheTargetOfALink()
{
    const TarBuilder base = TarBuilder().file("target/keep").symlink("link", "/target");
    for (const TarBuilder &layer : {TarBuilder().dir("link").file("link/.wh..wh..opq").file("link/new"),
                                    TarBuilder().file("link/.wh..wh..opq").dir("link").file("link/new"),
                                    TarBuilder().dir("link").file("link/new").file("link/.wh..wh..opq")})
        QCOMPARE(treeLines(*merged({base, layer}), TreeColumns::Layers),
                 (QStringList{u"link/ @1"_s, u"  new @1"_s, u"target/ @0"_s, u"  keep @0"_s}));
    for (const TarBuilder &layer :
         {TarBuilder().file("link/.wh..wh..opq").file("link/new"), TarBuilder().file("link/new").file("link/.wh..wh..opq")})
        QCOMPARE(treeLines(*merged({base, layer}), TreeColumns::Layers),
                 (QStringList{u"link -> /target @0"_s, u"target/ @0"_s, u"  keep @0"_s, u"  new @1"_s}));
}

void TestWhiteouts::repeatsNothing_data()
{
    QTest::addColumn<QByteArray>("again");
    QTest::addColumn<bool>("flips");
    QTest::newRow("opaque marks") << "d/.wh..wh..opq"_ba << false;
    QTest::newRow("whiteouts") << ".wh.d"_ba << false;
    QTest::newRow("a file in place of a directory") << "d"_ba << true;
}

/// A layer may repeat a whiteout arbitrarily often, but each directory is only visited once. Visiting 20,000 entries 20,000 times
/// would exceed the time limit of the test.
void TestWhiteouts::repeatsNothing()
{
    QFETCH(QByteArray, again);
    QFETCH(bool, flips);
    TarBuilder base;
    TarBuilder layer;
    for (int i = 0; i < 20'000; ++i) {
        base.file("d/lower" + std::to_string(i));
        layer.file("d/own" + std::to_string(i));
    }
    for (int i = 0; i < 20'000; ++i) {
        layer.file(again.toStdString());
        if (flips)
            layer.dir("d");
    }
    const auto tree = merged({base, layer});
    QCOMPARE(tree->size(), flips ? 2u : 20'002u);
}

STRATOSCOPE_APPLESS_TEST(TestWhiteouts)
#include "tst_whiteouts.moc"
