// SPDX-License-Identifier: Apache-2.0
//
// The trees of two images, or of two states of one image, that are compared.
#include "image/open_image.h"
#include "store/store.h"
#include "support/hand_made.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/layers/layer_model.h"
#include "ui/tree/compared_states.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestComparedStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersWhatIsLeftByRules();
    void sortsBySizesOfBothSides();
    void placesEntriesOnTheirSide();
    void comparesStates();
    void comparesLayersAlone();
    void ordersWhatLayersChange();
    void marksWhatLayersChange();
    void placesEntriesInTheImageAsOfTheLayer();
    void findsBothStatesOfAnEntry();
    void findsMovedAndIgnoredFilesOfLayers();
    void looksUpOwnersAsOfTheLayer();
    void listsCommonLayersOnce();
};

namespace {

/// With a file that becomes a folder, a folder that becomes a link, what comes and goes, and names whose order is not that of their
/// bytes.
const std::vector<std::vector<std::string>> kStateLayers = {
    {"x/", "x/file10 1", "x/file9 1", "x/B 1", "x/a 1", "y 5", "z/", "z/inner 1", "gone 7"},
    {"y/", "y/File2 1", "y/file1 1", "z -> x", "x/file11 2", "-gone", "short 1"},
    {"x/a 3", "!y", "y/file3 1", "-short", "h => x/file9"},
};

ComparedStates statesOf(std::shared_ptr<const Image> image)
{
    const auto snapshots = std::make_shared<TreeSnapshots>(std::move(image));
    return {snapshots, snapshots};
}

ComparedStates compareImages(std::shared_ptr<const Image> before, std::shared_ptr<const Image> after)
{
    return {std::make_shared<TreeSnapshots>(std::move(before)), std::make_shared<TreeSnapshots>(std::move(after))};
}

TreeSnapshot snapshotOf(ComparedStates &images, const TreeChoice &choice, const IgnoreRules &rules = {})
{
    return test::need(images.make(choice, rules, {}));
}

QStringList shown(const TreeRows &rows)
{
    QStringList names;
    for (std::uint32_t row = 0; row < rows.rowCount(kRootNode); ++row)
        names += QString::fromStdString(std::string(rows.tree()->name(rows.child(kRootNode, row))));
    return names;
}

} // namespace

/// Rules make smaller trees; their order by name is found without comparing names again.
void TestComparedStates::ordersWhatIsLeftByRules()
{
    ComparedStates images
        = compareImages(test::makeImage({{"a/", "a/x10 1", "a/x9 1", "a/b.pyc 1", "kind 5", "d.pyc/", "d.pyc/e 1"}}),
                        test::makeImage({{"a/", "a/x10 2", "a/x9 2", "a/c.pyc 1", "kind/", "kind/f 1", "New 7"}}));
    const TreeChoice all{TreeChoice::Between, 0, 0};
    for (const std::vector<std::string> &globs : {std::vector<std::string>{}, {"*.pyc"}, {"/a/**"}, {"*"}, {"kind"}}) {
        const TreeSnapshot snapshot = snapshotOf(images, all, test::need(IgnoreRules::make(0, globs)));
        QCOMPARE(snapshot.byName->tree(), snapshot.fs.tree);
        QCOMPARE(snapshot.byName->inSlot(), TreeOrder::byName(snapshot.fs.tree, {})->inSlot());
    }
    const TreeSnapshot without = snapshotOf(images, all, test::need(IgnoreRules::make(0, {"*.pyc"})));
    QVERIFY(without.fs.tree->find("a/x9"));
    QVERIFY(!without.fs.tree->find("a/b.pyc"));
    QVERIFY(!without.fs.tree->find("d.pyc"));
}

void TestComparedStates::sortsBySizesOfBothSides()
{
    ComparedStates images = compareImages(test::makeImage({{"grown 10", "gone 70", "shrunk 100"}}),
                                          test::makeImage({{"grown 60", "new 20", "shrunk 1"}}));
    const TreeSnapshot snapshot = snapshotOf(images, {TreeChoice::Between, 0, 0});
    const auto sorted = [&](TreeColumn column) {
        return shown(*test::need(snapshot.rows({column, Qt::DescendingOrder}, {}, nullptr, {})));
    };
    QCOMPARE(sorted(TreeColumn::Before), (QStringList{u"shrunk"_s, u"gone"_s, u"grown"_s, u"new"_s}));
    QCOMPARE(sorted(TreeColumn::After), (QStringList{u"grown"_s, u"new"_s, u"shrunk"_s, u"gone"_s}));
    QCOMPARE(sorted(TreeColumn::Difference), (QStringList{u"shrunk"_s, u"gone"_s, u"grown"_s, u"new"_s}));
    const NodeId gone = *snapshot.fs.tree->find("gone");
    QCOMPARE(snapshot.compared->sizes(gone), (ComparedSizes{70, 0}));
    QVERIFY(snapshot.compared->existsBefore(gone));
    QVERIFY(!snapshot.compared->existsAfter(gone));
}

void TestComparedStates::placesEntriesOnTheirSide()
{
    const auto before = test::makeImage({{"lib 1"}, {"gone 1"}});
    ComparedStates images = compareImages(before, test::makeImage({{"lib 1", "link -> lib"}}));
    const TreeSnapshot snapshot = snapshotOf(images, {TreeChoice::Between, 0, 1});
    const EntryPlace gone = snapshot.place(*snapshot.fs.tree->find("gone"));
    QVERIFY(gone.isBefore);
    QCOMPARE(gone.fs.tree, before->tree);
    QCOMPARE(gone.fs.tree->path(gone.node), "/gone");
    const EntryPlace link = snapshot.place(*snapshot.fs.tree->find("link"));
    QVERIFY(!link.isBefore);
    QCOMPARE(link.fs.tree->path(test::need(link.fs.tree->resolve("/link"))), "/lib"); // which does not differ
    QCOMPARE(snapshot.compared->layer(*snapshot.fs.tree->find("gone")), 1);
    QCOMPARE(snapshot.compared->layer(*snapshot.fs.tree->find("link")), 0); // of its own image
}

void TestComparedStates::comparesStates()
{
    const auto image = test::makeImage({{"a 1"}, {"b 1"}, {"c 1"}});
    ComparedStates images = compareImages(image, image);
    const auto namesIn
        = [&](const TreeChoice &choice) { return shown(*test::need(snapshotOf(images, choice).rows({}, {}, nullptr, {}))); };
    QCOMPARE(namesIn({TreeChoice::Between, 2, 0}), (QStringList{u"b"_s, u"c"_s}));
    QCOMPARE(namesIn({TreeChoice::Between, 1, 1}), QStringList());
    QCOMPARE(namesIn({TreeChoice::Between, 0, -1}), QStringList{u"a"_s}); // with nothing
    images.forget();
    QCOMPARE(namesIn({TreeChoice::Between, 0, 2}), (QStringList{u"b"_s, u"c"_s}));
}

void TestComparedStates::comparesLayersAlone()
{
    ComparedStates images = compareImages(test::makeImage({{"base 1", "gone 1"}, {"etc/", "etc/a 1", "-gone"}}),
                                          test::makeImage({{"x 1"}, {"y 1"}, {"etc/", "etc/a 2", "etc/b 1"}}));
    const TreeSnapshot snapshot = snapshotOf(images, {TreeChoice::BetweenLayers, 2, 1});
    const auto changeOf = [&](std::string_view path) { return snapshot.changes->at(*snapshot.fs.tree->find(path)); };
    QCOMPARE(changeOf("etc/a"), Change::Modified);
    QCOMPARE(changeOf("etc/b"), Change::Added);
    QCOMPARE(snapshot.fs.tree->totalEntries(kRootNode), 4U); // and the whiteout, but nothing of the layers below
    const NodeId whiteout = *snapshot.fs.tree->find("gone");
    QCOMPARE(snapshot.fs.tree->kind(whiteout), EntryKind::Whiteout);
    QVERIFY(snapshot.place(whiteout).isBefore);
    QCOMPARE(snapshot.compared->layer(whiteout), 1);
    QCOMPARE(snapshot.compared->layer(*snapshot.fs.tree->find("etc/b")), 2);
    QCOMPARE(snapshot.byName->inSlot(), TreeOrder::byName(snapshot.fs.tree, {})->inSlot());
    // Nothing is above the lowest layer of an image without any.
    QVERIFY(!snapshotOf(images, {TreeChoice::BetweenLayers, 0, -1}).compared->before.image);
}

/// What layers of one image change.
void TestComparedStates::ordersWhatLayersChange()
{
    ComparedStates states = statesOf(test::makeImage(kStateLayers));
    for (int last = 0; last < 3; ++last) {
        for (int first = 0; first <= last; ++first) {
            for (const std::vector<std::string> &globs : {std::vector<std::string>{}, {"/x"}, {"file*"}}) {
                const TreeChoice layers{TreeChoice::Only, last, first};
                const TreeSnapshot snapshot = snapshotOf(states, layers, test::need(IgnoreRules::make(0, globs)));
                QCOMPARE(snapshot.choice, layers);
                QCOMPARE(snapshot.byName->tree(), snapshot.fs.tree);
                QCOMPARE(snapshot.byName->inSlot(), TreeOrder::byName(snapshot.fs.tree, {})->inSlot());
            }
        }
    }
}

void TestComparedStates::marksWhatLayersChange()
{
    ComparedStates states = statesOf(test::makeImage(kStateLayers));
    const auto mark = [&states](int layer, std::string_view path) {
        const TreeSnapshot snapshot = snapshotOf(states, {TreeChoice::Only, layer});
        return snapshot.changes->at(*snapshot.fs.tree->find(path));
    };
    QCOMPARE(mark(0, "x/a"), Change::Added);
    QCOMPARE(mark(1, "y"), Change::Added);
    QCOMPARE(mark(2, "x/a"), Change::Modified);
    QCOMPARE(mark(2, "short"), Change::Removed);
    const TreeSnapshot range = snapshotOf(states, {TreeChoice::Only, 2, 1});
    QVERIFY(!range.fs.tree->find("short")); // comes and goes
    QCOMPARE(range.compared->layer(*range.fs.tree->find("x/a")), 2);
    QCOMPARE(range.compared->layer(*range.fs.tree->find("gone")), 0); // that had it
    QCOMPARE(test::need(range.rows({}, "layer:1", nullptr, {}))->matches().size(), 3U); // x/file11, y, z
}

void TestComparedStates::placesEntriesInTheImageAsOfTheLayer()
{
    ComparedStates states
        = statesOf(test::makeImage({{"lib/", "lib/a 1", "lib/b 2", "old 1"}, {"prog 5", "link -> lib/a", "-old"}, {"-lib"}}));
    const auto placeOf = [&states](const TreeChoice &choice, std::string_view path) {
        const TreeSnapshot snapshot = test::need(states.make(choice, {}, {}));
        return snapshot.place(*snapshot.fs.tree->find(path));
    };
    const EntryPlace added = placeOf({TreeChoice::Only, 1}, "link");
    QCOMPARE(added.fs.tree->path(added.node), "/link");
    QCOMPARE(added.fs.tree->path(test::need(added.fs.tree->resolve("link"))), "/lib/a"); // not part of the changes
    QVERIFY(!added.fs.tree->find("old"));
    QVERIFY(added.state == (TreeChoice{TreeChoice::UpTo, 1}));
    const EntryPlace removed = placeOf({TreeChoice::Only, 1}, "old"); // as before the removal
    QVERIFY(removed.fs.tree->find("old"));
    QVERIFY(!removed.fs.tree->find("prog"));
    QVERIFY(removed.state == (TreeChoice{TreeChoice::UpTo, 0}));
    const EntryPlace range = placeOf({TreeChoice::Only, 2, 1}, "prog");
    QVERIFY(!range.fs.tree->find("lib"));
}

void TestComparedStates::findsBothStatesOfAnEntry()
{
    ComparedStates states = statesOf(test::makeImage(
        {{"d/", "d/a 1", "gone 3", "kind 4", "link -> d"}, {"d/", "d/a 7", "new 2", "-gone", "kind/"}, {"link -> new"}}));
    const TreeSnapshot snapshot = snapshotOf(states, {TreeChoice::Only, 2, 1});
    const ComparedTree &both = *snapshot.compared;
    const MergedTree &tree = *snapshot.fs.tree;
    const auto paths = [&](NodeId node) {
        const auto path = [](const DiffSide &side, NodeId entry) { return entry == kNoNode ? "" : side.fs.tree->path(entry); };
        return std::pair(path(both.before, both.diff.before[node]), path(both.after, both.diff.after[node]));
    };
    using Paths = std::pair<std::string, std::string>;
    QCOMPARE(paths(*tree.find("d/a")), Paths("/d/a", "/d/a"));
    QCOMPARE(paths(*tree.find("new")), Paths("", "/new"));
    QCOMPARE(paths(*tree.find("gone")), Paths("/gone", ""));
    for (const NodeId node : tree.children(kRootNode)) { // a file that became a folder is listed twice
        if (tree.name(node) == "kind")
            QCOMPARE(paths(node), tree.isDirectory(node) ? Paths("", "/kind") : Paths("/kind", ""));
    }
    QCOMPARE(reasonText(both, *tree.find("d/a")), u"content"_s);
    QCOMPARE(reasonText(both, *tree.find("link")), u"d → new"_s);
    // Before the lowest layer, there is nothing.
    QVERIFY(!snapshotOf(states, {TreeChoice::Only, 0}).compared->before.image);
}

/// As between two images.
void TestComparedStates::findsMovedAndIgnoredFilesOfLayers()
{
    QTemporaryDir folder;
    test::TestImage image;
    image.layers = {
        test::TarBuilder().dir("lib").file("lib/tool", "tool").file("motd", "old").finish(),
        test::TarBuilder().file("lib/.wh.tool").file("tool", "tool").file("motd", "new").file("x.pyc", "1").finish(),
    };
    image.compression = Compression::Gzip; // such layers are verified when the image is opened
    test::writeFiles(folder.filePath(u"layout"_s), test::ociLayout({image}));
    Store store = test::need(Store::open(folder.filePath(u"store"_s)));
    ProgressMeter progress;
    ComparedStates states = statesOf(test::need(openImage(u"oci:"_s + folder.filePath(u"layout"_s), {}, store, progress, {})));
    const TreeSnapshot moved = snapshotOf(states, {TreeChoice::Only, 1});
    const NodeId tool = *moved.fs.tree->find("tool");
    QCOMPARE(moved.changes->at(tool), Change::Moved);
    QCOMPARE(moved.compared->otherPath(tool), "/lib/tool");
    QCOMPARE(moved.compared->diff.counts.front().moved, 1U);
    QCOMPARE(test::need(moved.rows({}, "changed:moved", nullptr, {}))->matches().size(), 1U);
    const TreeSnapshot some = snapshotOf(states, {TreeChoice::Only, 1}, test::need(IgnoreRules::make(0, {"*.pyc", "motd"})));
    QVERIFY(!some.fs.tree->find("x.pyc"));
    QVERIFY(!some.fs.tree->find("motd"));
    QVERIFY(some.fs.tree->find("tool"));
}

void TestComparedStates::looksUpOwnersAsOfTheLayer()
{
    const QByteArray passwd = "app:x:0:0::/:\n"_qba;
    ComparedStates states = statesOf(test::makeImage({{"etc/passwd " + std::to_string(passwd.size()), "a 1"}, {"b 1"}}, passwd));
    const TreeSnapshot changes = snapshotOf(states, {TreeChoice::Only, 1});
    QVERIFY(!changes.fs.tree->find("etc/passwd"));
    QCOMPARE(test::need(changes.rows({}, "owner:app", nullptr, {}))->matches().size(), 1U);
}

void TestComparedStates::listsCommonLayersOnce()
{
    const auto withDiffIds = [](std::shared_ptr<Image> image, const std::string &ids) {
        for (std::size_t i = 0; i < image->layers.size(); ++i)
            image->layers[i].diffId = test::need(DiffId::parse(u"sha256:"_s + QString(64, QChar::fromLatin1(ids[i]))));
        return image;
    };
    LayerModel model;
    QAbstractItemModelTester tester(&model);
    model.setImages(withDiffIds(test::makeImage({{"a 1"}, {"b 1"}, {"c 1"}}), "123"),
                    withDiffIds(test::makeImage({{"a 1"}, {"b 1"}, {"d 1"}, {"e 1"}}), "1245"));
    QCOMPARE(model.commonLayers(), 2);
    QCOMPARE(model.rowCount(), 6); // two images, the base, and the layers that only one has
    QCOMPARE(model.rowOf(0), model.rowOf(1, LayerModel::After));
    QCOMPARE(model.index(model.rowOf(3, LayerModel::After)).data(LayerModel::NumberRole).toInt(), 3);
    model.setBaseExpanded(true);
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(model.rowOf(1, LayerModel::After), model.rowOf(1));
    QVERIFY(model.index(model.rowOf(1)).data(LayerModel::CommonRole).toBool());
    QVERIFY(!model.index(model.rowOf(2)).data(LayerModel::CommonRole).toBool());
    model.setImage(model.image(LayerModel::After));
    QCOMPARE(model.commonLayers(), 0);
    QCOMPARE(model.rowCount(), 5);
}

STRATOSCOPE_GUILESS_TEST(TestComparedStates)
#include "tst_compared_states.moc"
