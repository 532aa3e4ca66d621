// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "diff/layer_history.h"
#include "image/open_image.h"
#include "store/store.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QTemporaryDir>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// What the layers of an image in a store change.
class TestLayerHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void countsEachLayer();
    void treatsARangeAsOneStep();
    void comparesContentsByDigest();
    void readsWhatWasRemoved();
    void sharesTheWholeTree();
    void listsVersions();
    void stops();

private:
    static Change changeOf(const LayerTree &tree, std::string_view path) { return tree.changes[*tree.fs.tree->find(path)]; }

    QTemporaryDir m_folder;
    std::shared_ptr<const Image> m_image;
    std::shared_ptr<const LayerHistory> m_history;
};

void TestLayerHistory::initTestCase()
{
    Store store = need(Store::open(m_folder.filePath(u"store"_s)));
    TestImage image;
    image.layers = {
        TarBuilder().dir("d").file("d/a", "one").file("d/b", "same").file("gone", "bye").finish(),
        // Of the same size and time as before: one with different content, one with the same.
        TarBuilder().dir("d").file("d/a", "two").file("d/b", "same").file("n", "new").finish(),
        TarBuilder().file(".wh.gone").file(".wh.n").finish(),
    };
    // Compressed layers are stored and verified when the image is opened.
    image.compression = Compression::Gzip;
    writeFiles(m_folder.filePath(u"layout"_s), ociLayout({image}));
    ProgressMeter progress;
    m_image = need(openImage(u"oci:"_s + m_folder.filePath(u"layout"_s), {}, store, progress, {}));
    m_history = need(LayerHistory::make(m_image, {}));
}

void TestLayerHistory::countsEachLayer()
{
    const auto counts = m_history->counts({});
    QCOMPARE(counts.size(), 3U);
    QCOMPARE(counts[0], (ChangeCounts{.added = 4, .bytesAdded = 10}));
    QCOMPARE(counts[1], (ChangeCounts{.added = 1, .modified = 1, .bytesAdded = 6, .bytesRemoved = 3}));
    QCOMPARE(counts[2], (ChangeCounts{.removed = 2, .bytesRemoved = 6}));
}

void TestLayerHistory::treatsARangeAsOneStep()
{
    const LayerTree tree = m_history->changes(1, 2, {});
    // Without what the range adds and removes again.
    QCOMPARE(treeLines(*tree.fs.tree), (QStringList{u"d/"_s, u"  a"_s, u"  b"_s, u"gone"_s}));
    QCOMPARE(changeOf(tree, "d"), Change::None);
    QCOMPARE(changeOf(tree, "d/a"), Change::Modified);
    QCOMPARE(changeOf(tree, "gone"), Change::Removed);
}

void TestLayerHistory::comparesContentsByDigest()
{
    const LayerTree only = m_history->changes(1, 1, {});
    QCOMPARE(changeOf(only, "d/a"), Change::Modified);
    QCOMPARE(changeOf(only, "d/b"), Change::None); // added again unchanged
    QVERIFY(!only.fs.tree->find("gone"));
    const LayerTree through = m_history->through(1, {});
    QCOMPARE(changeOf(through, "d/a"), Change::Modified);
    QCOMPARE(changeOf(through, "d/b"), Change::None);
    QCOMPARE(changeOf(through, "n"), Change::Added);
    QCOMPARE(changeOf(through, "gone"), Change::None);
}

void TestLayerHistory::readsWhatWasRemoved()
{
    const LayerTree changes = m_history->changes(2, 2, {});
    QCOMPARE(need(changes.fs.readAll(*changes.fs.tree->find("gone"), 100)), "bye");
    QCOMPARE(need(changes.fs.readAll(*changes.fs.tree->find("n"), 100)), "new");
}

void TestLayerHistory::sharesTheWholeTree()
{
    QCOMPARE(m_history->through(2, {}).fs.tree, m_image->tree);
}

void TestLayerHistory::listsVersions()
{
    const auto versions = m_history->versions("/gone");
    QCOMPARE(versions.size(), 2U);
    QCOMPARE(versions[0].layer, 0);
    QVERIFY(versions[0].origin);
    QCOMPARE(versions[1], (PathVersion{2, std::nullopt}));
    QVERIFY(m_history->versions("/never").empty());
}

void TestLayerHistory::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)LayerHistory::make(m_image, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)m_history->through(1, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)m_history->changes(0, 0, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)m_history->counts(stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestLayerHistory)

#include "tst_layer_history.moc"
