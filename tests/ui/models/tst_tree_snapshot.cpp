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
    for (int last = 0; last < layers; ++last) {
        choices.push_back({TreeChoice::UpTo, last});
        for (int first = 0; first <= last; ++first)
            choices.push_back({TreeChoice::Only, last, first});
    }
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
    void placesEntriesInTheImageAsOfTheLayer();
    void saysWhichLayerRemoved();
    void findsBothStatesOfAnEntry();
    void looksUpOwnersAsOfTheLayer();
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
    QCOMPARE(mark({TreeChoice::Only, 0}, "x/a"), Change::Added);
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "y"), Change::Added);
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "x/a"), Change::None);
    QCOMPARE(mark({TreeChoice::UpTo, 2}, "x/a"), Change::Modified);
    QCOMPARE(mark({TreeChoice::Only, 2}, "short"), Change::Removed);
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

void TestTreeSnapshot::placesEntriesInTheImageAsOfTheLayer()
{
    TreeSnapshots snapshots(
        test::makeImage({{"lib/", "lib/a 1", "lib/b 2", "old 1"}, {"prog 5", "link -> lib/a", "-old"}, {"-lib"}}));
    const auto placeOf = [&snapshots](const TreeChoice &choice, std::string_view path) {
        const TreeSnapshot snapshot = test::need(snapshots.make(choice, {}));
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
    const EntryPlace upTo = placeOf({TreeChoice::UpTo, 1}, "link");
    QVERIFY(upTo.fs.tree->find("lib/b"));
    QVERIFY(upTo.state == (TreeChoice{TreeChoice::UpTo, 1}));
    QVERIFY(placeOf({}, "prog").state == TreeChoice{});
}

void TestTreeSnapshot::findsBothStatesOfAnEntry()
{
    TreeSnapshots snapshots(test::makeImage(
        {{"d/", "d/a 1", "gone 3", "kind 4", "link -> d"}, {"d/", "d/a 7", "new 2", "-gone", "kind/"}, {"link -> new"}}));
    const TreeSnapshot snapshot = test::need(snapshots.make({TreeChoice::Only, 2, 1}, {}));
    const ComparedTree &states = *snapshot.states;
    const MergedTree &tree = *snapshot.fs.tree;
    const auto paths = [&](NodeId node) {
        const auto path = [](const DiffSide &side, NodeId entry) { return entry == kNoNode ? "" : side.fs.tree->path(entry); };
        return std::pair(path(states.before, states.diff.before[node]), path(states.after, states.diff.after[node]));
    };
    using Paths = std::pair<std::string, std::string>;
    QCOMPARE(paths(*tree.find("d/a")), Paths("/d/a", "/d/a"));
    QCOMPARE(paths(*tree.find("new")), Paths("", "/new"));
    QCOMPARE(paths(*tree.find("gone")), Paths("/gone", ""));
    for (const NodeId node : tree.children(kRootNode)) { // a file that became a folder is listed twice
        if (tree.name(node) == "kind")
            QCOMPARE(paths(node), tree.isDirectory(node) ? Paths("", "/kind") : Paths("/kind", ""));
    }
    QCOMPARE(reasonText(states, *tree.find("d/a")), u"content"_s);
    QCOMPARE(reasonText(states, *tree.find("link")), u"d → new"_s);
    QVERIFY(!snapshot.compared);
    QVERIFY(!test::need(snapshots.make({TreeChoice::UpTo, 2}, {})).states);
    // Before the lowest layer, there is nothing.
    QVERIFY(!test::need(snapshots.make({TreeChoice::Only, 0}, {})).states->before.image);
}

void TestTreeSnapshot::saysWhichLayerRemoved()
{
    TreeSnapshots snapshots(test::makeImage({{"d/", "d/a 1", "b 1", "c 1"}, {"-b", "c/", "c/x 1"}, {"-d"}}));
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/d/a", {})), 2);
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/b", {})), 1);
    QCOMPARE(test::need(snapshots.removingLayer({TreeChoice::Only, 2, 1}, "/c", {})), 1); // by a folder of its name
    QCOMPARE(test::need(snapshots.countChanges(1, 2, {})),
             (ChangeCounts{.added = 2, .removed = 4, .bytesAdded = 1, .bytesRemoved = 3}));
}

void TestTreeSnapshot::looksUpOwnersAsOfTheLayer()
{
    const QByteArray passwd = "app:x:0:0::/:\n"_qba;
    TreeSnapshots snapshots(test::makeImage({{"etc/passwd " + std::to_string(passwd.size()), "a 1"}, {"b 1"}}, passwd));
    const TreeSnapshot changes = test::need(snapshots.make({TreeChoice::Only, 1}, {}));
    QVERIFY(!changes.fs.tree->find("etc/passwd"));
    QCOMPARE(test::need(changes.rows({}, "owner:app", nullptr, {}))->matches().size(), 1U);
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
