// SPDX-License-Identifier: Apache-2.0
#include "formats/layer_tar.h"
#include "formats/squashed_layer.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTest>

#include <map>
#include <random>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// Layers of tars, with the bytes of their files.
ImageFs fsOfTars(const std::vector<std::string> &tars)
{
    ImageFs fs;
    MergedTree::Layers layers;
    for (const std::string &tar : tars) {
        layers.push_back(indexOf(tar));
        fs.contents.emplace_back(regionOf(tar));
    }
    fs.tree = need(MergedTree::merge(layers));
    return fs;
}

/// Everything about each entry, by path; a file with several names has all of them. A directory that only occurs in paths is as
/// good as one with the same attributes.
QStringList contentsOf(const ImageFs &fs)
{
    const MergedTree &tree = *fs.tree;
    std::map<std::pair<int, RecordId>, QStringList> names;
    for (NodeId node = 1; node < tree.size(); ++node) {
        if (!tree.isDirectory(node))
            names[{tree.origin(node).layer, tree.origin(node).record}] << QString::fromStdString(tree.path(node));
    }
    QStringList lines;
    for (NodeId node = 0; node < tree.size(); ++node) {
        const Entry entry = tree.entry(node);
        QString line = u"%1 %2 %3 %4:%5 %6 %7.%8 -> %9"_s.arg(QString::fromStdString(tree.path(node)))
                           .arg(int(entry.kind))
                           .arg(QString::number(entry.mode, 8))
                           .arg(entry.uid)
                           .arg(entry.gid)
                           .arg(entry.size)
                           .arg(entry.mtime.seconds)
                           .arg(entry.mtime.nanoseconds)
                           .arg(QString::fromUtf8(entry.linkTarget));
        line += u" %1:%2"_s.arg(entry.deviceMajor).arg(entry.deviceMinor);
        for (const auto &[name, value] : entry.xattrs ? *entry.xattrs : Xattrs())
            line += u" %1=%2"_s.arg(QString::fromStdString(name), QString::fromStdString(value));
        if (!tree.isDirectory(node))
            line += u" ["_s + names[{tree.origin(node).layer, tree.origin(node).record}].join(u' ') + u']';
        if (entry.kind == EntryKind::Regular)
            line += u" “"_s + QString::fromUtf8(need(fs.readAll(node, 1 << 20)).replace('\0', '0')) + u'”';
        lines << line;
    }
    lines.sort();
    return lines;
}

std::string squashed(const std::vector<std::string> &tars, int first, int last)
{
    const ImageFs fs = fsOfTars(tars);
    const SquashedLayer layer = need(SquashedLayer::make(need(TreeHistory::make(fs.tree, {})), first, last, {}));
    MemorySink into;
    ProgressMeter progress;
    need(layer.write(fs, into, progress, {}));
    return into.text;
}

/// The entries of a tar in its order: `path`, `path => target` for a hard link.
QStringList listed(const std::string &tar)
{
    const auto index = indexOf(tar);
    QStringList lines;
    for (RecordId record = 0; record < index->size(); ++record) {
        if (index->isImplied(record))
            continue;
        QString line = QString::fromStdString(index->path(record));
        if (index->kind(record) == EntryKind::Whiteout)
            line.prepend(u'-');
        if (index->kind(record) == EntryKind::Hardlink)
            line += u" => "_s + QString::fromUtf8(index->entry(record).linkTarget);
        lines << line;
    }
    return lines;
}

/// Layers of few names, so that they often collide, with all kinds of entries.
class RandomLayers
{
public:
    explicit RandomLayers(unsigned seed)
        : m_random(seed)
    {
    }

    unsigned below(unsigned end) { return unsigned(m_random() % end); }

    std::vector<std::string> make()
    {
        std::vector<std::string> tars;
        MergedTree::Layers layers;
        for (const unsigned wanted = 2 + below(5); tars.size() < wanted;) {
            TarBuilder tar;
            for (unsigned i = 3 + below(14); i > 0; --i)
                addEntry(tar);
            layers.push_back(indexOf(tar));
            if (MergedTree::merge(layers))
                tars.push_back(tar.finish());
            else // a hard link to a missing file
                layers.pop_back();
        }
        return tars;
    }

private:
    std::string path()
    {
        static const std::array<std::string, 6> kNames{"a", "b", "c", "d.sh", "e", "f"};
        std::string path = kNames[below(6)];
        for (unsigned depth = below(3); depth > 0; --depth)
            path.append("/").append(kNames[below(6)]);
        return path;
    }

    static std::string marker(const std::string &path)
    {
        const std::size_t slash = path.rfind('/');
        return slash == std::string::npos ? ".wh." + path : path.substr(0, slash) + "/.wh." + path.substr(slash + 1);
    }

    void addEntry(TarBuilder &tar)
    {
        TarEntry entry{.path = path(), .mode = below(2) ? 0644 : 04755, .uid = below(3), .gid = below(3), .mtime = 1000 + below(3)};
        switch (below(12)) {
        case 0:
        case 1:
            entry.type = '5';
            entry.path = below(8) ? entry.path + '/' : "./";
            break;
        case 2:
            entry.type = '2';
            entry.link = path();
            break;
        case 3:
        case 4:
            entry.type = '1';
            entry.link = path();
            break;
        case 5:
        case 6:
            entry.path = marker(entry.path);
            break;
        case 7:
            entry.path += "/.wh..wh..opq";
            break;
        case 8:
            entry.type = '3';
            entry.deviceMajor = 1 + below(2);
            break;
        case 9:
            tar.sparse({.path = entry.path, .size = 10000, .parts = {{4096, "in the middle"}}}, SparseForm::Pax10);
            return;
        case 10:
            entry.pax = {{"SCHILY.xattr.user.x", std::to_string(below(3))}, {"mtime", "12.5"}};
            [[fallthrough]];
        default:
            entry.content = std::string(below(3), 'x') + std::to_string(below(100));
        }
        tar.add(entry);
    }

    std::mt19937 m_random;
};

} // namespace

/// What the squashed layer of a range contains, and that an image remains the same with it.
class TestSquashedLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasWhatTheRangeChanges_data()
    {
        QTest::addColumn<std::vector<std::string>>("tars");
        QTest::addColumn<QStringList>("expected"); ///< of the layers from 1 on
        const auto row = [](const char *name, const std::vector<TarBuilder> &layers, const QStringList &expected) {
            std::vector<std::string> tars;
            for (const TarBuilder &layer : layers)
                tars.push_back(layer.finish());
            QTest::newRow(name) << tars << expected;
        };
        const TarBuilder base
            = TarBuilder().dir("d").file("d/a", "1").file("d/b", "2").dir("d/e").file("d/e/x", "3").file("f", "4");

        row("removed entries, once for a directory", {base, TarBuilder().file("d/.wh.e").file(".wh.f")}, {u"-f"_s, u"-d/e"_s});
        row("what is added and removed within it", {base, TarBuilder().file("g", "5"), TarBuilder().file(".wh.g").file("h")},
            {u"h"_s});
        row("the last of several states", {base, TarBuilder().file("f", "5"), TarBuilder().file("f", "6")}, {u"f"_s});
        row("a directory becomes a file", {base, TarBuilder().file("d", "5")}, {u"d"_s});
        row("a file becomes a directory, which is only in a path", {base, TarBuilder().file("f/g", "5")}, {u"f"_s, u"f/g"_s});
        row("a directory as it was", {base, TarBuilder().dir("d").file("d/a", "5")}, {u"d/a"_s});
        row("a directory with another mode", {base, TarBuilder().dir("d", 0700)}, {u"d"_s});
        row("an opaque directory", {base, TarBuilder().dir("d").file("d/.wh..wh..opq").file("d/b", "5")},
            {u"-d/a"_s, u"-d/e"_s, u"d/b"_s});
        row("a directory that is removed and made again", {base, TarBuilder().file(".wh.d"), TarBuilder().file("d/b", "5")},
            {u"-d/a"_s, u"-d/e"_s, u"d"_s, u"d/b"_s});
        row("a link to a file below", {base, TarBuilder().hardlink("g", "f"), TarBuilder().hardlink("h", "g")},
            {u"g => f"_s, u"h => f"_s});
        row("a link to a file that is removed then",
            {base, TarBuilder().hardlink("g", "f").hardlink("h", "f"), TarBuilder().file(".wh.f")}, {u"-f"_s, u"g"_s, u"h => g"_s});
        row("links within it", {base, TarBuilder().file("x", "5"), TarBuilder().hardlink("y", "x")}, {u"x"_s, u"y => x"_s});
        row("nothing", {base, TarBuilder().file("g"), TarBuilder().file(".wh.g")}, {});
    }
    void hasWhatTheRangeChanges()
    {
        QFETCH(const std::vector<std::string>, tars);
        const std::string tar = squashed(tars, 1, int(tars.size()) - 1);
        QTEST(listed(tar), "expected");
        QCOMPARE(contentsOf(fsOfTars({tars.front(), tar})), contentsOf(fsOfTars(tars)));
    }

    void anyRangeLeavesTheImageAsItIs_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 60; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void anyRangeLeavesTheImageAsItIs()
    {
        QFETCH(const unsigned, seed);
        RandomLayers random(seed);
        const std::vector<std::string> tars = random.make();
        const QStringList expected = contentsOf(fsOfTars(tars));
        for (int last = 0; last < int(tars.size()); ++last) {
            for (int first = 0; first <= last; ++first) {
                const std::string tar = squashed(tars, first, last);
                std::vector<std::string> fewer(tars.begin(), tars.begin() + first);
                fewer.push_back(tar);
                const std::vector<std::string> through(tars.begin(), tars.begin() + last + 1);
                QCOMPARE(contentsOf(fsOfTars(fewer)), contentsOf(fsOfTars(through)));
                fewer.insert(fewer.end(), tars.begin() + last + 1, tars.end());
                QCOMPARE(contentsOf(fsOfTars(fewer)), expected);
                QCOMPARE(squashed(tars, first, last), tar);
            }
        }
    }

    void aLayerWrittenAnewHasTheSameEntries_data() { anyRangeLeavesTheImageAsItIs_data(); }
    void aLayerWrittenAnewHasTheSameEntries()
    {
        QFETCH(const unsigned, seed);
        RandomLayers random(seed);
        const std::vector<std::string> tars = random.make();
        const ImageFs fs = fsOfTars(tars);
        std::vector<std::string> anew;
        for (int layer = 0; layer < int(tars.size()); ++layer) {
            MemorySink into;
            ProgressMeter progress;
            const auto warnings = writeLayerTar(fs, layer, into, progress, {});
            VERIFY_RESULT(warnings);
            QCOMPARE(*warnings, QStringList());
            QCOMPARE(listed(into.text), listed(tars[std::size_t(layer)]));
            anew.push_back(into.text);
        }
        QCOMPARE(contentsOf(fsOfTars(anew)), contentsOf(fs));
    }
};

STRATOSCOPE_APPLESS_TEST(TestSquashedLayer)
#include "tst_squashed_layer.moc"
