// SPDX-License-Identifier: Apache-2.0
//
// The trees of two images that are compared.
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/layers/layer_model.h"
#include "ui/tree/compared_images.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestComparedImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersWhatIsLeftByRules();
    void sortsBySizesOfBothSides();
    void placesEntriesOnTheirSide();
    void comparesStates();
    void listsCommonLayersOnce();
};

namespace {

TreeSnapshot snapshotOf(ComparedImages &images, const TreeChoice &choice, const IgnoreRules &rules = {})
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
void TestComparedImages::ordersWhatIsLeftByRules()
{
    ComparedImages images(test::makeImage({{"a/", "a/x10 1", "a/x9 1", "a/b.pyc 1", "kind 5", "d.pyc/", "d.pyc/e 1"}}),
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

void TestComparedImages::sortsBySizesOfBothSides()
{
    ComparedImages images(test::makeImage({{"grown 10", "gone 70", "shrunk 100"}}),
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

void TestComparedImages::placesEntriesOnTheirSide()
{
    ComparedImages images(test::makeImage({{"lib 1"}, {"gone 1"}}), test::makeImage({{"lib 1", "link -> lib"}}));
    const TreeSnapshot snapshot = snapshotOf(images, {TreeChoice::Between, 0, 1});
    const EntryPlace gone = snapshot.place(*snapshot.fs.tree->find("gone"));
    QVERIFY(gone.isBefore);
    QCOMPARE(gone.fs.tree, images.before()->tree);
    QCOMPARE(gone.fs.tree->path(gone.node), "/gone");
    const EntryPlace link = snapshot.place(*snapshot.fs.tree->find("link"));
    QVERIFY(!link.isBefore);
    QCOMPARE(link.fs.tree->path(test::need(link.fs.tree->resolve("/link"))), "/lib"); // which does not differ
    QCOMPARE(snapshot.compared->layer(*snapshot.fs.tree->find("gone")), 1);
    QCOMPARE(snapshot.compared->layer(*snapshot.fs.tree->find("link")), 0); // of its own image
}

void TestComparedImages::comparesStates()
{
    const auto image = test::makeImage({{"a 1"}, {"b 1"}, {"c 1"}});
    ComparedImages images(image, image);
    const auto namesIn
        = [&](const TreeChoice &choice) { return shown(*test::need(snapshotOf(images, choice).rows({}, {}, nullptr, {}))); };
    QCOMPARE(namesIn({TreeChoice::Between, 2, 0}), (QStringList{u"b"_s, u"c"_s}));
    QCOMPARE(namesIn({TreeChoice::Between, 1, 1}), QStringList());
    QCOMPARE(namesIn({TreeChoice::Between, 0, -1}), QStringList{u"a"_s}); // with nothing
    images.forget();
    QCOMPARE(namesIn({TreeChoice::Between, 0, 2}), (QStringList{u"b"_s, u"c"_s}));
}

void TestComparedImages::listsCommonLayersOnce()
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

STRATOSCOPE_GUILESS_TEST(TestComparedImages)
#include "tst_compared_images.moc"
