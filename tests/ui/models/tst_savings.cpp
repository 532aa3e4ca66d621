// SPDX-License-Identifier: Apache-2.0
//
// What the window says about an analysis.
#include "image/open_image.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/size/saving_model.h"
#include "ui/size/saving_text.h"
#include "ui/size/waste_items.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;
using test::TarBuilder;

class TestSavings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void marksItems();
    void marksTheFinalTree();
    void listsSavings();
    void ticksSavings();
    void saysWhatToDo_data();
    void saysWhatToDo();
    void namesTheBase();

private:
    QTemporaryDir m_directory;
    std::shared_ptr<const ImageAnalysis> m_analysis;
};

/// Attributes: 3000 bytes of tool. Overwritten: 500 of config. Deleted: 2000 of gone. Cached: 1000. Twice: 400.
void TestSavings::initTestCase()
{
    test::TestImage image;
    image.layers = {
        TarBuilder()
            .file("tool", std::string(3000, 't'))
            .file("config", std::string(500, 'c'))
            .file("gone", std::string(2000, 'g'))
            .file("a/one", std::string(400, 'o'))
            .file("b/two", std::string(400, 'o'))
            .finish(),
        TarBuilder()
            .add({.path = "tool", .content = std::string(3000, 't'), .mode = 0755})
            .file("config", std::string(600, 'd'))
            .file(".wh.gone")
            .file("var/lib/apt/lists/packages", std::string(1000, 'p'))
            .finish(),
    };
    image.compression = Compression::Gzip;
    test::writeFiles(m_directory.filePath(u"image"_s), test::ociLayout({image}));
    Store store = test::need(Store::open(m_directory.filePath(u"store"_s)));
    ProgressMeter progress;
    const auto opened = test::need(openImage(u"oci:"_s + m_directory.filePath(u"image"_s), {}, store, progress, {}));
    m_analysis = std::make_shared<const ImageAnalysis>(test::need(analyzeImage(opened, {}, {})));
    QVERIFY(m_analysis->knowsContents);
}

void TestSavings::marksItems()
{
    const auto tree = SizeTree::make(m_analysis->image->tree, SizeTree::Scope::AllLayers, {});
    const WasteItems found = WasteItems::find(*tree, *m_analysis);
    QCOMPARE(found.waste.size(), std::size_t(tree->size()));
    std::map<std::string, Waste> marked;
    for (SizeItem item = 0; item < tree->size(); ++item) {
        if (found.waste[item] != Waste::None)
            marked[(tree->isHidden(item) ? "hidden " : "") + tree->path(item)] = found.waste[item];
    }
    const std::map<std::string, Waste> expected{{"hidden /tool", Waste::AttributesOnly},
                                                {"hidden /config", Waste::Overwritten},
                                                {"hidden /gone", Waste::Deleted},
                                                {"/var/lib/apt/lists/packages", Waste::Cache},
                                                {"/b/two", Waste::Duplicate}};
    QCOMPARE(marked, expected);
    QCOMPARE(found.items.size(), m_analysis->files.size());
    for (std::size_t i = 0; i < found.items.size(); ++i) {
        QCOMPARE(tree->path(found.items[i]), m_analysis->path(m_analysis->files[i]));
        QCOMPARE(tree->bytes(found.items[i]), m_analysis->files[i].bytes);
    }
    QCOMPARE(tree->hiddenBytes(), m_analysis->hidden.total());
    QCOMPARE(tree->bytes(kRootItem), m_analysis->layersSize);
    const auto classes = SizeClasses::make(*tree, SizeColouring::Waste, found.waste, {});
    QStringList lines;
    for (const SizeClasses::Facts &facts : classes->classes())
        lines += u"%1: %2"_s.arg(facts.name).arg(facts.bytes);
    QCOMPARE(lines,
             (QStringList{u"Needed: 4000"_s, u"Duplicates: 400"_s, u"Caches: 1000"_s, u"Only attributes changed: 3000"_s,
                          u"Overwritten: 500"_s, u"Deleted later: 2000"_s}));
}

void TestSavings::marksTheFinalTree()
{
    const auto tree = SizeTree::make(m_analysis->image->tree, SizeTree::Scope::FinalTree, {});
    const WasteItems found = WasteItems::find(*tree, *m_analysis);
    QCOMPARE(tree->bytes(kRootItem), m_analysis->size);
    QCOMPARE(std::ranges::count(found.items, kNoItem), 3);
    QCOMPARE(std::ranges::count(found.waste, Waste::None), std::ptrdiff_t(tree->size()) - 2);
}

void TestSavings::listsSavings()
{
    SavingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowCount(), 0);
    model.setAnalysis(m_analysis);
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        lines += u"%1: %2"_s.arg(index.data(SavingModel::BytesRole).toULongLong()).arg(index.data().toString());
        QVERIFY(!index.data(SavingModel::AdviceRole).toString().isEmpty());
        QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(index.data().toString()));
    }
    QCOMPARE(
        lines,
        (QStringList{u"3000: Layer 1 changes only the mode of 1 files of layer 0"_s, u"2000: Layer 1 removes 1 files of layer 0"_s,
                     u"1000: Layer 1 leaves behind: package lists of apt (1 files)"_s,
                     u"500: Layer 1 overwrites 1 files of layer 0"_s}));
}

void TestSavings::ticksSavings()
{
    SavingModel model;
    model.setAnalysis(m_analysis);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(model.setData(model.index(1), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(3), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(changed.count(), 2);
    QCOMPARE(model.ticked(), (std::vector<std::size_t>{1, 3}));
    QCOMPARE(m_analysis->without(model.ticked()).layersSize, m_analysis->layersSize - 2500);
    model.setAnalysis(std::make_shared<const ImageAnalysis>(*m_analysis)); // again, after a verification
    QCOMPARE(model.ticked(), (std::vector<std::size_t>{1, 3}));
    QVERIFY(model.setData(model.index(1), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.ticked(), (std::vector<std::size_t>{3}));
    model.setAnalysis({});
    QVERIFY(model.ticked().empty());
    QCOMPARE(model.rowCount(), 0);
}

void TestSavings::saysWhatToDo_data()
{
    QTest::addColumn<int>("advice");
    for (int advice = int(Advice::CopyWithMode); advice <= int(Advice::MergeLayers); ++advice)
        QTest::addRow("%d", advice) << advice;
}

void TestSavings::saysWhatToDo()
{
    QFETCH(int, advice);
    Saving saving;
    saving.advice = Advice(advice);
    saving.writtenBy = 2;
    saving.layer = 5;
    saving.cache = CacheKind::AptLists;
    const QString text = savingAdvice(saving);
    QVERIFY(!text.isEmpty());
    QVERIFY(!text.contains(u'%'));
    static QSet<QString> known;
    QVERIFY2(!known.contains(text), qPrintable(text));
    known.insert(text);
}

void TestSavings::namesTheBase()
{
    ImageAnalysis analysis;
    QCOMPARE(baseText(analysis), QString());
    analysis.base = BaseImage{BaseImage::Evidence::Layers, u"debian:12"_s, {}, 3};
    QVERIFY(baseText(analysis).startsWith(u"debian:12, 3"_s));
    analysis.base->layers = 0;
    QCOMPARE(baseText(analysis), u"debian:12"_s);
    analysis.base = BaseImage{BaseImage::Evidence::Times, {}, {}, 3};
    QVERIFY(baseText(analysis).startsWith(u"3"_s));
}

STRATOSCOPE_GUILESS_TEST(TestSavings)
#include "tst_savings.moc"
