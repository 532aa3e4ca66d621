// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "diff/tree_diff.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Layers = std::vector<TarBuilder>;
Q_DECLARE_METATYPE(Layers)

/// What differs between trees: of one image's layers, and of two images.
class TestTreeDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofLayers_data();
    void ofLayers();
    void ofImages();
    void keepsWhatALayerRepeats();
    void asksForContents();
    void marksTheSecondTree();
    void countsBytes();
    void stops();
};

namespace {

/// `+ /a`, `- /b`, `~ /c content mode` and `= /d`, in the tree's order; directories on the way only where they changed.
QStringList lines(const TreeDiff &diff, bool all = false)
{
    static constexpr std::array kSigns{'=', '+', '-', '~'};
    static constexpr std::array kNames{"content", "type", "mode", "owner", "time", "link", "xattrs", "device"};
    QStringList lines;
    std::vector<NodeId> stack{kRootNode};
    while (!stack.empty()) {
        const NodeId node = stack.back();
        stack.pop_back();
        const NodeRange children = diff.tree->children(node);
        for (std::uint32_t i = children.size(); i-- > 0;)
            stack.push_back(*children.begin() + i);
        const Change change = diff.changes[node];
        if (change == Change::None && !all)
            continue;
        QString line = QChar::fromLatin1(kSigns[std::size_t(change)]) + u" "_s + QString::fromStdString(diff.tree->path(node));
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            if (diff.aspects[node] & (1 << i))
                line += u" "_s + QLatin1StringView(kNames[i]);
        }
        lines += line;
    }
    return lines;
}

TreeDiff diffOf(const std::shared_ptr<const MergedTree> &before, const std::shared_ptr<const MergedTree> &after,
                const DiffOptions &options = {})
{
    return need(diffTrees(before, after, options, {}));
}

/// What the last of the layers changes.
TreeDiff lastStep(const Layers &layers, const DiffOptions &options = {})
{
    MergedTree::Layers indexes;
    for (const TarBuilder &layer : layers)
        indexes.push_back(indexOf(layer));
    const auto after = need(MergedTree::merge(indexes));
    indexes.pop_back();
    return diffOf(need(MergedTree::merge(indexes)), after, options);
}

TarBuilder entry(const TarEntry &entry)
{
    return TarBuilder().add(entry);
}

} // namespace

void TestTreeDiff::ofLayers_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const Layers &layers, const QStringList &expected) { QTest::newRow(name) << layers << expected; };
    const TarBuilder base
        = TarBuilder().dir("d").file("d/a", "1").file("d/b").dir("d/e").file("d/e/x").file("f", "1").symlink("l", "f");

    row("the first layer", {base}, {u"+ /d"_s, u"+ /d/a"_s, u"+ /d/b"_s, u"+ /d/e"_s, u"+ /d/e/x"_s, u"+ /f"_s, u"+ /l"_s});
    row("an empty layer", {base, TarBuilder()}, {});
    row("the same again", {base, base}, {});
    row("a new file", {base, TarBuilder().dir("d").file("d/c")}, {u"+ /d/c"_s});
    row("a new directory", {base, TarBuilder().file("n/o/p")}, {u"+ /n"_s, u"+ /n/o"_s, u"+ /n/o/p"_s});
    row("a whiteout", {base, TarBuilder().file("d/.wh.a")}, {u"- /d/a"_s});
    row("a whiteout of a directory", {base, TarBuilder().file(".wh.d")},
        {u"- /d"_s, u"- /d/a"_s, u"- /d/b"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("opaque", {base, TarBuilder().file("d/.wh..wh..opq").file("d/b")}, {u"- /d/a"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("another size", {base, TarBuilder().file("f", "22")}, {u"~ /f content"_s});
    row("the same size and time", {base, TarBuilder().file("f", "2")}, {});
    row("mode", {base, entry({.path = "f", .content = "1", .mode = 04755})}, {u"~ /f mode"_s});
    row("owner", {base, entry({.path = "f", .content = "1", .uid = 5})}, {u"~ /f owner"_s});
    row("group", {base, entry({.path = "f", .content = "1", .gid = 5})}, {u"~ /f owner"_s});
    row("time, so maybe content", {base, entry({.path = "f", .content = "1", .mtime = kTestTime + 1})}, {u"~ /f content time"_s});
    row("time of a directory alone", {base, entry({.path = "d/", .type = '5', .mode = 0755, .mtime = kTestTime + 1})}, {});
    row("mode of a directory", {base, TarBuilder().dir("d", 0700)}, {u"~ /d mode"_s});
    row("where a link leads", {base, TarBuilder().symlink("l", "d")}, {u"~ /l link"_s});
    row("a link in place of a file", {base, TarBuilder().symlink("f", "d")}, {u"~ /f type mode"_s});
    row("a file in place of a directory", {base, TarBuilder().file("d")},
        {u"+ /d"_s, u"- /d"_s, u"- /d/a"_s, u"- /d/b"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("a directory in place of a file", {base, TarBuilder().dir("f").file("f/n")}, {u"+ /f"_s, u"+ /f/n"_s, u"- /f"_s});
    row("attributes", {base, entry({.path = "f", .content = "1", .pax = {{"SCHILY.xattr.user.a", "1"}}})}, {u"~ /f xattrs"_s});
    row("a device", {TarBuilder().device("n", '3', 1, 3), TarBuilder().device("n", '3', 1, 5)}, {u"~ /n device"_s});
    row("a hard link of the same", {TarBuilder().file("a", "1").file("b", "1"), TarBuilder().hardlink("b", "a")}, {});
    row("a hard link in place of another", {TarBuilder().file("a", "1").file("b", "22"), TarBuilder().hardlink("b", "a")},
        {u"~ /b content"_s});
}

void TestTreeDiff::ofLayers()
{
    QFETCH(const Layers, layers);
    QFETCH(const QStringList, expected);
    QCOMPARE(lines(lastStep(layers)), expected);
}

void TestTreeDiff::ofImages()
{
    const auto before = merged({TarBuilder().file("a", "1").file("gone").dir("d").file("d/x")});
    const auto after = merged({TarBuilder().file("a", "22"), TarBuilder().dir("d").file("d/x").file("new")});
    const TreeDiff diff = diffOf(before, after);
    QCOMPARE(lines(diff), QStringList({u"~ /a content"_s, u"- /gone"_s, u"+ /new"_s}));
    // Layers of both: the entries say where they come from.
    QCOMPARE(diff.tree->layers().size(), 3U);
    QCOMPARE(diff.tree->layer(*diff.tree->find("gone")), 0);
    QCOMPARE(diff.tree->layer(*diff.tree->find("a")), 1);
    QCOMPARE(diff.tree->layer(*diff.tree->find("new")), 2);
    QCOMPARE(lines(diffOf(after, before)), QStringList({u"~ /a content"_s, u"+ /gone"_s, u"- /new"_s}));
}

void TestTreeDiff::keepsWhatALayerRepeats()
{
    const TarBuilder base = TarBuilder().file("a").file("b").dir("d").file("d/x");
    const TreeDiff diff = lastStep({base, TarBuilder().file("b").file("d/.wh.x")}, {.keepFromLayer = 1});
    QCOMPARE(lines(diff, true), QStringList({u"= /"_s, u"= /b"_s, u"= /d"_s, u"- /d/x"_s}));
    QCOMPARE(lines(lastStep({base, TarBuilder()}, {.keepFromLayer = 0}), true),
             QStringList({u"= /"_s, u"= /a"_s, u"= /b"_s, u"= /d"_s, u"= /d/x"_s}));
}

void TestTreeDiff::asksForContents()
{
    const Layers layers{TarBuilder().file("a", "1").file("b", "1"), TarBuilder().file("a", "2").file("b", "2")};
    int asked = 0;
    const DiffOptions options{.sameContent = [&](const MergedTree::Origin &before, const MergedTree::Origin &after) {
        ++asked;
        return before.layer == 0 && after.layer == 1 && after.record == 2;
    }};
    QCOMPARE(lines(lastStep(layers, options)), QStringList({u"~ /a content"_s}));
    QCOMPARE(asked, 2);
}

void TestTreeDiff::marksTheSecondTree()
{
    const auto before = merged({TarBuilder().file("a", "1").file("gone")});
    const auto after = merged({TarBuilder().file("a", "22").file("new").dir("d").file("d/n")});
    const TreeDiff diff = diffOf(before, after);
    const auto of = [&](std::string_view path) { return diff.after[*after->find(path)]; };
    QCOMPARE(of("a"), Change::Modified);
    QCOMPARE(of("new"), Change::Added);
    QCOMPARE(of("d/n"), Change::Added);
    QCOMPARE(of(""), Change::None);
}

void TestTreeDiff::countsBytes()
{
    const TreeDiff diff = lastStep({TarBuilder().file("a", "12345").file("b", "123").dir("d").file("d/x", "1"),
                                    TarBuilder().file("a", "1234567").file(".wh.b").file(".wh.d").file("n", "12")});
    QCOMPARE(diff.counts, (ChangeCounts{.added = 1, .removed = 3, .modified = 1, .bytesAdded = 9, .bytesRemoved = 9}));
}

void TestTreeDiff::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto tree = merged({TarBuilder().file("a")});
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)diffTrees(tree, tree, {}, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestTreeDiff)

#include "tst_tree_diff.moc"
