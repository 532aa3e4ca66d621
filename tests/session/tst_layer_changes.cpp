// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "session/layer_changes.h"
#include "session/open_image.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// What layers of an image that lies in a store change.
class TestLayerChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void countsEachLayer();
    void takesARunAsOneStep();
    void tellsContentsByTheirDigests();
    void readsWhatWasRemoved();
    void stops();

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const Image> m_image;
};

void TestLayerChanges::initTestCase()
{
    Store store = need(Store::open(m_folder.filePath(u"store"_s)));
    TestImage image;
    image.layers = {
        TarBuilder().dir("d").file("d/a", "one").file("d/b", "same").file("gone", "bye").finish(),
        // Of the same size and time as before: one with other bytes, one with the same ones.
        TarBuilder().dir("d").file("d/a", "two").file("d/b", "same").file("n", "new").finish(),
        TarBuilder().file(".wh.gone").file(".wh.n").finish(),
    };
    // Compressed: such layers are in the store, verified, once the image is open.
    image.compression = Compression::Gzip;
    writeFiles(m_folder.filePath(u"layout"_s), ociLayout({image}));
    ProgressMeter progress;
    m_image = need(openImage(u"oci:"_s + m_folder.filePath(u"layout"_s), {}, store, progress, {}));
}

void TestLayerChanges::countsEachLayer()
{
    std::vector<ChangeCounts> counts;
    const auto tell = [&](int layer, const ChangeCounts &found) {
        QCOMPARE(layer, int(counts.size()));
        counts.push_back(found);
    };
    VERIFY_RESULT(countLayerChanges(*m_image, tell, {}));
    QCOMPARE(counts.size(), 3U);
    QCOMPARE(counts[0], (ChangeCounts{.added = 4, .bytesAdded = 10}));
    QCOMPARE(counts[1], (ChangeCounts{.added = 1, .modified = 1, .bytesAdded = 6, .bytesRemoved = 3}));
    QCOMPARE(counts[2], (ChangeCounts{.removed = 2, .bytesRemoved = 6}));
}

void TestLayerChanges::takesARunAsOneStep()
{
    const auto changes = layerChanges(*m_image, 1, 2, {});
    VERIFY_RESULT(changes);
    // What the run brings and takes away again is not there.
    QCOMPARE(changes->diff->counts, (ChangeCounts{.removed = 1, .modified = 1, .bytesAdded = 3, .bytesRemoved = 6}));
    QVERIFY(!changes->fs.tree->find("n"));
    QVERIFY(changes->fs.tree->find("gone"));
}

void TestLayerChanges::tellsContentsByTheirDigests()
{
    const auto changes = layerChanges(*m_image, 1, 1, {});
    VERIFY_RESULT(changes);
    const auto changeOf = [&](std::string_view path) { return changes->diff->changes[*changes->diff->tree->find(path)]; };
    QCOMPARE(changeOf("d/a"), Change::Modified);
    QCOMPARE(changeOf("d/b"), Change::None); // brought again as it was
    QVERIFY(!changes->diff->tree->find("gone"));
}

void TestLayerChanges::readsWhatWasRemoved()
{
    const auto changes = layerChanges(*m_image, 2, 2, {});
    VERIFY_RESULT(changes);
    QCOMPARE(need(changes->fs.readAll(*changes->fs.tree->find("gone"), 100)), "bye");
    QCOMPARE(need(changes->fs.readAll(*changes->fs.tree->find("n"), 100)), "new");
}

void TestLayerChanges::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)layerChanges(*m_image, 0, 0, stop.get_token()));
}

QTEST_GUILESS_MAIN(TestLayerChanges)

#include "tst_layer_changes.moc"
