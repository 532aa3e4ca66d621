// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"
#include "ui/tree/tree_scene.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

/// With a file that becomes a folder, a folder that becomes a link, what comes and goes, and names whose order is not that of their
/// bytes.
const std::vector<std::vector<std::string>> kLayers = {
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

class TestTreeScene : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersAllTreesByName();
    void marksWhatLayersDid();
    void sharesWhatIsTheSame();
    void countsChanges();
    void saysWhatCannotBeMerged();
    void goesOnAfterACancel();
};

void TestTreeScene::ordersAllTreesByName()
{
    TreeScenes scenes(test::makeImage(kLayers));
    for (const TreeChoice &choice : allChoices(3)) {
        const TreeScene scene = test::need(scenes.make(choice, {}));
        QCOMPARE(scene.choice, choice);
        QCOMPARE(scene.byName->tree(), scene.fs.tree);
        QCOMPARE(scene.byName->inSlot(), TreeOrder::byName(scene.fs.tree, {})->inSlot());
    }
}

void TestTreeScene::marksWhatLayersDid()
{
    TreeScenes scenes(test::makeImage(kLayers));
    const auto mark = [&scenes](const TreeChoice &choice, std::string_view path) {
        const TreeScene scene = test::need(scenes.make(choice, {}));
        return scene.marks->at(*scene.fs.tree->find(path));
    };
    QVERIFY(!test::need(scenes.make({}, {})).marks);
    QVERIFY(!test::need(scenes.make({TreeChoice::UpTo, 0}, {})).marks); // all of it is new
    QCOMPARE(mark({TreeChoice::Only, 0}, "x/a"), Change::Added);
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "y"), Change::Added);
    QCOMPARE(mark({TreeChoice::UpTo, 1}, "x/a"), Change::None);
    QCOMPARE(mark({TreeChoice::UpTo, 2}, "x/a"), Change::Modified);
    QCOMPARE(mark({TreeChoice::Only, 2}, "short"), Change::Removed);
}

void TestTreeScene::sharesWhatIsTheSame()
{
    const auto image = test::makeImage(kLayers);
    TreeScenes scenes(image);
    const TreeScene whole = test::need(scenes.make({}, {}));
    const TreeScene top = test::need(scenes.make({TreeChoice::UpTo, 2}, {}));
    QCOMPARE(top.fs.tree, image->tree);
    QCOMPARE(top.byName, whole.byName);
    // A column's order is found once, however often the filter changes.
    const TreeSort sort{TreeColumn::Size, Qt::DescendingOrder};
    const auto first = test::need(top.arrange(sort, {}, nullptr, {}));
    const auto filtered = test::need(top.arrange(sort, "file", first.get(), {}));
    QCOMPARE(filtered->order(), first->order());
    QVERIFY(test::need(top.arrange({TreeColumn::Mode}, {}, filtered.get(), {}))->order() != first->order());
}

void TestTreeScene::countsChanges()
{
    TreeScenes scenes(test::makeImage(kLayers));
    const auto counts = test::need(scenes.countChanges({}));
    QCOMPARE(counts.size(), 3U);
    QCOMPARE(counts[0].added, 9U);
    QCOMPARE(counts[2].removed, 3U);
    VERIFY_RESULT(scenes.prepare({}));
}

void TestTreeScene::saysWhatCannotBeMerged()
{
    const auto image = std::make_shared<Image>(*test::makeImage({{"a 1"}}));
    image->tree = MergedTree::ofLayer(test::makeLayer({"b => nothing"}), 0);
    TreeScenes scenes(image);
    const auto made = scenes.make({TreeChoice::UpTo, 0}, {});
    QVERIFY(!made);
    QCOMPARE(made.error().kind, ErrorKind::Malformed);
    QVERIFY(!scenes.countChanges({}));
}

void TestTreeScene::goesOnAfterACancel()
{
    TreeScenes scenes(test::makeLargeImage(20'000, 2));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)scenes.make({}, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)scenes.make({TreeChoice::UpTo, 0}, stop.get_token()));
    VERIFY_RESULT(scenes.make({TreeChoice::UpTo, 0}, {}));
    VERIFY_RESULT(scenes.make({}, {}));
}

STRATOSCOPE_GUILESS_TEST(TestTreeScene)
#include "tst_tree_scene.moc"
