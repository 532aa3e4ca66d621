// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/layers/layer_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestLayerModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists();
    void followsTheVerification();
    void namesWhatHasNoCommand();
};

void TestLayerModel::lists()
{
    LayerModel model;
    QAbstractItemModelTester tester(&model);
    model.setImage(test::makeImage({{"a 300", "b 100"}, {"a 100", "-b"}}));
    QStringList drawn;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto index = model.index(row);
        drawn += u"%1 | %2 | %3 B | %4 | %5"_s.arg(
            index.data(LayerModel::LayerRole).toString(), index.data().toString(), index.data(LayerModel::SizeRole).toString(),
            index.data(LayerModel::ShareRole).toString(), index.data(LayerModel::EntriesRole).toString());
    }
    QCOMPARE(drawn,
             QStringList({u"-1 | Whole image | 100 B | 1 | 1"_s, u"0 | COPY file 0 in / | 400 B | 0.8 | 2"_s,
                          u"1 | COPY file 1 in / | 100 B | 0.2 | 2"_s}));
}

void TestLayerModel::followsTheVerification()
{
    LayerModel model;
    QAbstractItemModelTester tester(&model);
    const auto image = test::makeImage({{"a 1"}, {"b 1"}});
    model.setImage(image);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.refreshStates();
    QCOMPARE(changes.count(), 0);

    ImageLayer::Check::begin(image->layers[0].check)->succeed({});
    model.refreshStates();
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes.takeFirst().at(0).toModelIndex().row(), 1);
    QCOMPARE(model.index(1).data(LayerModel::StateRole).toInt(), int(Verification::Verified));

    ImageLayer::Check::begin(image->layers[1].check)->fail({ErrorKind::Mismatch, u"layer 1"_s, u"wrong digest"_s});
    model.refreshStates();
    QCOMPARE(changes.count(), 2); // the layer and the image
    QCOMPARE(model.index(0).data(LayerModel::StateRole).toInt(), int(Verification::Failed));
    QVERIFY(model.index(2).data(Qt::ToolTipRole).toString().contains(u"layer 1: wrong digest"_s));
}

void TestLayerModel::namesWhatHasNoCommand()
{
    const auto image = test::makeImage({{"a 1"}});
    image->layers[0].createdBy.clear();
    QCOMPARE(layerCommands(*image), QStringList{u"No command recorded"_s});
}

STRATOSCOPE_GUILESS_TEST(TestLayerModel)
#include "tst_layer_model.moc"
