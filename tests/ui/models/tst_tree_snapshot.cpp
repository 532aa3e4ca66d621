// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"
#include "ui/tree/tree_snapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

/// With a file that becomes a folder, a folder that becomes a link, what comes and goes, and names whose order is not that of their
/// bytes.
const std::vector<std::vector<std::string>> kSnapshotLayers = {
    {"x/", "x/file10 1", "x/file9 1", "x/B 1", "x/a 1", "y 5", "z/", "z/inner 1", "gone 7"},
    {"y/", "y/File2 1", "y/file1 1", "z -> x", "x/file11 2", "-gone", "short 1"},
    {"x/a 3", "!y", "y/file3 1", "-short", "h => x/file9"},
};

std::vector<TreeChoice> allChoices(int layers)
{
    std::vector<TreeChoice> choices{{TreeChoice::Whole}};
    for (int last = 0; last < layers; ++last)
        choices.push_back({TreeChoice::UpTo, last});
    return choices;
}

} // namespace

class TestTreeSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersAllTreesByName();
    void marksWhatLayersDid();
    void sharesWhatIsTheSame();
    void countsChanges();
    void placesEntries();
    void keepsStates();
    void saysWhichLayerRemoved();
    void saysWhatCannotBeMerged();
    void goesOnAfterACancel();
};

void TestTreeSnapshot::ordersAllTreesByName()
{
    TreeSnapshots snapshots(test::makeImage(kSnapshotLayers));
    for (const TreeChoice &choice : allChoices(3)) {
        const TreeSnapshot snapshot = test::need(snapshots.make(choice, {}));
        QCOMPARE(snapshot.choice, choice);
        QCOMPARE(snapshot.byName->tree(), snapshot.fs.tree);
        QCOMPARE(snapshot.byName->inSlot(), TreeOrder::byName(snapshot.fs.tree, {})->inSlot());
    }
}

void TestTreeSnapshot::marksWhatLayersDid()
{
    TreeSnapshots snapshots(test::makeImage(kSnapshotLayers));
    const auto mark = [&snapshots](const TreeChoice &choice, std::string_view path) {
        const TreeSnapshot snapshot = test::need(snapshots.make(choice, {}));
        return snapshot.changes->at(*snapshot.fs.tree->find(path));
    };
    QVERIFY(!test::need(snapshots.make({}, {})).changes);
    QVERIFY(!test::need(snapshots.make({TreeChoice::UpTo, 0}, {})).changes); // all of it is new
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "y"), Change::Added);
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "x/a"), Change::None);
    QCOMPARE(mark({TreeChoice::UpTo, 2}, "x/a"), Change::Modified);
}

void TestTreeSnapshot::sharesWhatIsTheSame()
{
    const auto image = test::makeImage(kSnapshotLayers);
    TreeSnapshots snapshots(image);
    const TreeSnapshot whole = test::need(snapshots.make({}, {}));
    const TreeSnapshot top = test::need(snapshots.make({TreeChoice::UpTo, 2}, {}));
    QCOMPARE(top.fs.tree, image->tree);
    QCOMPARE(top.byName, whole.byName);
    // A column's order is found once, however often the filter changes.
    const TreeSort sort{TreeColumn::Size, Qt::DescendingOrder};
    const auto first = test::need(top.rows(sort, {}, nullptr, {}));
    const auto filtered = test::need(top.rows(sort, "file", first.get(), {}));
    QCOMPARE(filtered->order(), first->order());
    QVERIFY(test::need(top.rows({TreeColumn::Mode}, {}, filtered.get(), {}))->order() != first->order());
}

void TestTreeSnapshot::countsChanges()
{
    TreeSnapshots snapshots(test::makeImage(kSnapshotLayers));
    const auto counts = test::need(snapshots.countChanges({}));
    QCOMPARE(counts.size(), 3U);
    QCOMPARE(counts[0].added, 9U);
    QCOMPARE(counts[2].removed, 3U);
    VERIFY_RESULT(snapshots.prepare({}));
}

void TestTreeSnapshot::placesEntries()
{
    TreeSnapshots snapshots(test::makeImage({{"lib/", "lib/a 1"}, {"link -> lib/a"}, {"-lib"}}));
    const auto placeOf = [&snapshots](const TreeChoice &choice, std::string_view path) {
        const TreeSnapshot snapshot = test::need(snapshots.make(choice, {}));
        return snapshot.place(*snapshot.fs.tree->find(path));
    };
    const EntryPlace upTo = placeOf({TreeChoice::UpTo, 1}, "link");
    QVERIFY(upTo.fs.tree->find("lib/a"));
    QVERIFY(upTo.state == (TreeChoice{TreeChoice::UpTo, 1}));
    QVERIFY(placeOf({}, "link").state == TreeChoice{});
}

void TestTreeSnapshot::keepsStates()
{
    const auto image = test::makeImage(kSnapshotLayers);
    TreeSnapshots snapshots(image);
    const auto treeAfter = [&](int layer) { return test::need(snapshots.state(layer, {})).fs.tree; };
    for (int layer = -1; layer < 3; ++layer) {
        const DiffSide merged = test::need(DiffSide::upTo(image, layer, {}));
        const DiffSide state = test::need(snapshots.state(layer, {}));
        QCOMPARE(state.image, merged.image);
        QCOMPARE(state.layers.size(), merged.layers.size());
        QCOMPARE(state.fs.contents.size(), merged.fs.contents.size());
        QCOMPARE(state.fs.tree->names(), merged.fs.tree->names());
    }
    QCOMPARE(treeAfter(2), image->tree);
    const auto kept = treeAfter(0);
    QCOMPARE(treeAfter(1), treeAfter(1));
    QCOMPARE(treeAfter(0), kept);
}

void TestTreeSnapshot::saysWhichLayerRemoved()
{
    TreeSnapshots snapshots(test::makeImage({{"d/", "d/a 1", "b 1", "c 1"}, {"-b", "c/", "c/x 1"}, {"-d"}}));
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/d/a", {})), 2);
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/b", {})), 1);
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/c", {})), 1); // by a folder of its name
}

void TestTreeSnapshot::saysWhatCannotBeMerged()
{
    const auto image = std::make_shared<Image>(*test::makeImage({{"a 1"}}));
    image->tree = MergedTree::ofLayer(test::makeLayer({"b => nothing"}), 0);
    TreeSnapshots snapshots(image);
    const auto made = snapshots.make({TreeChoice::UpTo, 0}, {});
    QVERIFY(!made);
    QCOMPARE(made.error().kind, ErrorKind::Malformed);
    QVERIFY(!snapshots.countChanges({}));
}

void TestTreeSnapshot::goesOnAfterACancel()
{
    TreeSnapshots snapshots(test::makeLargeImage(20'000, 2));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)snapshots.make({}, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)snapshots.make({TreeChoice::UpTo, 0}, stop.get_token()));
    VERIFY_RESULT(snapshots.make({TreeChoice::UpTo, 0}, {}));
    VERIFY_RESULT(snapshots.make({}, {}));
}

STRATOSCOPE_GUILESS_TEST(TestTreeSnapshot)
#include "tst_tree_snapshot.moc"
