// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/layers.h"
#include "support/results.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Layers = std::vector<TarBuilder>;

namespace {

std::string linkName(int number)
{
    return std::string("l").append(std::to_string(number));
}

/// l10 -> l11 -> … -> end.
TarBuilder chainOfLinks(int count, const std::string &end)
{
    TarBuilder tar;
    for (int i = 10; i < 10 + count; ++i)
        tar.symlink(linkName(i), i == 9 + count ? end : linkName(i + 1));
    return tar;
}

} // namespace

/// Symbolic links within the paths of entries, and hard links.
class TestLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsSymlinks_data();
    void followsSymlinks();
    void linksHard_data();
    void linksHard();
    void refuses_data();
    void refuses();
    void keepsTheContentOfHardLinks();
    void tellsNamesOfOneFile();
    void linksChainsInAnyOrder_data();
    void linksChainsInAnyOrder();
    void limitsDirectoriesThatLinksMake();
    void limitsTheWorkOfFollowingLinks();
    void limitsTheWorkOfResolvingPaths_data();
    void limitsTheWorkOfResolvingPaths();
    void canBeStopped();
};

void TestLinks::followsSymlinks_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const Layers &layers, const QStringList &expected) { QTest::newRow(name) << layers << expected; };
    const TarBuilder base = TarBuilder().dir("usr/lib").symlink("lib", "usr/lib");
    const auto below = [](const QStringList &lines) { return QStringList{u"lib -> usr/lib"_s, u"usr/"_s, u"  lib/"_s} + lines; };

    row("below a symlink", {base, TarBuilder().file("lib/x")}, below({u"    x"_s}));
    row("below a symlink of the same layer", {TarBuilder().symlink("l", "d").file("l/x")}, {u"d/"_s, u"  x"_s, u"l -> d"_s});
    row("directories below a symlink", {base, TarBuilder().dir("lib/a").file("lib/a/b/c")},
        below({u"    a/"_s, u"      b/"_s, u"        c"_s}));
    row("an absolute symlink is relative to the root",
        {TarBuilder().file("d/e/f").symlink("d/l", "/d/e"), TarBuilder().file("d/l/x")},
        {u"d/"_s, u"  e/"_s, u"    f"_s, u"    x"_s, u"  l -> /d/e"_s});
    row("a relative symlink is relative to its directory",
        {TarBuilder().dir("a/b").symlink("a/l", "b"), TarBuilder().file("a/l/x")}, {u"a/"_s, u"  b/"_s, u"    x"_s, u"  l -> b"_s});
    row("`..` in a symlink", {TarBuilder().dir("a/b").dir("c").symlink("a/b/l", "../../c"), TarBuilder().file("a/b/l/x")},
        {u"a/"_s, u"  b/"_s, u"    l -> ../../c"_s, u"c/"_s, u"  x"_s});
    row("`..` in a symlink never leaves the root", {TarBuilder().symlink("l", "../../../c"), TarBuilder().file("l/x")},
        {u"c/"_s, u"  x"_s, u"l -> ../../../c"_s});
    row("a symlink to the root", {TarBuilder().symlink("l", "/"), TarBuilder().file("l/x")}, {u"l -> /"_s, u"x"_s});
    row("`..` after a symlink is the parent of its target",
        {TarBuilder().dir("a/b").symlink("l", "a/b").symlink("m", "l/../c"), TarBuilder().file("m/x")},
        {u"a/"_s, u"  b/"_s, u"  c/"_s, u"    x"_s, u"l -> a/b"_s, u"m -> l/../c"_s});
    row("a chain of symlinks", {TarBuilder().symlink("a", "b").symlink("b", "/c/").symlink("c", "d/./e"), TarBuilder().file("a/x")},
        {u"a -> b"_s, u"b -> /c/"_s, u"c -> d/./e"_s, u"d/"_s, u"  e/"_s, u"    x"_s});
    row("`..` after a missing component", {TarBuilder().symlink("l", "no/where/../../d"), TarBuilder().file("l/x")},
        {u"d/"_s, u"  x"_s, u"l -> no/where/../../d"_s});
    row("`..` after a component that is not a directory", {TarBuilder().file("f").symlink("l", "f/../d"), TarBuilder().file("l/x")},
        {u"d/"_s, u"  x"_s, u"f"_s, u"l -> f/../d"_s});
    row("a missing directory is added as a symlink",
        {TarBuilder().symlink("l", "s/.."), TarBuilder().file("l/1").symlink("s", "d/e").file("l/2")},
        {u"1"_s, u"d/"_s, u"  2"_s, u"l -> s/.."_s, u"s -> d/e"_s});
    row("a symlink whose target does not exist yet", {TarBuilder().symlink("lib", "usr/lib"), TarBuilder().file("lib/x")},
        below({u"    x"_s}));
    row("the last component is not followed", {base, TarBuilder().file("lib")}, {u"lib"_s, u"usr/"_s, u"  lib/"_s});
    row("a symlink in the path that changes within the layer",
        {TarBuilder().symlink("l", "a"), TarBuilder().file("l/1").symlink("l", "b").file("l/2").dir("l").file("l/3")},
        {u"a/"_s, u"  1"_s, u"b/"_s, u"  2"_s, u"l/"_s, u"  3"_s});
    row("a directory in the path that becomes a symlink",
        {TarBuilder().file("d/1"), TarBuilder().file("d/2").symlink("d", "e").file("d/3")}, {u"d -> e"_s, u"e/"_s, u"  3"_s});
    QStringList chainLines{u"end/"_s, u"  x"_s};
    for (int i = 10; i < 50; ++i)
        chainLines << u"l%1 -> %2"_s.arg(i).arg(i == 49 ? u"end"_s : u"l%1"_s.arg(i + 1));
    row("40 symlinks", {chainOfLinks(40, "end"), TarBuilder().file("l10/x")}, chainLines);
    row("below a file", {TarBuilder().file("a/f"), TarBuilder().file("a/f/x")}, {u"a/"_s, u"  f/"_s, u"    x"_s});
    row("below a file of the same layer", {TarBuilder().file("f").file("f/d/x")}, {u"f/"_s, u"  d/"_s, u"    x"_s});
    row("a directory below a file", {TarBuilder().file("f"), TarBuilder().dir("f/d")}, {u"f/"_s, u"  d/"_s});
    row("below a device", {TarBuilder().device("n", '3', 1, 3), TarBuilder().hardlink("n/x", "y").file("y")},
        {u"n/"_s, u"  x = y"_s, u"y"_s});
    row("below a symlink to a file", {TarBuilder().file("f").symlink("l", "f"), TarBuilder().file("l/x")},
        {u"f/"_s, u"  x"_s, u"l -> f"_s});
    row("a hard link to a symlink is a symlink",
        {TarBuilder().dir("d").symlink("s", "d").hardlink("h", "s"), TarBuilder().file("h/x")},
        {u"d/"_s, u"  x"_s, u"h -> d = s"_s, u"s -> d"_s});
}

void TestLinks::followsSymlinks()
{
    QFETCH(Layers, layers);
    const auto tree = tryMerge(layers);
    VERIFY_RESULT(tree);
    QTEST(treeLines(**tree), "expected");
}

void TestLinks::linksHard_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const Layers &layers, const QStringList &expected) { QTest::newRow(name) << layers << expected; };
    const TarBuilder base = TarBuilder().add({.path = "a", .content = "12345", .mode = 0600, .uid = 3});
    const QString a = u"a 0600 3:0 5b 1714564800 @0"_s;

    row("to an earlier entry", {TarBuilder().file("d/a", "1").hardlink("b", "d/a")},
        {u"b = d/a 0644 0:0 1b 1714564800 @0"_s, u"d/ implied @0"_s, u"  a 0644 0:0 1b 1714564800 @0"_s});
    row("to a lower layer", {base, TarBuilder().hardlink("d/b", "a")},
        {a, u"d/ implied @1"_s, u"  b = a 0600 3:0 5b 1714564800 @1"_s});
    row("to a later entry", {TarBuilder().hardlink("b", "a").add({.path = "a", .content = "12345", .mode = 0600, .uid = 3})},
        {a, u"b = a 0600 3:0 5b 1714564800 @0"_s});
    row("the attributes of the link are ignored",
        {base, TarBuilder().add({.path = "b", .type = '1', .link = "a", .mode = 0777, .uid = 9, .mtime = 1})},
        {a, u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("to another hard link", {base, TarBuilder().hardlink("b", "a"), TarBuilder().hardlink("c", "b")},
        {a, u"b = a 0600 3:0 5b 1714564800 @1"_s, u"c = b 0600 3:0 5b 1714564800 @2"_s});
    row("the target is relative to the root",
        {base, TarBuilder().hardlink("d/e/b", "/a").hardlink("d/e/c", "./a").hardlink("d/e/f", "../../../a")},
        {a, u"d/ implied @1"_s, u"  e/ implied @1"_s, u"    b = a 0600 3:0 5b 1714564800 @1"_s,
         u"    c = a 0600 3:0 5b 1714564800 @1"_s, u"    f = a 0600 3:0 5b 1714564800 @1"_s});
    row("`..` in the target is resolved lexically",
        {TarBuilder().dir("x/y").symlink("l", "x/y").file("a").hardlink("b", "l/../a").hardlink("c", "nothing/../a/")},
        {u"a 0644 0:0 0b 1714564800 @0"_s, u"b = a 0644 0:0 0b 1714564800 @0"_s, u"c = a 0644 0:0 0b 1714564800 @0"_s,
         u"l -> x/y 0777 0:0 0b 1714564800 @0"_s, u"x/ implied @0"_s, u"  y/ 0755 0:0 0b 1714564800 @0"_s});
    row("to something below a symlink",
        {TarBuilder().file("usr/lib/a").symlink("lib", "usr/lib"), TarBuilder().hardlink("b", "lib/a")},
        {u"b = lib/a 0644 0:0 0b 1714564800 @1"_s, u"lib -> usr/lib 0777 0:0 0b 1714564800 @0"_s, u"usr/ implied @0"_s,
         u"  lib/ implied @0"_s, u"    a 0644 0:0 0b 1714564800 @0"_s});
    row("below a symlink", {TarBuilder().file("usr/lib/a").symlink("lib", "usr/lib"), TarBuilder().hardlink("lib/b", "usr/lib/a")},
        {u"lib -> usr/lib 0777 0:0 0b 1714564800 @0"_s, u"usr/ implied @0"_s, u"  lib/ implied @0"_s,
         u"    a 0644 0:0 0b 1714564800 @0"_s, u"    b = usr/lib/a 0644 0:0 0b 1714564800 @1"_s});
    row("to a symlink, which is not followed", {TarBuilder().file("t").symlink("s", "t"), TarBuilder().hardlink("b", "s")},
        {u"b -> t = s 0777 0:0 0b 1714564800 @1"_s, u"s -> t 0777 0:0 0b 1714564800 @0"_s, u"t 0644 0:0 0b 1714564800 @0"_s});
    row("to a device", {TarBuilder().device("n", '3', 1, 3), TarBuilder().hardlink("b", "n")},
        {u"b c1:3 = n 0644 0:0 0b 1714564800 @1"_s, u"n c1:3 0644 0:0 0b 1714564800 @0"_s});
    row("in place of a file", {base, TarBuilder().file("b", "old").hardlink("b", "a")}, {a, u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("in place of a directory", {base, TarBuilder().file("b/c"), TarBuilder().hardlink("b", "a")},
        {a, u"b = a 0600 3:0 5b 1714564800 @2"_s});
    row("replaced by a file", {base, TarBuilder().hardlink("b", "a"), TarBuilder().file("b")},
        {a, u"b 0644 0:0 0b 1714564800 @2"_s});
    row("replaced by a later file of the same layer while pending", {TarBuilder().hardlink("b", "z").file("b", "own").file("z")},
        {u"b 0644 0:0 3b 1714564800 @0"_s, u"z 0644 0:0 0b 1714564800 @0"_s});
    row("the later of two pending links of the same name",
        {TarBuilder().hardlink("b", "y").hardlink("b", "z").file("y", "y").file("z", "zz")},
        {u"b = z 0644 0:0 2b 1714564800 @0"_s, u"y 0644 0:0 1b 1714564800 @0"_s, u"z 0644 0:0 2b 1714564800 @0"_s});
    row("the target is whited out afterwards", {base, TarBuilder().hardlink("b", "a").file(".wh.a")},
        {u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("the target is whited out before", {base, TarBuilder().file(".wh.a").hardlink("b", "a")},
        {u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("the target's directory is whited out", {TarBuilder().file("d/a", "1"), TarBuilder().file(".wh.d").hardlink("b", "d/a")},
        {u"b = d/a 0644 0:0 1b 1714564800 @1"_s});
    row("the target is hidden by an opaque marker",
        {TarBuilder().file("d/a", "1"), TarBuilder().file("d/.wh..wh..opq").hardlink("d/b", "d/a")},
        {u"d/ implied @0"_s, u"  b = d/a 0644 0:0 1b 1714564800 @1"_s});
    row("to a file of AUFS", {TarBuilder().dir(".wh..wh.plnk").file(".wh..wh.plnk/1.2", "hi").hardlink("a", ".wh..wh.plnk/1.2")},
        {u"a = .wh..wh.plnk/1.2 0644 0:0 2b 1714564800 @0"_s});
    row("to a later file of AUFS", {TarBuilder().hardlink("a", "/.wh..wh.plnk/1.2").file(".wh..wh.plnk/1.2", "hi")},
        {u"a = .wh..wh.plnk/1.2 0644 0:0 2b 1714564800 @0"_s});
    row("to a missing file of AUFS", {base, TarBuilder().hardlink("b", ".wh..wh.plnk/1.2")}, {a});
    row("to a file of AUFS in a lower layer",
        {TarBuilder().file(".wh..wh.plnk/1.2", "hi"), TarBuilder().hardlink("b", ".wh..wh.plnk/1.2").file("c")},
        {u"c 0644 0:0 0b 1714564800 @1"_s});
    row("pending, in a directory that becomes a file", {TarBuilder().hardlink("d/b", "z").file("d").file("z")},
        {u"d 0644 0:0 0b 1714564800 @0"_s, u"z 0644 0:0 0b 1714564800 @0"_s});
    row("the target is replaced by a later layer", {base, TarBuilder().hardlink("b", "a"), TarBuilder().file("a", "x")},
        {u"a 0644 0:0 1b 1714564800 @2"_s, u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("the target is replaced later in the layer", {base, TarBuilder().hardlink("b", "a").file("a", "x")},
        {u"a 0644 0:0 1b 1714564800 @1"_s, u"b = a 0600 3:0 5b 1714564800 @1"_s});
    row("the target is replaced before it in the layer", {base, TarBuilder().file("a", "x").hardlink("b", "a")},
        {u"a 0644 0:0 1b 1714564800 @1"_s, u"b = a 0644 0:0 1b 1714564800 @1"_s});
}

void TestLinks::linksHard()
{
    QFETCH(Layers, layers);
    const auto tree = tryMerge(layers);
    VERIFY_RESULT(tree);
    QTEST(treeLines(**tree, TreeColumns::All), "expected");
}

void TestLinks::refuses_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QString>("message");
    const auto row
        = [](const char *name, const Layers &layers, const QString &message) { QTest::newRow(name) << layers << message; };
    row("a hard link to a missing file", {TarBuilder().file("x"), TarBuilder().hardlink("d/b", "./no/thing")},
        u"layer 1: /d/b: is a hard link to “./no/thing”, which does not exist"_s);
    row("a hard link to a file that a lower layer removed",
        {TarBuilder().file("a"), TarBuilder().file(".wh.a"), TarBuilder().hardlink("b", "a")},
        u"layer 2: /b: is a hard link to “a”, which does not exist"_s);
    row("a hard link to a file of a later layer", {TarBuilder().hardlink("b", "a"), TarBuilder().file("a")},
        u"layer 0: /b: is a hard link to “a”, which does not exist"_s);
    row("a hard link below a file", {TarBuilder().file("f").hardlink("b", "f/a")},
        u"layer 0: /b: is a hard link to “f/a”, which does not exist"_s);
    row("a hard link to itself", {TarBuilder().file("a"), TarBuilder().hardlink("a", "a")},
        u"layer 1: /a: is a hard link to “a”, which does not exist"_s);
    row("hard links to each other", {TarBuilder().hardlink("a", "b").hardlink("b", "a")},
        u"layer 0: /a: is a hard link to “b”, which does not exist"_s);
    row("a hard link without target", {TarBuilder().hardlink("a", "")},
        u"layer 0: /a: is a hard link to “”, which does not exist"_s);
    row("a hard link to a directory", {TarBuilder().dir("d").hardlink("b", "d/")},
        u"layer 0: /b: is a hard link to the directory “d/”, which is not allowed"_s);
    row("an entry below a loop", {TarBuilder().symlink("a", "b").symlink("b", "a"), TarBuilder().file("a/x")},
        u"layer 1: /a: is below a loop of symbolic links"_s);
    row("an entry below an empty symlink", {TarBuilder().symlink("a", ""), TarBuilder().file("a/x")},
        u"layer 1: /a: is below “a”, an invalid symbolic link"_s);
    row("an entry below a symlink that is too long", {TarBuilder().symlink("a", std::string(4096, 'x')), TarBuilder().file("a/x")},
        u"layer 1: /a: is below “a”, an invalid symbolic link"_s);
    row("41 symlinks", {chainOfLinks(41, "end"), TarBuilder().file("l10/x")},
        u"layer 1: /l10: is below a loop of symbolic links"_s);
}

void TestLinks::refuses()
{
    QFETCH(Layers, layers);
    const auto tree = tryMerge(layers);
    QVERIFY(!tree);
    QTEST(tree.error().message(), "message");
    QCOMPARE(tree.error().kind, ErrorKind::Malformed);
}

void TestLinks::keepsTheContentOfHardLinks()
{
    const ImageFs fs = fsOf({TarBuilder().file("a", "old"), TarBuilder().hardlink("b", "a").hardlink("c", "d").file("d", "own"),
                             TarBuilder().file("a", "new").file(".wh.d")});
    const auto content = [&fs](std::string_view path) {
        const auto node = fs.tree->resolve(path);
        return node ? fs.readAll(*node, 100).value() : QByteArray("not there");
    };
    QCOMPARE(content("/a"), "new"_ba);
    QCOMPARE(content("/b"), "old"_ba);
    QCOMPARE(content("/c"), "own"_ba);
    QCOMPARE(content("/d"), "not there"_ba);
}

void TestLinks::tellsNamesOfOneFile()
{
    const auto tree = merged({TarBuilder().file("a").hardlink("b", "a").file("c"), TarBuilder().hardlink("d", "b")});
    const auto origin = [&tree](std::string_view path) { return tree->origin(tree->find(path).value()); };
    QVERIFY(origin("a") == origin("b"));
    QVERIFY(origin("a") == origin("d"));
    QVERIFY(!(origin("a") == origin("c")));
    QCOMPARE(tree->layer(tree->find("d").value()), 1);
    QCOMPARE(tree->hardlinkTarget(tree->find("d").value()), std::optional<std::string>("b"));
    QCOMPARE(tree->hardlinkTarget(tree->find("a").value()), std::nullopt);
}

void TestLinks::linksChainsInAnyOrder_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("each to the next") << 1;
    QTest::newRow("each to the one before") << -1;
    QTest::newRow("far from each other") << 7919;
}

/// Links of a layer to each other, in orders in which resolving them in passes would take as many passes as there are links, and
/// exceed the time limit of the test.
void TestLinks::linksChainsInAnyOrder()
{
    QFETCH(int, step);
    constexpr int kCount = 50'000;
    TarBuilder tar;
    const auto name = [](int i) { return "d/l" + std::to_string(i); };
    for (int i = 0, at = 0; i < kCount; ++i, at = (at + step + kCount) % kCount)
        tar.hardlink(name(at), at == kCount - 1 ? "d/file" : name(at + 1));
    const auto tree = merged({tar.file("d/file", "content")});
    QCOMPARE(tree->totalSize(kRootNode), 7u); // it is one file
    QCOMPARE(tree->origin(tree->find(name(0)).value()), tree->origin(tree->find("d/file").value()));
}

/// The target of a symlink may name two thousand directories, and hard links may repeat it for each entry.
void TestLinks::limitsDirectoriesThatLinksMake()
{
    std::string target;
    for (int i = 0; i < 2000; ++i)
        target += "d/";
    TarBuilder tar;
    tar.symlink("link", target);
    for (int i = 0; i < 1000; ++i) {
        const std::string place = std::to_string(i) + "/link";
        tar.hardlink(place, "link").file(place + "/x");
    }
    const auto tree = tryMerge({tar});
    QVERIFY(!tree);
    QCOMPARE(tree.error().kind, ErrorKind::TooLarge);
    QVERIFY(tree.error().detail.contains(u"links to more new directories"));

    TarBuilder deep;
    std::string path = "link";
    for (int i = 0; i < 4; ++i, path += "/link")
        deep.symlink(path, target);
    const auto deepTree = tryMerge({deep});
    QVERIFY(!deepTree);
    QCOMPARE(deepTree.error().message(), u"layer 0: /link/link/link: is more than 4096 directories deep"_s);
}

/// Each entry is below a link whose targets name thousands of directories, and each link before it makes what is known of
/// directories void.
void TestLinks::limitsTheWorkOfFollowingLinks()
{
    std::string detour;
    for (int i = 0; i < 800; ++i)
        detour += "x/../";
    TarBuilder tar;
    for (int i = 0; i < 38; ++i)
        tar.symlink("l" + std::to_string(i), detour + (i == 37 ? "d" : "l" + std::to_string(i + 1)));
    for (int i = 0; i < 20'000; ++i)
        tar.symlink("s", "t").file("l0/" + std::to_string(i));
    const auto tree = tryMerge({tar});
    QVERIFY(!tree);
    QCOMPARE(tree.error().kind, ErrorKind::TooLarge);
    QVERIFY(tree.error().detail.contains(u"longer paths than are allowed"));
}

/// What leads along the same directories again costs nothing, unless what is known of directories has become void.
void TestLinks::limitsTheWorkOfResolvingPaths_data()
{
    QTest::addColumn<bool>("byHardLinks");
    QTest::addColumn<bool>("forgets");
    QTest::addRow("files, known directories") << false << false;
    QTest::addRow("files, forgotten directories") << false << true;
    QTest::addRow("hard links, known directories") << true << false;
    QTest::addRow("hard links, forgotten directories") << true << true;
}

void TestLinks::limitsTheWorkOfResolvingPaths()
{
    QFETCH(bool, byHardLinks);
    QFETCH(bool, forgets);
    std::string deep;
    for (int i = 0; i < 40; ++i)
        deep += std::string(100, 'd') + '/';
    TarBuilder tar;
    tar.file(deep + "f").symlink("s", "t");
    for (int i = 0; i < 6'000; ++i) {
        if (forgets)
            tar.symlink("s", "t");
        if (byHardLinks)
            tar.hardlink(std::to_string(i), deep + "f");
        else
            tar.file(deep + std::to_string(i));
    }
    const auto tree = tryMerge({tar});
    QCOMPARE(tree.has_value(), !forgets);
    if (forgets) {
        QCOMPARE(tree.error().kind, ErrorKind::TooLarge);
        QVERIFY2(tree.error().subject.startsWith(u"layer 0: /"_s), qPrintable(tree.error().message()));
        QCOMPARE(tree.error().detail, u"leads along longer paths than are allowed"_s);
    }
}

void TestLinks::canBeStopped()
{
    std::stop_source stop;
    stop.request_stop();
    const auto index = indexOf(TarBuilder().file("a"));
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(MergedTree::merge({index}, stop.get_token())));
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(MergedTree::ofLayer(index, 0, stop.get_token())));
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(MergedTree::merge({}, stop.get_token())));
}

STRATOSCOPE_APPLESS_TEST(TestLinks)
#include "tst_links.moc"
