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
    void listsLayersToCome();
    void listsLayersToComeOfSchema1();
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

void TestLayerModel::listsLayersToCome()
{
    LayerModel model;
    QAbstractItemModelTester tester(&model);
    const auto image = test::makeImage({{"a 1"}, {"b 1"}});
    for (ImageLayer &layer : image->layers)
        ImageLayer::Check::begin(layer.check)->succeed({});
    image->config.diffIds.resize(4);
    for (const QString &command : {u"one"_s, u"two"_s, u"ENV x"_s, u"RUN three"_s}) {
        HistoryEntry step;
        step.createdBy = command;
        step.emptyLayer = command.startsWith(u"ENV"_s);
        image->config.history.push_back(step);
    }
    QVERIFY(isPartial(*image));
    QCOMPARE(layerCountText(*image), u"2 of 4 layers"_s);
    QCOMPARE(verificationText(*image), u"2 of 4 layers"_s);
    model.setImage(image);
    QStringList drawn;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        drawn += u"%1 %2 %3"_s
                     .arg(index.data(LayerModel::NumberRole).toString(), index.data().toString(),
                          index.data(LayerModel::StatusRole).toString())
                     .trimmed();
    }
    QCOMPARE(drawn,
             QStringList({u"-1 2 of 4 layers"_s, u"0 COPY file 0 in /"_s, u"1 COPY file 1 in /"_s, u"-1 ENV x"_s,
                          u"2 RUN three Waiting"_s, u"3 No command recorded Waiting"_s}));
    QVERIFY(model.index(0).data(LayerModel::StateRole).toInt() != int(Verification::Verified));
    QVERIFY(!model.index(0).data(Qt::ToolTipRole).toString().contains(u"Verified"_s));
    QVERIFY(!(model.flags(model.index(4)) & Qt::ItemIsSelectable));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setComing({{u"1 MiB of 2 MiB"_s, 500}, {u"Waiting, 3 MiB"_s, 0}});
    QCOMPARE(changes.count(), 2);
    QCOMPARE(model.index(4).data(LayerModel::StatusRole).toString(), u"1 MiB of 2 MiB"_s);
    QCOMPARE(model.index(4).data(LayerModel::ShareRole).toDouble(), 0.5);

    image->config.diffIds.resize(2);
    QVERIFY(!isPartial(*image));
    model.setImage(image);
    QCOMPARE(model.index(0).data().toString(), u"Whole image"_s);
    QCOMPARE(model.index(0).data(LayerModel::StateRole).toInt(), int(Verification::Verified));
}

/// Such an image has no diff IDs before it is complete.
void TestLayerModel::listsLayersToComeOfSchema1()
{
    const auto image = test::makeImage({{"a 1"}});
    image->config.diffIds.clear();
    const QString one = u"sha256:"_s + QString(64, u'1');
    const QString two = u"sha256:"_s + QString(64, u'2');
    image->manifestBytes = uR"({"schemaVersion":1,"name":"app","tag":"1","architecture":"amd64",
        "fsLayers":[{"blobSum":"%1"},{"blobSum":"%2"}],
        "history":[{"v1Compatibility":"{}"},{"v1Compatibility":"{}"}]})"_s.arg(two, one)
                               .toUtf8();
    QVERIFY(isPartial(*image));
    QCOMPARE(layerCountText(*image), u"1 of 2 layers"_s);
    QStringList listed;
    for (const Digest &digest : listedLayers(*image))
        listed += digest.toString();
    QCOMPARE(listed, QStringList({one, two}));
    LayerModel model;
    model.setImage(image);
    QCOMPARE(model.index(model.rowCount() - 1).data(LayerModel::StatusRole).toString(), u"Waiting"_s);

    image->manifestBytes.clear();
    QVERIFY(!isPartial(*image));
    QVERIFY(listedLayers(*image).empty());
}

void TestLayerModel::namesWhatHasNoCommand()
{
    const auto image = test::makeImage({{"a 1"}});
    image->layers[0].createdBy.clear();
    QCOMPARE(layerCommands(*image), QStringList{u"No command recorded"_s});
}

STRATOSCOPE_GUILESS_TEST(TestLayerModel)
#include "tst_layer_model.moc"
