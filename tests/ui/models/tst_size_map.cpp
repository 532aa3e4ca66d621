// SPDX-License-Identifier: Apache-2.0
//
// Where the bytes of an image are drawn: no window is needed for this.
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/size/map/file_kind.h"
#include "ui/size/map/size_classes.h"
#include "ui/size/map/size_map.h"

#include <QTest>

#include <cmath>
#include <map>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

using Shape = SizeMapRequest::Shape;

/// Hidden: b (100), d/x (50) and what is in gone (30), of which one file is behind a link.
const std::vector<std::vector<std::string>> kSizeLayers = {
    {"a 400", "b 100", "d/", "d/x 50", "d/y 70", "gone/", "gone/in/", "gone/in/z 30", "lib -> d", "again => a"},
    {"b 120", "-gone", "lib/x 5"},
    {"d/e/f/g 225"},
};

std::shared_ptr<const SizeTree> sizesOf(const std::vector<std::vector<std::string>> &layers,
                                        SizeTree::Scope scope = SizeTree::Scope::AllLayers)
{
    return SizeTree::make(test::makeTree(layers), scope, {});
}

SizeMapRequest requestOf(Shape shape, const QSizeF &size = {300, 200})
{
    SizeMapRequest request;
    request.shape = shape;
    request.size = size;
    return request;
}

double areaOf(const SizeTile &tile)
{
    return double(tile.width()) * double(tile.height());
}

/// Where the tiles in a tile are.
struct Inside {
    float left, top, right, bottom;
};
Inside insideOf(const SizeTile &tile)
{
    return {tile.left + tile.inset, tile.top + std::max(tile.header, tile.inset), tile.right - tile.inset,
            tile.bottom - tile.inset};
}

} // namespace

class TestSizeMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEachByteOfTheLayersOnce();
    void countsTheFinalTree();
    void findsWhatIsHidden();
    void fillsDirectories_data();
    void fillsDirectories();
    void isProportionalWithoutFrames();
    void doesNotOverlap_data();
    void doesNotOverlap();
    void isTheSameAgain();
    void mirrors();
    void groupsWhatIsTooSmall();
    void joinsChainsOfDirectories();
    void findsTilesOfItems();
    void findsTilesInRings();
    void movesBetweenTiles();
    void movesBetweenRings();
    void drawsNothingOfNothing();
    void stopsWhenAsked();
    void tellsKinds_data();
    void tellsKinds();
    void dividesIntoClasses();
};

void TestSizeMap::countsEachByteOfTheLayersOnce()
{
    for (const auto &layers : {kSizeLayers, {{"a 5", "a 7", "a 9"}, {"a 1"}}, {{"a 5"}, {"!.", "x/a 3"}}}) {
        const auto tree = sizesOf(layers);
        std::uint64_t inLayers = 0;
        for (const auto &layer : tree->tree()->layers())
            inLayers += layer->contentSize();
        QCOMPARE(tree->bytes(kRootItem), inLayers);
    }
}

void TestSizeMap::countsTheFinalTree()
{
    const auto tree = sizesOf(kSizeLayers, SizeTree::Scope::FinalTree);
    QCOMPARE(tree->bytes(kRootItem), 400 + 120 + 5 + 70 + 225U);
    QCOMPARE(tree->bytes(kRootItem), tree->tree()->totalSize(kRootNode));
    QCOMPARE(tree->size(), tree->tree()->size());
    // A hard link is drawn where its first name is.
    QCOMPARE(tree->bytes(*tree->find("/a")) + tree->bytes(*tree->find("/again")), 400U);
}

void TestSizeMap::findsWhatIsHidden()
{
    const auto tree = sizesOf(kSizeLayers);
    std::map<std::string, std::uint64_t> hidden;
    for (SizeItem item = tree->tree()->size(); item < tree->size(); ++item) {
        if (!tree->isDirectory(item))
            hidden[tree->path(item)] = tree->bytes(item);
        QVERIFY(tree->parent(item) < item);
    }
    const std::map<std::string, std::uint64_t> expected{{"/b", 100}, {"/d/x", 50}, {"/gone/in/z", 30}};
    QCOMPARE(hidden, expected);
    const auto gone = tree->find("/gone");
    QVERIFY(gone && tree->isHidden(*gone) && tree->isDirectory(*gone));
    QCOMPARE(tree->bytes(*gone), 30U);
    QCOMPARE(tree->hiddenBytes(), 180U);
    QCOMPARE(tree->origin(*tree->find("/gone/in/z")).layer, 0);
    QVERIFY(!tree->isHidden(*tree->find("/b")));
    QVERIFY(!tree->find("/nothing"));
    QVERIFY(tree->isBelow(*tree->find("/gone/in/z"), *gone));
    QVERIFY(!tree->isBelow(*tree->find("/d/y"), *gone));
}

void TestSizeMap::fillsDirectories_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    for (const QSize size : {QSize(300, 200), QSize(200, 300), QSize(1200, 800), QSize(7, 500), QSize(31, 17)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size.width() << size.height();
}

/// The tiles of a directory are inside of it, are as large all together, and each has its share.
void TestSizeMap::fillsDirectories()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const auto image = test::makeLargeImage(5000, 3);
    for (const auto &tree : {sizesOf(kSizeLayers), SizeTree::make(image->tree, SizeTree::Scope::AllLayers, {})}) {
        const SizeMap map = SizeMap::make(*tree, requestOf(Shape::Treemap, QSizeF(width, height)), {});
        QVERIFY(map.tiles().size() > 1);
        for (const SizeTile &tile : map.tiles()) {
            const Inside inside = insideOf(tile);
            double area = 0;
            std::uint64_t bytes = 0;
            const auto children = std::span(map.tiles()).subspan(tile.firstChild, tile.childCount);
            for (const SizeTile &child : children) {
                QVERIFY(child.left >= inside.left && child.right <= inside.right);
                QVERIFY(child.top >= inside.top && child.bottom <= inside.bottom);
                QVERIFY(child.width() >= 0 && child.height() >= 0);
                area += areaOf(child);
                bytes += child.bytes;
            }
            if (children.empty())
                continue;
            const double all = double(inside.right - inside.left) * double(inside.bottom - inside.top);
            QVERIFY2(std::abs(area - all) < 0.001 * all + 0.5, qPrintable(u"%1 of %2"_s.arg(area).arg(all)));
            QCOMPARE(bytes, tile.bytes);
            for (const SizeTile &child : children) {
                const double share = all * double(child.bytes) / double(tile.bytes);
                QVERIFY2(std::abs(areaOf(child) - share) < 0.001 * share + 0.5,
                         qPrintable(u"%1, not %2"_s.arg(areaOf(child)).arg(share)));
            }
        }
    }
}

void TestSizeMap::isProportionalWithoutFrames()
{
    const auto tree = sizesOf(kSizeLayers);
    SizeMapRequest request = requestOf(Shape::Treemap, {1000, 1000});
    request.hasFrames = false;
    const SizeMap map = SizeMap::make(*tree, request, {});
    for (const SizeTile &tile : map.tiles())
        QVERIFY(std::abs(areaOf(tile) - 1e6 * double(tile.bytes) / 1000) < 1);
    QCOMPARE(tree->bytes(kRootItem), 1000U);
}

void TestSizeMap::doesNotOverlap_data()
{
    QTest::addColumn<int>("shape");
    QTest::addRow("treemap") << int(Shape::Treemap);
    QTest::addRow("sunburst") << int(Shape::Sunburst);
}

/// In a treemap, all in pixels; in a sunburst, in turns and distances.
void TestSizeMap::doesNotOverlap()
{
    QFETCH(int, shape);
    const auto image = test::makeLargeImage(3000, 2);
    const auto tree = SizeTree::make(image->tree, SizeTree::Scope::AllLayers, {});
    const SizeMap map = SizeMap::make(*tree, requestOf(Shape(shape), {640, 480}), {});
    QVERIFY(map.tiles().size() > 50);
    for (const SizeTile &tile : map.tiles()) {
        const auto children = std::span(map.tiles()).subspan(tile.firstChild, tile.childCount);
        for (std::size_t i = 0; i < children.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const SizeTile &a = children[i];
                const SizeTile &b = children[j];
                const bool overlap = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                QVERIFY(!overlap || a.width() == 0 || b.width() == 0 || a.height() == 0 || b.height() == 0);
            }
        }
    }
}

void TestSizeMap::isTheSameAgain()
{
    const auto image = test::makeLargeImage(3000, 2);
    for (const Shape shape : {Shape::Treemap, Shape::Sunburst}) {
        QStringList drawn;
        for (int round = 0; round < 2; ++round) {
            const auto tree = SizeTree::make(image->tree, SizeTree::Scope::AllLayers, {});
            const SizeMap map = SizeMap::make(*tree, requestOf(shape), {});
            QString text;
            for (const SizeTile &tile : map.tiles())
                text += u"%1 %2 %3 %4 %5 %6\n"_s.arg(tile.item)
                            .arg(tile.groupedCount)
                            .arg(tile.left)
                            .arg(tile.top)
                            .arg(tile.right)
                            .arg(tile.bottom);
            drawn += text;
        }
        QCOMPARE(drawn[0], drawn[1]);
    }
}

void TestSizeMap::mirrors()
{
    const auto tree = sizesOf(kSizeLayers);
    for (const Shape shape : {Shape::Treemap, Shape::Sunburst}) {
        SizeMapRequest request = requestOf(shape);
        const SizeMap map = SizeMap::make(*tree, request, {});
        request.isMirrored = true;
        const SizeMap mirrored = SizeMap::make(*tree, request, {});
        QCOMPARE(mirrored.tiles().size(), map.tiles().size());
        for (int y = 0; y < 200; y += 7) {
            for (int x = 0; x < 300; x += 7)
                QCOMPARE(mirrored.tileAt(QPointF(300 - x - 0.3, y + 0.7)), map.tileAt(QPointF(x + 0.3, y + 0.7)));
        }
    }
}

void TestSizeMap::groupsWhatIsTooSmall()
{
    std::vector<std::string> lines{"large 100000"};
    for (int i = 0; i < 500; ++i)
        lines.push_back("small-" + std::to_string(i) + " 1");
    const auto tree = sizesOf({lines});
    for (const Shape shape : {Shape::Treemap, Shape::Sunburst}) {
        const SizeMap map = SizeMap::make(*tree, requestOf(shape), {});
        QCOMPARE(map.tiles().size(), 3U);
        QCOMPARE(map.tiles()[2].bytes, 500U);
        QVERIFY(map.tiles()[2].isGroup());
        QCOMPARE(map.grouped(map.tiles()[2]).size(), 500U);
        QCOMPARE(map.tileOf(*tree, *tree->find("/small-77")), 2U);
        for (const SizeTile &tile : map.tiles()) {
            if (shape == Shape::Treemap && !tile.isGroup())
                QVERIFY(areaOf(tile) >= 9);
        }
    }
    // A single one stays what it is.
    const auto alone = sizesOf({{"large 1000000", "small 1"}});
    const SizeMap map = SizeMap::make(*alone, requestOf(Shape::Treemap), {});
    QCOMPARE(map.tiles().size(), 3U);
    QVERIFY(!map.tiles()[2].isGroup());
}

/// A directory that has nothing but another one has no frame of its own.
void TestSizeMap::joinsChainsOfDirectories()
{
    const auto tree = sizesOf({{"a/b/c/x 50", "a/b/c/y 50", "z 100"}});
    const SizeMap map = SizeMap::make(*tree, requestOf(Shape::Treemap), {});
    const auto headerOf = [&](std::string_view path) { return map.tiles()[map.tileOf(*tree, *tree->find(path))].header; };
    QCOMPARE(headerOf("/a"), 0.F);
    QCOMPARE(headerOf("/a/b"), 0.F);
    QVERIFY(headerOf("/a/b/c") > 0);
}

void TestSizeMap::findsTilesOfItems()
{
    const auto tree = sizesOf(kSizeLayers);
    const SizeMap map = SizeMap::make(*tree, requestOf(Shape::Treemap), {});
    for (std::uint32_t number = 0; number < map.tiles().size(); ++number) {
        const SizeTile &tile = map.tiles()[number];
        QCOMPARE(map.tileOf(*tree, tile.item), tile.isGroup() ? tile.parent : number);
        if (tile.childCount == 0)
            QCOMPARE(map.tileAt({(tile.left + tile.right) / 2, (tile.top + tile.bottom) / 2}), number);
    }
    QCOMPARE(map.tileAt({-0.1, 5}), kNoTile);
    QCOMPARE(map.tileAt({300, 5}), kNoTile);
    // What is not below the root has no tile.
    SizeMapRequest request = requestOf(Shape::Treemap);
    request.root = *tree->find("/d");
    const SizeMap zoomed = SizeMap::make(*tree, request, {});
    QCOMPARE(zoomed.tiles()[0].bytes, 70 + 50 + 5 + 225U);
    QCOMPARE(zoomed.tileOf(*tree, *tree->find("/a")), kNoTile);
    QCOMPARE(zoomed.tiles()[zoomed.tileOf(*tree, *tree->find("/d/y"))].item, *tree->find("/d/y"));
}

void TestSizeMap::findsTilesInRings()
{
    // Clockwise from the top: a takes the first half, b a quarter, and d the last one.
    const auto tree = sizesOf({{"a 200", "b 100", "d/x 60", "d/y 40"}});
    const SizeMap map = SizeMap::make(*tree, requestOf(Shape::Sunburst, {400, 400}), {});
    const auto pathAt = [&](double turns, double distance) {
        const double angle = turns * 2 * std::numbers::pi;
        const std::uint32_t tile = map.tileAt(map.centre() + QPointF(std::sin(angle), -std::cos(angle)) * distance);
        return tile == kNoTile ? std::string() : tree->path(map.tiles()[tile].item);
    };
    const double inner = double(map.tiles()[1].top + map.tiles()[1].bottom) / 2;
    const double outer = inner + double(map.tiles()[1].height());
    QCOMPARE(pathAt(0.3, 1), "/");
    QCOMPARE(pathAt(0.01, inner), "/a");
    QCOMPARE(pathAt(0.49, inner), "/a");
    QCOMPARE(pathAt(0.51, inner), "/b");
    QCOMPARE(pathAt(0.74, inner), "/b");
    QCOMPARE(pathAt(0.76, inner), "/d");
    QCOMPARE(pathAt(0.99, inner), "/d");
    QCOMPARE(pathAt(0.76, outer), "/d/x");
    QCOMPARE(pathAt(0.89, outer), "/d/x");
    QCOMPARE(pathAt(0.91, outer), "/d/y");
    QCOMPARE(pathAt(0.2, outer), ""); // a is a file
    QCOMPARE(pathAt(0.8, 199.9), "");
    QCOMPARE(map.tileAt({1, 1}), kNoTile);
}

void TestSizeMap::movesBetweenTiles()
{
    using enum SizeMap::Direction;
    const auto tree = sizesOf({{"a 100", "b 100", "c 100", "d/x 50", "d/y 50"}});
    SizeMapRequest request = requestOf(Shape::Treemap, {400, 400});
    request.hasFrames = false;
    const SizeMap map = SizeMap::make(*tree, request, {});
    const std::uint32_t from = map.tileAt({100, 100});
    const std::uint32_t right = map.neighbour(from, Right);
    QCOMPARE(right, map.tileAt({200.5, 100}));
    QCOMPARE(map.neighbour(right, Left), from);
    QCOMPARE(map.neighbour(from, Down), map.tileAt({100, 200.5}));
    QCOMPARE(map.neighbour(from, Up), kNoTile);
    QCOMPARE(map.neighbour(from, Left), kNoTile);
    // Every tile without others in it is reached from any other one.
    std::vector<std::uint32_t> reached{from};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        for (const auto direction : {Left, Right, Up, Down}) {
            const std::uint32_t next = map.neighbour(reached[i], direction);
            if (next != kNoTile && std::ranges::find(reached, next) == reached.end())
                reached.push_back(next);
        }
    }
    QCOMPARE(reached.size(), 5U);
}

void TestSizeMap::movesBetweenRings()
{
    using enum SizeMap::Direction;
    const auto tree = sizesOf({{"a 200", "b 100", "d/x 60", "d/y 40"}});
    const SizeMap map = SizeMap::make(*tree, requestOf(Shape::Sunburst, {400, 400}), {});
    const auto at = [&](std::string_view path) { return map.tileOf(*tree, *tree->find(path)); };
    QCOMPARE(map.neighbour(at("/a"), Right), at("/b"));
    QCOMPARE(map.neighbour(at("/a"), Left), at("/d"));
    QCOMPARE(map.neighbour(at("/d"), Down), at("/d/x"));
    QCOMPARE(map.neighbour(at("/d/x"), Up), at("/d"));
    QCOMPARE(map.neighbour(at("/a"), Up), 0U);
    QCOMPARE(map.neighbour(0, Up), kNoTile);
    QCOMPARE(map.neighbour(at("/a"), Down), kNoTile);
}

void TestSizeMap::drawsNothingOfNothing()
{
    const auto empty = sizesOf({{"a/", "b 0"}});
    const auto tree = sizesOf(kSizeLayers);
    for (const Shape shape : {Shape::Treemap, Shape::Sunburst}) {
        QVERIFY(SizeMap::make(*empty, requestOf(shape), {}).tiles().empty());
        QVERIFY(SizeMap::make(*tree, requestOf(shape, {0, 0}), {}).tiles().empty());
        const SizeMap nothing = SizeMap::make(*empty, requestOf(shape), {});
        QCOMPARE(nothing.tileAt({5, 5}), kNoTile);
        QCOMPARE(nothing.neighbour(0, SizeMap::Direction::Left), kNoTile);
        SizeMap::make(*tree, requestOf(shape, {1, 1}), {}); // does not fail
    }
}

void TestSizeMap::stopsWhenAsked()
{
    std::stop_source stop;
    stop.request_stop();
    const auto tree = sizesOf(kSizeLayers);
    QVERIFY_THROWS_EXCEPTION(Cancelled, SizeMap::make(*tree, requestOf(Shape::Treemap), stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, SizeMap::make(*tree, requestOf(Shape::Sunburst), stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, SizeTree::make(tree->tree(), SizeTree::Scope::AllLayers, stop.get_token()));
}

void TestSizeMap::tellsKinds_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("kind");
    const auto add = [](const char *name, int mode, FileKind kind) { QTest::addRow("%s", name) << mode << int(kind); };
    add("busybox", 0755, FileKind::Program);
    add("libc.so.6", 0755, FileKind::Library);
    add("libz.SO", 0644, FileKind::Library);
    add("run.sh", 0755, FileKind::Code);
    add("passwd", 0644, FileKind::Other);
    add(".png", 0644, FileKind::Other);
    add("a.tar.gz", 0644, FileKind::Archive);
    add("a.woff2", 0644, FileKind::Media);
    add("a.", 0644, FileKind::Other);
    add("a.sqlite", 0644, FileKind::Data);
    add("a.longest-of-all", 0644, FileKind::Other);
}

void TestSizeMap::tellsKinds()
{
    QFETCH(int, mode);
    QFETCH(int, kind);
    QCOMPARE(int(fileKind(QTest::currentDataTag(), std::uint16_t(mode))), kind);
    QVERIFY(!fileKindText(FileKind(kind)).isEmpty());
}

void TestSizeMap::dividesIntoClasses()
{
    const auto tree = sizesOf(kSizeLayers);
    const auto textOf = [](const SizeClasses &classes) {
        QStringList lines;
        for (const SizeClasses::Facts &facts : classes.classes())
            lines += u"%1: %2"_s.arg(facts.name).arg(facts.bytes);
        return lines;
    };
    const auto layers = SizeClasses::make(*tree, SizeColouring::Layer, {}, {});
    QCOMPARE(textOf(*layers), (QStringList{u"Layer 0: 650"_s, u"Layer 1: 125"_s, u"Layer 2: 225"_s}));
    QCOMPARE(layers->of(*tree->find("/b")), 1);
    QCOMPARE(layers->of(*tree->find("/d/e")), 2);
    QCOMPARE(layers->of(*tree->find("/d")), 2); // 225 of 350
    QCOMPARE(layers->of(kRootItem), 0);

    const auto waste = SizeClasses::make(*tree, SizeColouring::Waste, {}, {});
    QCOMPARE(textOf(*waste), (QStringList{u"Needed: 820"_s, u"Overwritten: 150"_s, u"Deleted later: 30"_s}));
    std::vector<Waste> known(tree->size(), Waste::None);
    known[*tree->find("/a")] = Waste::Duplicate;
    QCOMPARE(textOf(*SizeClasses::make(*tree, SizeColouring::Waste, known, {})),
             (QStringList{u"Needed: 600"_s, u"Duplicates: 400"_s}));

    const auto kinds = SizeClasses::make(*tree, SizeColouring::Kind, {}, {});
    QCOMPARE(textOf(*kinds), QStringList{u"Other files: 1000"_s});
    const std::vector<SizeItem> items{*tree->find("/a"), *tree->find("/d/e/f/g")};
    QCOMPARE(layers->of(*tree, items), 0);
}

STRATOSCOPE_APPLESS_TEST(TestSizeMap)
#include "tst_size_map.moc"
