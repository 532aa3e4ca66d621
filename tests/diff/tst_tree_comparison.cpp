// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "diff/tree_comparison.h"
#include "image/open_image.h"
#include "store/store.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// Two file systems compared with each other.
class TestTreeComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryAspect();
    void listsWhatBecameADirectoryTwice();
    void findsMovedFiles();
    void pairsManyFilesWithTheSameContent();
    void findsCopiedFiles();
    void countsMovesWhereTheyCross();
    void countsHardLinksOnce();
    void ignores_data();
    void ignores();
    void ignoresOnePlaceOfAMove();
    void comparesStatesAndLayers();
    void agreesWithANaiveComparison();
    void readsBothSides();
    void stops();

private:
    std::shared_ptr<const Image> open(const std::vector<std::string> &layers);
    std::shared_ptr<const TreeComparison> compare(const std::vector<std::string> &before, const std::vector<std::string> &after)
    {
        return need(TreeComparison::make(DiffSide::whole(open(before)), DiffSide::whole(open(after)), {}));
    }
    static QStringList lines(const TreeComparison &comparison, const TreeDiff &diff);
    static QStringList lines(const TreeComparison &comparison, const IgnoreRules &rules = {})
    {
        return lines(comparison, comparison.diff(rules, {}));
    }

    QTemporaryDir m_folder;
    Store m_store = need(Store::open(m_folder.filePath(u"store"_s)));
    int m_images = 0;
};

std::shared_ptr<const Image> TestTreeComparison::open(const std::vector<std::string> &layers)
{
    TestImage image;
    image.layers = layers;
    image.compression = Compression::Gzip; // stored and verified when the image is opened
    const QString path = m_folder.filePath(u"image%1"_s.arg(++m_images));
    writeFiles(path, ociLayout({image}));
    ProgressMeter progress;
    return need(openImage(u"oci:"_s + path, {}, m_store, progress, {}));
}

/// `~ /path aspects`, `> /new < /old`, and so on, sorted by path.
QStringList TestTreeComparison::lines(const TreeComparison &comparison, const TreeDiff &diff)
{
    static const QStringList kAspects{u"content"_s, u"type"_s, u"mode"_s,   u"owner"_s,
                                      u"time"_s,    u"link"_s, u"xattrs"_s, u"device"_s};
    QStringList lines;
    for (NodeId node = 0; node < diff.fs.tree->size(); ++node) {
        if (diff.changes[node] == Change::None || diff.isMovedAway(node))
            continue;
        QString line = QString(u" +-~>="_s[int(diff.changes[node])]) + u' ' + QString::fromStdString(diff.fs.tree->path(node));
        if (diff.changes[node] == Change::Moved || diff.changes[node] == Change::Copied)
            line += u" < "_s + QString::fromStdString(comparison.before().fs.tree->path(diff.before[node]));
        for (int i = 0; i < kAspects.size(); ++i) {
            if (diff.aspects[node] & (1 << i))
                line += u' ' + kAspects[i];
        }
        lines << line;
    }
    lines.sort();
    return lines;
}

void TestTreeComparison::findsEveryAspect()
{
    const auto made = compare({TarBuilder()
                                   .dir("d", 0755)
                                   .file("d/content", "one")
                                   .file("d/size", "one")
                                   .add({.path = "d/mode", .content = "m", .mode = 0644})
                                   .add({.path = "d/owner", .content = "o", .uid = 1})
                                   .add({.path = "d/time", .content = "t", .mtime = 1})
                                   .symlink("d/link", "here")
                                   .file("d/type", "")
                                   .file("d/same", "same")
                                   .file("d/gone", "gone")
                                   .add({.path = "times", .type = '5', .mode = 0755, .mtime = 1})
                                   .dir("modes", 0700)
                                   .finish()},
                              {TarBuilder()
                                   .dir("d", 0755)
                                   .file("d/content", "two")
                                   .file("d/size", "three")
                                   .add({.path = "d/mode", .content = "m", .mode = 04755})
                                   .add({.path = "d/owner", .content = "o", .uid = 2})
                                   .add({.path = "d/time", .content = "t", .mtime = 2})
                                   .symlink("d/link", "there")
                                   .symlink("d/type", "x")
                                   .file("d/same", "same")
                                   .file("d/new", "new")
                                   .add({.path = "times", .type = '5', .mode = 0755, .mtime = 2})
                                   .dir("modes", 0701)
                                   .finish()});
    QCOMPARE(lines(*made),
             (QStringList{u"+ /d/new"_s, u"- /d/gone"_s, u"~ /d/content content"_s, u"~ /d/link link"_s, u"~ /d/mode mode"_s,
                          u"~ /d/owner owner"_s, u"~ /d/size content"_s, u"~ /d/time time"_s, u"~ /d/type type mode"_s,
                          u"~ /modes mode"_s}));
    QCOMPARE(made->comparedByTime(), 0U);
    const TreeDiff diff = made->diff({}, {});
    const NodeId folder = *diff.fs.tree->find("d");
    QCOMPARE(diff.counts[diff.fs.tree->directoryNumber(folder)],
             (ChangeCounts{.added = 1, .removed = 1, .modified = 7, .bytesAdded = 3 + 5 + 3, .bytesRemoved = 3 + 3 + 4}));
    QCOMPARE(diff.counts.front(), (ChangeCounts{.added = 1, .removed = 1, .modified = 8, .bytesAdded = 11, .bytesRemoved = 10}));
}

void TestTreeComparison::listsWhatBecameADirectoryTwice()
{
    const auto made = compare({TarBuilder().file("a", "1").dir("b").file("b/x", "2").finish()},
                              {TarBuilder().dir("a").file("a/y", "3").file("b", "4").finish()});
    QCOMPARE(lines(*made), (QStringList{u"+ /a"_s, u"+ /a/y"_s, u"+ /b"_s, u"- /a"_s, u"- /b"_s, u"- /b/x"_s}));
    const TreeDiff diff = made->diff({}, {});
    QVERIFY(diff.fs.tree->isDirectory(*diff.fs.tree->find("a")));
}

void TestTreeComparison::findsMovedFiles()
{
    const auto made = compare(
        {TarBuilder().dir("old").file("old/a", "aaaa").file("old/b", "same").file("old/c", "same").file("empty", "").finish()},
        {TarBuilder()
             .dir("new")
             .file("new/c", "same")
             .add({.path = "new/a2", .content = "aaaa", .mode = 0600})
             .file("empty2", "")
             .finish()});
    // Which of two files with the same content was moved is decided by the name.
    QCOMPARE(lines(*made),
             (QStringList{u"+ /empty2"_s, u"+ /new"_s, u"- /empty"_s, u"- /old"_s, u"- /old/b"_s, u"> /new/a2 < /old/a mode"_s,
                          u"> /new/c < /old/c"_s}));
}

void TestTreeComparison::pairsManyFilesWithTheSameContent()
{
    constexpr int kFiles = 20'000;
    TarBuilder before;
    TarBuilder after;
    for (int i = 0; i < kFiles; ++i)
        before.file("old/" + std::to_string(i), "same");
    for (int i = 2; i < kFiles + 1; ++i)
        after.file("new/" + std::to_string(i), "same");
    const auto made = compare({before.finish()}, {after.finish()});
    const TreeDiff diff = made->diff({}, {});
    // 0, 1 and 20000 have no counterpart of the same name: one of the former became the latter.
    std::map<NodeId, NodeId> places;
    int sameName = 0;
    for (NodeId node = 1; node < diff.fs.tree->size(); ++node) {
        if (diff.changes[node] != Change::Moved)
            continue;
        QVERIFY(places.emplace(diff.before[node], diff.after[node]).second);
        sameName += diff.fs.tree->name(node) == made->before().fs.tree->name(diff.before[node]);
    }
    QCOMPARE(sameName, kFiles - 2);
    QCOMPARE(places.size(), std::size_t(kFiles - 1));
    QCOMPARE(diff.counts.front(), (ChangeCounts{.added = 1, .removed = 2, .moved = kFiles - 1, .bytesRemoved = 4}));
}

void TestTreeComparison::findsCopiedFiles()
{
    const auto made = compare(
        {TarBuilder().file("a", "aaaa").file("b", "bbbb").file("x/c", "bbbb").finish()},
        {TarBuilder().file("a", "aaaa").file("b", "bbbb").file("x/c", "bbbb").file("y/c", "bbbb").file("d", "aaaa").finish()});
    QCOMPARE(lines(*made), (QStringList{u"+ /y"_s, u"= /d < /a"_s, u"= /y/c < /x/c"_s}));
    QCOMPARE(made->diff({}, {}).counts.front(), (ChangeCounts{.added = 3, .bytesAdded = 8}));
}

void TestTreeComparison::countsMovesWhereTheyCross()
{
    const auto made = compare({TarBuilder().dir("p/from").dir("p/to").file("p/from/a", "12345").finish()},
                              {TarBuilder().dir("p/from").dir("p/to").file("p/to/a", "12345").finish()});
    const TreeDiff diff = made->diff({}, {});
    const auto countsOf
        = [&diff](std::string_view path) { return diff.counts[diff.fs.tree->directoryNumber(*diff.fs.tree->find(path))]; };
    QCOMPARE(countsOf("p/to"), (ChangeCounts{.added = 1, .bytesAdded = 5}));
    QCOMPARE(countsOf("p/from"), (ChangeCounts{.removed = 1, .bytesRemoved = 5}));
    QCOMPARE(countsOf("p"), (ChangeCounts{.moved = 1}));
    QCOMPARE(countsOf(""), (ChangeCounts{.moved = 1}));
}

void TestTreeComparison::countsHardLinksOnce()
{
    const std::string before = TarBuilder().file("a", "12345").hardlink("b", "a").file("k", "kept!!").hardlink("l", "k").finish();
    const std::string after = TarBuilder().file("c/a", "fresh content").hardlink("c/b", "c/a").file("k", "kept!!").finish();
    const auto made = compare({before}, {after});
    QCOMPARE(lines(*made), (QStringList{u"+ /c"_s, u"+ /c/a"_s, u"+ /c/b"_s, u"- /a"_s, u"- /b"_s, u"- /l"_s}));
    QCOMPARE(made->diff({}, {}).counts.front(), (ChangeCounts{.added = 3, .removed = 3, .bytesAdded = 13, .bytesRemoved = 5}));
}

void TestTreeComparison::ignores_data()
{
    QTest::addColumn<int>("aspects");
    QTest::addColumn<QStringList>("globs");
    QTest::addColumn<QStringList>("expected");
    const QStringList all{u"+ /cache"_s, u"+ /cache/m.pyc"_s, u"+ /n.pyc"_s, u"~ /both owner time"_s, u"~ /time time"_s};
    QTest::addRow("nothing") << 0 << QStringList() << all;
    QTest::addRow("times") << int(Aspect::Time) << QStringList() << QStringList{all[0], all[1], all[2], u"~ /both owner"_s};
    QTest::addRow("times and owners") << int(Aspects(Aspect::Time) | Aspects(Aspect::Owner)) << QStringList() << all.first(3);
    QTest::addRow("names") << 0 << QStringList{u"*.PYC"_s} << QStringList{all[0], all[3], all[4]};
    QTest::addRow("directory") << 0 << QStringList{u"/cache"_s} << all.sliced(2);
    QTest::addRow("paths") << 0 << QStringList{u"cache/*.pyc"_s, u"both"_s} << QStringList{all[0], all[2], all[4]};
    QTest::addRow("everything") << 0 << QStringList{u"*"_s} << QStringList();
}

void TestTreeComparison::ignores()
{
    QFETCH(int, aspects);
    QFETCH(QStringList, globs);
    const auto made = compare({TarBuilder()
                                   .add({.path = "time", .content = "1", .mtime = 1})
                                   .add({.path = "both", .content = "2", .uid = 1, .mtime = 1})
                                   .finish()},
                              {TarBuilder()
                                   .add({.path = "time", .content = "1", .mtime = 2})
                                   .add({.path = "both", .content = "2", .uid = 2, .mtime = 2})
                                   .dir("cache")
                                   .file("cache/m.pyc", "3")
                                   .file("n.pyc", "4")
                                   .finish()});
    std::vector<std::string> patterns;
    for (const QString &glob : globs)
        patterns.push_back(glob.toStdString());
    const IgnoreRules rules = need(IgnoreRules::make(Aspects(aspects), patterns));
    QTEST(lines(*made, rules), "expected");
    QCOMPARE(made->diff(rules, {}).isEmpty(), lines(*made, rules).isEmpty());
    QVERIFY(!IgnoreRules::make(0, {"[z-a]"}));
}

void TestTreeComparison::ignoresOnePlaceOfAMove()
{
    const auto made = compare({TarBuilder().file("a", "1234").finish()}, {TarBuilder().file("b", "1234").finish()});
    QCOMPARE(lines(*made), QStringList{u"> /b < /a"_s});
    QCOMPARE(lines(*made, need(IgnoreRules::make(0, {"a"}))), QStringList{u"+ /b"_s});
    QCOMPARE(lines(*made, need(IgnoreRules::make(0, {"b"}))), QStringList{u"- /a"_s});
    QCOMPARE(made->diff(need(IgnoreRules::make(0, {"b"})), {}).counts.front(), (ChangeCounts{.removed = 1, .bytesRemoved = 4}));
}

void TestTreeComparison::comparesStatesAndLayers()
{
    const auto image = open({TarBuilder().file("a", "1").finish(), TarBuilder().file("b", "2").finish(),
                             TarBuilder().file(".wh.a").file("b", "3").finish()});
    const auto compareStates = [&](int before, int after) {
        return lines(
            *need(TreeComparison::make(need(DiffSide::upTo(image, before, {})), need(DiffSide::upTo(image, after, {})), {})));
    };
    QCOMPARE(compareStates(-1, 0), QStringList{u"+ /a"_s});
    QCOMPARE(compareStates(0, 2), (QStringList{u"+ /b"_s, u"- /a"_s}));
    QCOMPARE(compareStates(2, 1), (QStringList{u"+ /a"_s, u"~ /b content"_s}));
    QCOMPARE(compareStates(1, 1), QStringList());
    QCOMPARE(lines(*need(TreeComparison::make(DiffSide::ofLayer(image, 1, {}), DiffSide::ofLayer(image, 2, {}), {}))),
             (QStringList{u"+ /a"_s, u"~ /b content"_s}));
    QVERIFY(DiffSide::whole(image).hasDigests());
    QCOMPARE(DiffSide::nothing().fs.tree->size(), 1U);
}

namespace {

std::string randomLayer(QRandomGenerator &random)
{
    TarBuilder tar;
    std::set<std::string> used;
    for (int i = 0; i < 30; ++i) {
        std::string path(1, char('a' + random.bounded(3)));
        for (int depth = random.bounded(3); depth > 0; --depth)
            path += std::string("/") + char('a' + random.bounded(3));
        const bool isBelowFile = std::ranges::any_of(used, [&](const std::string &other) {
            return path.starts_with(other + '/') || other.starts_with(path + '/') || other == path;
        });
        if (isBelowFile)
            continue;
        used.insert(path);
        // Some contents are repeated, some are empty.
        tar.add({.path = path,
                 .content = std::string(random.bounded(3U), char('x' + random.bounded(3))),
                 .mode = 0600 + random.bounded(2),
                 .mtime = random.bounded(2)});
    }
    return tar.finish();
}

/// Every file by its path: content, mode and time.
std::map<std::string, std::string> filesOf(const ImageFs &fs)
{
    std::map<std::string, std::string> files;
    for (NodeId node = 1; node < fs.tree->size(); ++node) {
        const Entry entry = fs.tree->entry(node);
        files[fs.tree->path(node)] = fs.tree->isDirectory(node) ? std::string("directory")
                                                                : std::to_string(entry.mode) + ' '
                + std::to_string(entry.mtime.seconds) + ' ' + need(fs.readAll(node, 100)).toStdString();
    }
    return files;
}

} // namespace

void TestTreeComparison::agreesWithANaiveComparison()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 150; ++round) {
        // Half of them share a layer.
        const std::string base = randomLayer(random);
        std::vector<std::string> before{base, randomLayer(random)};
        std::vector<std::string> after{random.bounded(2) ? base : randomLayer(random), randomLayer(random)};
        const auto made = compare(before, after);
        const auto left = filesOf(made->before().fs);
        const auto right = filesOf(made->after().fs);
        std::set<std::string> expected;
        for (const auto &[path, what] : left) {
            const auto other = right.find(path);
            if (other == right.end() || (what == "directory") != (other->second == "directory"))
                expected.insert("- " + path);
            else if (other->second != what)
                expected.insert("~ " + path);
        }
        for (const auto &[path, what] : right) {
            const auto other = left.find(path);
            if (other == left.end() || (what == "directory") != (other->second == "directory"))
                expected.insert("+ " + path);
        }
        std::set<std::string> found;
        const TreeDiff diff = made->diff({}, {});
        std::set<NodeId> sources;
        std::int64_t bytes = 0;
        for (NodeId node = 1; node < diff.fs.tree->size(); ++node) {
            const std::string path = diff.fs.tree->path(node);
            switch (diff.changes[node]) {
            case Change::None:
                break;
            case Change::Modified:
                found.insert("~ " + path);
                break;
            case Change::Removed:
                found.insert("- " + path);
                break;
            case Change::Moved:
                QVERIFY2(sources.insert(diff.before[node]).second, path.c_str());
                QVERIFY(!right.contains(made->before().fs.tree->path(diff.before[node]))
                        || right.at(made->before().fs.tree->path(diff.before[node])) == "directory");
                [[fallthrough]];
            case Change::Copied:
                QCOMPARE(need(made->before().fs.readAll(diff.before[node], 100)),
                         need(made->after().fs.readAll(diff.after[node], 100)));
                [[fallthrough]];
            case Change::Added:
                found.insert("+ " + path);
                break;
            }
        }
        QCOMPARE(found, expected);
        bytes = std::int64_t(diff.counts.front().bytesAdded) - std::int64_t(diff.counts.front().bytesRemoved);
        QCOMPARE(bytes,
                 std::int64_t(made->after().fs.tree->totalSize(kRootNode))
                     - std::int64_t(made->before().fs.tree->totalSize(kRootNode)));
    }
}

void TestTreeComparison::readsBothSides()
{
    const auto made = compare({TarBuilder().file("gone", "bye").file("both", "old").finish()},
                              {TarBuilder().file("both", "new").file("added", "hello").finish()});
    const TreeDiff diff = made->diff({}, {});
    QCOMPARE(need(diff.fs.readAll(*diff.fs.tree->find("gone"), 100)), "bye");
    QCOMPARE(need(diff.fs.readAll(*diff.fs.tree->find("both"), 100)), "new");
    QCOMPARE(need(diff.fs.readAll(*diff.fs.tree->find("added"), 100)), "hello");
}

void TestTreeComparison::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto image = open({TarBuilder().file("a", "1").finish()});
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)TreeComparison::make(DiffSide::nothing(), DiffSide::whole(image), stop.get_token()));
    const auto made = need(TreeComparison::make(DiffSide::nothing(), DiffSide::whole(image), {}));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)made->diff({}, stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestTreeComparison)

#include "tst_tree_comparison.moc"
