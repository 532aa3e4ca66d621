// SPDX-License-Identifier: Apache-2.0
#include "analysis/dive_figures.h"

#include "base/cancel.h"
#include "support/layers.h"
#include "support/test_main.h"

#include <QTest>

#include <cmath>
#include <map>
#include <random>

using namespace stratoscope;
using namespace stratoscope::test;

namespace {

DiveFigures figuresOf(const std::vector<TarBuilder> &layers)
{
    std::vector<std::shared_ptr<const LayerIndex>> indexes;
    for (const TarBuilder &layer : layers)
        indexes.push_back(indexOf(layer));
    return diveFigures(indexes, {});
}

DiveFigures::File fileOf(const char *path, std::uint32_t count, std::uint64_t bytes)
{
    return {path, count, bytes};
}

/// dive's own algorithm, step by step, with a copy of everything below for each whiteout.
class PlainDive
{
public:
    struct Node {
        std::string name; ///< with `.wh.`
        std::uint64_t size = 0;
        bool isDirectory = false;
        std::map<std::string, Node> children;
    };
    struct Entry {
        std::string path;
        std::uint64_t size;
        bool isDirectory;
    };

    static void add(Node &tree, const std::string &path, std::uint64_t size, bool isDirectory)
    {
        Node *node = &tree;
        for (std::size_t begin = 0, end = 0; begin < path.size(); begin = end + 1) {
            end = std::min(path.find('/', begin), path.size());
            const std::string name = path.substr(begin, end - begin);
            if (!node->children.contains(name) && name.starts_with(".wh..wh.."))
                return;
            node = &node->children[name];
            node->name = name;
        }
        node->size = size;
        node->isDirectory = isDirectory;
    }

    static bool isWhiteout(const Node &node) { return node.name.starts_with(".wh."); }
    static std::string pathOf(const std::string &above, const Node &node)
    {
        return above + '/' + (isWhiteout(node) ? node.name.substr(4) : node.name);
    }

    static Node *find(Node &tree, const std::string &path)
    {
        Node *node = &tree;
        for (std::size_t begin = 1, end = 0; begin < path.size(); begin = end + 1) {
            end = std::min(path.find('/', begin), path.size());
            const auto child = node->children.find(path.substr(begin, end - begin));
            if (child == node->children.end())
                return nullptr;
            node = &child->second;
        }
        return node;
    }

    static void stack(Node &tree, const Node &upper, const std::string &above)
    {
        for (const auto &[name, child] : upper.children) {
            stack(tree, child, above + '/' + name);
            const std::string path = pathOf(above, child);
            if (!isWhiteout(child)) {
                add(tree, path.substr(1), child.size, child.isDirectory);
            } else if (Node *const parent = find(tree, above.empty() ? "/" : above)) {
                parent->children.erase(child.name.substr(4));
            }
        }
    }

    static std::uint64_t total(const Node &node)
    {
        std::uint64_t sum = node.size;
        for (const auto &[name, child] : node.children)
            sum += total(child);
        return sum;
    }

    struct Seen {
        std::uint32_t count = 0;
        std::uint64_t sum = 0;
        std::uint64_t smallest = 0;
    };

    /// False where dive gives up on the layer.
    bool visit(const std::vector<Node> &layers, std::size_t current, const Node &node, const std::string &above)
    {
        for (const auto &[name, child] : node.children) {
            if (!visit(layers, current, child, above + '/' + name))
                return false;
            if (!child.children.empty())
                continue;
            const std::string path = pathOf(above, child);
            std::uint64_t bytes = child.size;
            if (isWhiteout(child)) {
                Node stacked = layers[0];
                for (std::size_t lower = 0; lower < current; ++lower)
                    stack(stacked, layers[lower], {});
                const Node *const before = find(stacked, path);
                if (!before)
                    return false;
                bytes = before->isDirectory ? total(*before) : 0;
            }
            Seen &seen = m_seen[path];
            seen.smallest = seen.count == 0 ? bytes : std::min(seen.smallest, bytes);
            seen.sum += bytes;
            ++seen.count;
        }
        return true;
    }

    DiveFigures figures(const std::vector<std::vector<Entry>> &layers)
    {
        std::vector<Node> trees;
        for (const auto &entries : layers) {
            Node &tree = trees.emplace_back();
            for (const Entry &entry : entries)
                add(tree, entry.path, entry.size, entry.isDirectory);
        }
        for (std::size_t i = 0; i < trees.size(); ++i)
            visit(trees, i, trees[i], {});
        DiveFigures made;
        std::uint64_t smallest = 0;
        std::uint64_t sum = 0;
        for (const auto &[path, seen] : m_seen) {
            smallest += seen.smallest;
            sum += seen.sum;
            if (seen.count > 1) {
                made.wastedBytes += seen.sum;
                made.files.push_back({path, seen.count, seen.sum});
            }
        }
        made.efficiency = sum == 0 ? 1 : double(smallest) / double(sum);
        std::ranges::stable_sort(made.files, std::ranges::greater(), &DiveFigures::File::bytes);
        return made;
    }

private:
    std::map<std::string, Seen> m_seen;
};

} // namespace

/// The figures of dive. Expected values are worked out by hand, or by its algorithm.
class TestDiveFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imageOfItsOwnTests();
    void removedDirectories();
    void removedNothing();
    void impliedDirectories();
    void replacedDirectories();
    void opaqueDirectories();
    void nothing();
    void randomLayers();
    void stops();
};

/// The steps of the image that dive tests itself with, and smaller files: 100 bytes for its README.md.
void TestDiveFigures::imageOfItsOwnTests()
{
    const std::string text(100, 'x');
    const auto below = [](const char *directory) { return TarBuilder().dir(directory); };
    const DiveFigures figures = figuresOf({
        TarBuilder()
            .dir("bin")
            .file("bin/busybox", std::string(1000, 'b'))
            .hardlink("bin/sh", "bin/busybox")
            .dir("root")
            .dir("tmp"),
        TarBuilder().file("somefile.txt", text),
        below("root").dir("root/example").dir("root/example/really").dir("root/example/really/nested"),
        below("root").dir("root/example").file("root/example/somefile1.txt", text),
        below("root").dir("root/example").add({.path = "root/example/somefile1.txt", .content = text, .mode = 0444}),
        below("root").dir("root/example").file("root/example/somefile2.txt", text),
        below("root").dir("root/example").file("root/example/somefile3.txt", text),
        below("root").dir("root/example").file("root/example/.wh.somefile3.txt").file("root/saved.txt", text),
        below("root").file("root/.saved.txt", text),
        below("root").file("root/.wh.example"),
        below("root")
            .dir("root/.data")
            .file("root/.data/tag.sh", std::string(50, 't'))
            .file("root/.data/test.sh", std::string(70, 't')),
        below("tmp").file("tmp/saved.again1.txt", text),
        below("root").dir("root/.data").file("root/.data/saved.again2.txt", text),
        below("root").add({.path = "root/saved.txt", .content = text, .mode = 0755}),
    });
    // Twice: somefile1.txt and saved.txt. somefile3.txt counts 100 and 0, and root/example, when removed, 200.
    QCOMPARE(figures.sizeBytes, 2120U);
    QCOMPARE(figures.userSizeBytes, 1120U);
    QCOMPARE(figures.wastedBytes, 500U);
    QCOMPARE(figures.userWastedPercent(), 500.0 / 1120.0);
    QCOMPARE(figures.efficiency, 2020.0 / 2320.0);
    QCOMPARE(figures.files,
             (std::vector{fileOf("/root/example/somefile1.txt", 2, 200), fileOf("/root/saved.txt", 2, 200),
                          fileOf("/root/example/somefile3.txt", 2, 100)}));
}

void TestDiveFigures::removedDirectories()
{
    // A removed directory counts what is in it, once, and so wastes nothing; if it is removed again, it does.
    const TarBuilder full = TarBuilder().dir("d").file("d/a", "1234").file("d/b", "123456");
    const TarBuilder removed = TarBuilder().file(".wh.d");
    DiveFigures figures = figuresOf({full, removed});
    QCOMPARE(figures.wastedBytes, 0U);
    QCOMPARE(figures.efficiency, 1.0);
    figures = figuresOf({full, removed, TarBuilder().dir("d").file("d/c", "12"), removed});
    QCOMPARE(figures.files, (std::vector{fileOf("/d", 2, 12)})); // 10 and 2
    QCOMPARE(figures.efficiency, 14.0 / 24.0); // 4 + 6 + 2 + the smaller of 10 and 2
}

void TestDiveFigures::removedNothing()
{
    // dive ignores the rest of the layer, in the order of the names: `a` counts, `b` and `.bb` do not.
    const DiveFigures figures
        = figuresOf({TarBuilder().file("a", "1").file("b", "22").file(".bb", "333").file("n/x", "4444"),
                     TarBuilder().file("b", "22").file(".bb", "333").file("n/.wh.gone").file("a", "1").file("n/y", "1")});
    QCOMPARE(figures.files, (std::vector{fileOf("/.bb", 2, 6), fileOf("/b", 2, 4), fileOf("/a", 2, 2)}));
    const DiveFigures first = figuresOf(
        {TarBuilder().file("a", "1").file(".bb", "333"), TarBuilder().file(".wh.gone").file("a", "1").file(".bb", "333")});
    QCOMPARE(first.files, (std::vector{fileOf("/.bb", 2, 6)})); // `.bb` comes before `.wh.gone`
}

void TestDiveFigures::impliedDirectories()
{
    // A directory without an entry is none for dive, and counts 0 when it is removed.
    QCOMPARE(figuresOf({TarBuilder().file("d/a", "1234"), TarBuilder().file(".wh.d")}).efficiency, 1.0);
    QCOMPARE(figuresOf({TarBuilder().file("d/a", "1234"), TarBuilder().file(".wh.d"), TarBuilder().dir("d")}).wastedBytes, 0U);
    const DiveFigures named
        = figuresOf({TarBuilder().file("d/a", "1234").dir("d"), TarBuilder().file(".wh.d"), TarBuilder().dir("d")});
    QCOMPARE(named.wastedBytes, 4U); // `d` counts 4 when it is removed, and 0 when it is there again
}

void TestDiveFigures::replacedDirectories()
{
    // What was in a directory stays there for dive when a file, and then a directory, takes its place.
    const DiveFigures figures = figuresOf({TarBuilder().dir("d").file("d/a", "1234"), TarBuilder().file("d", "12"),
                                           TarBuilder().dir("d"), TarBuilder().file(".wh.d")});
    QCOMPARE(figures.files, (std::vector{fileOf("/d", 3, 6)})); // 2, 0 and 4
}

void TestDiveFigures::opaqueDirectories()
{
    const DiveFigures figures = figuresOf({TarBuilder().dir("d").file("d/a", "1234"), TarBuilder().dir("d").file("d/.wh..wh..opq"),
                                           TarBuilder().dir("d").file("d/.wh.a")});
    QCOMPARE(figures.files, (std::vector{fileOf("/d/a", 2, 4)}));
}

void TestDiveFigures::nothing()
{
    QCOMPARE(figuresOf({}).efficiency, 1.0);
    const DiveFigures figures = figuresOf({TarBuilder().file("a", "1")});
    QCOMPARE(figures.userWastedPercent(), 0.0);
    QCOMPARE(figures.sizeBytes, 1U);
    QCOMPARE(figures.userSizeBytes, 0U);
    QVERIFY(std::isinf(DiveFigures{.wastedBytes = 1}.userWastedPercent()));
}

void TestDiveFigures::randomLayers()
{
    std::mt19937 random(14);
    const auto below = [&random](unsigned end) { return unsigned(random() % end); };
    const std::vector<std::string> names{"a", ".b", "-c", "d", "wh"};
    std::size_t wasted = 0;
    for (int round = 0; round < 1000; ++round) {
        std::vector<TarBuilder> layers;
        std::vector<std::vector<PlainDive::Entry>> plain;
        for (unsigned layer = 0; layer < 2 + below(4); ++layer) {
            TarBuilder tar;
            auto &entries = plain.emplace_back();
            for (unsigned entry = 0; entry < 1 + below(8); ++entry) {
                std::string path;
                for (unsigned depth = below(3); depth > 0; --depth)
                    path += names[below(2) * 3] + '/';
                const std::string name = names[below(unsigned(names.size()))];
                const unsigned kind = below(10);
                if (kind < 2) {
                    tar.dir(path + name);
                    entries.push_back({path + name, 0, true});
                } else if (kind < 5 && layer > 0) {
                    tar.file(path + ".wh." + name);
                    entries.push_back({path + ".wh." + name, 0, false});
                } else if (kind < 6) {
                    tar.file(path + ".wh..wh..opq");
                    entries.push_back({path + ".wh..wh..opq", 0, false});
                } else {
                    const std::string content(below(50), 'x');
                    tar.file(path + name, content);
                    entries.push_back({path + name, content.size(), false});
                }
            }
            layers.push_back(std::move(tar));
        }
        const DiveFigures expected = PlainDive().figures(plain);
        const DiveFigures figures = figuresOf(layers);
        QCOMPARE(figures.files, expected.files);
        QCOMPARE(figures.efficiency, expected.efficiency);
        QCOMPARE(figures.wastedBytes, expected.wastedBytes);
        wasted += expected.files.size();
    }
    QVERIFY(wasted > 200); // the layers do share paths
}

void TestDiveFigures::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, diveFigures({indexOf(TarBuilder().file("a"))}, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestDiveFigures)
#include "tst_dive_figures.moc"
