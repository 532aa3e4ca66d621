// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/layer_transaction.h"
#include "store/store_cleaner.h"
#include "store/store_files.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const Digest kUnknown(sha256(asBytes("unknown")));

} // namespace

class TestImageRecords : public StoreTest
{
    Q_OBJECT

private Q_SLOTS:
    void keepsImages()
    {
        const Store store = open();
        const StoredImage b = need(putImage(store, u"docker.io/library/b:1"_s, {seededTar(1), seededTar(2), seededTar(1)}));
        const StoredImage a = need(putImage(store, u"docker.io/library/a:1"_s, {seededTar(1)}));
        QCOMPARE(need(open().images().all()), (std::vector<StoredImage>{a, b}));
        VERIFY_RESULT(checkStore(store));
    }

    void anImageTakesThePlaceOfItsPredecessor()
    {
        const Store store = open();
        need(putImage(store, u"app:1"_s, {seededTar(1)}));
        const StoredImage newer = need(putImage(store, u"app:1"_s, {seededTar(2)}));
        const StoredImage other = need(putImage(store, u"app:1"_s, {seededTar(2)}, u"linux/arm64"_s));
        QCOMPARE(need(store.images().all()), (std::vector<StoredImage>{newer, other}));
    }

    void pinsStayUntilTheImageGoes()
    {
        const Store store = open();
        QVERIFY(QDir(path() + u"/pins"_s).removeRecursively()); // as in a store created before pins existed
        StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1)}));
        const StoredImage other = need(putImage(store, u"app:1"_s, {seededTar(2)}, u"linux/arm64"_s));
        VERIFY_RESULT(store.images().setPinned(image, true));
        image.isPinned = true;
        QCOMPARE(need(store.images().all()), (std::vector<StoredImage>{image, other}));

        const StoredImage newer = need(putImage(store, u"app:1"_s, {seededTar(3)})); // pulled again
        QVERIFY(need(store.images().find(u"app:1"_s, newer.platform)).isPinned);
        VERIFY_RESULT(StoreCleaner(store).prune());
        QVERIFY(need(store.images().find(u"app:1"_s, newer.platform)).isPinned);
        VERIFY_RESULT(StoreCleaner(store).removeImage(newer));
        QVERIFY(QDir(path() + u"/pins"_s).isEmpty());
        QVERIFY(!need(putImage(store, u"app:1"_s, {seededTar(1)})).isPinned);

        VERIFY_RESULT(store.images().setPinned(image, true));
        VERIFY_RESULT(store.images().setPinned(image, false));
        QVERIFY(!need(store.images().find(u"app:1"_s, image.platform)).isPinned);
        image.reference = u"app:2"_s;
        QCOMPARE(store.images().setPinned(image, true).error().kind, ErrorKind::NotFound);
    }

    void tellsWhatRemovingFrees()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1, 10'000), seededTar(2), seededTar(1, 10'000)}));
        need(putImage(store, u"app:2"_s, {seededTar(2)}));
        const std::uint64_t told = need(StoreCleaner(store).exclusiveSize(image));
        const std::uint64_t record
            = sizeOnDisk(path() + u"/images/"_s + QDir(path() + u"/images"_s).entryList(QDir::Files).front());
        const std::uint64_t diff = sizeOnDisk(path() + u"/diffs/"_s + QDir(path() + u"/diffs"_s).entryList(QDir::Files).front());
        QCOMPARE(need(StoreCleaner(store).removeImage(image)), told + record + diff);
        VERIFY_RESULT(checkStore(store));
    }

    void listsWhatCanBeRead()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1)}));
        QFile broken(path() + u"/images/broken.json"_s);
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{") == 1);
        broken.close();
        const ImageRecords::Listing listing = store.images().list();
        QCOMPARE(listing.images, std::vector{image});
        QCOMPARE(listing.unreadable.size(), std::size_t(1));
        QVERIFY(listing.unreadable.front().message().contains(u"broken.json"_s));
        QVERIFY(!store.images().all());
    }

    void anImageNeedsWhatItIsMadeOf_data()
    {
        QTest::addColumn<int>("missing");
        QTest::addRow("manifest") << 0;
        QTest::addRow("config") << 1;
        QTest::addRow("layer") << 2;
    }

    void anImageNeedsWhatItIsMadeOf()
    {
        QFETCH(int, missing);
        const Store store = open();
        StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1)}));
        image.reference = u"app:2"_s;
        (missing == 0 ? image.manifest : missing == 1 ? image.config : image.layers.front()) = kUnknown;
        const auto added = store.addImage(image);
        QVERIFY(!added);
        QCOMPARE(added.error().kind, ErrorKind::NotFound);
        QVERIFY(added.error().message().contains(kUnknown.toString()));
        QCOMPARE(need(store.images().all()).size(), std::size_t(1));
    }

    void findsImages_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("platform");
        QTest::addColumn<QString>("found");
        QTest::addRow("canonical") << u"docker.io/library/app:1"_s << QString() << u"docker.io/library/app:1 linux/amd64"_s;
        QTest::addRow("familiar") << u"app:1"_s << u"linux/amd64"_s << u"docker.io/library/app:1 linux/amd64"_s;
        QTest::addRow("another platform") << u"app:1"_s << u"linux/arm64"_s << u"docker.io/library/app:1 linux/arm64"_s;
        QTest::addRow("latest") << u"solo"_s << QString() << u"docker.io/library/solo:latest linux/s390x"_s;
        QTest::addRow("a name of its own") << u"image.tar#1"_s << QString() << u"image.tar#1 linux/amd64"_s;
        QTest::addRow("a platform that is not there")
            << u"app:1"_s << u"linux/s390x"_s
            << u"app:1: is not in the image store for linux/s390x; available: docker.io/library/app:1 (linux/amd64, "_s;
        QTest::addRow("the sole one of another platform")
            << u"solo"_s << u"linux/arm64"_s
            << u"solo: is not in the image store for linux/arm64; available: docker.io/library/solo:latest (linux/s390x, "_s;
        QTest::addRow("another tag") << u"app:2"_s << QString() << u"app:2: is not in the image store "_s;
        QTest::addRow("nothing") << QString() << QString() << u"is not in the image store "_s;
        QTest::addRow("too few digits") << u"%1:5"_s << QString() << u"%1:5: is not in the image store "_s;
    }

    void findsImages()
    {
        QFETCH(QString, name);
        QFETCH(QString, platform);
        QFETCH(QString, found);
        const Store store = open();
        const StoredImage app = need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}));
        need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}, u"linux/arm64"_s));
        need(putImage(store, u"docker.io/library/solo:latest"_s, {seededTar(1)}, u"linux/s390x"_s));
        need(putImage(store, u"image.tar#1"_s, {seededTar(1)}));
        if (name.contains(u"%1"_s)) {
            name = app.manifest.hex().left(5);
            found = name + u": is not in the image store "_s;
        }
        const auto image
            = store.images().find(name, platform.isEmpty() ? std::nullopt : std::optional(need(Platform::parse(platform))));
        const QString outcome = image ? image->reference + u' ' + image->platform.toString() : image.error().message();
        QVERIFY2(outcome.startsWith(found), qPrintable(outcome));
    }

    void findsImagesByDigest()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}));
        need(putImage(store, u"docker.io/library/other:1"_s, {seededTar(1)}));
        for (const QString &name : {image.manifest.toString(), image.manifest.hex(), image.manifest.shortHex(),
                                    image.config.toString(), u"app@"_s + image.manifest.toString()})
            QCOMPARE(need(store.images().find(name, {})), image);
        QVERIFY(!store.images().find(u"other@"_s + image.manifest.toString(), {}));
    }

    void oneImageOfTwoNamesIsFoundByItsDigest()
    {
        const Store store = open();
        StoredImage image = need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}));
        image.reference = u"docker.io/library/app:latest"_s;
        VERIFY_RESULT(store.addImage(image));
        QCOMPARE(need(store.images().find(image.manifest.shortHex(), {})).manifest, image.manifest);
        image.reference = u"docker.io/library/else:1"_s;
        image.manifest = image.layers.front(); // another image with the same config
        VERIFY_RESULT(store.addImage(image));
        const auto found = store.images().find(image.config.shortHex(), {});
        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::Ambiguous);
    }

    void removingFreesWhatNoOtherImageUses()
    {
        const Store store = open();
        need(putImage(store, u"app:1"_s, {seededTar(1), seededTar(2)}));
        const QStringList before = storeFiles(store);
        const StoredImage image = need(putImage(store, u"app:2"_s, {seededTar(1), seededTar(3, 100'000)}));
        const StoredLayer cached = need(putLayer(store, seededTar(4)));
        const auto freed = StoreCleaner(store).removeImage(image);
        VERIFY_RESULT(freed);
        QVERIFY2(*freed > 200'000 && *freed < 400'000, qPrintable(QString::number(*freed))); // blob and contents
        QVERIFY(store.layers().find(cached.digest)); // not used by an image: kept until the store is pruned
        VERIFY_RESULT(StoreCleaner(store).prune());
        QCOMPARE(storeFiles(store), before);
        VERIFY_RESULT(checkStore(store));
        const auto again = StoreCleaner(store).removeImage(image);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::NotFound);
    }

    void pruningLeavesWhatImagesUse()
    {
        const Store store = open();
        need(putImage(store, u"app:1"_s, {seededTar(1)}));
        const QStringList before = storeFiles(store);
        need(putLayer(store, seededTar(2, 50'000)));
        VERIFY_RESULT(store.blobs().add("x", Digest::of(asBytes("x"))));
        writeDisk(store.layers().directory() + u"/halfmade.idx"_s, "x"); // left by a killed process
        writeDisk(store.temporaryDirectory() + u"/left"_s, QByteArray(10'000, 'x'));
        const auto freed = StoreCleaner(store).prune();
        VERIFY_RESULT(freed);
        QVERIFY(*freed >= 60'000);
        QCOMPARE(storeFiles(store), before);
        QVERIFY(temporaries().isEmpty());
        VERIFY_RESULT(checkStore(store));
        QCOMPARE(need(StoreCleaner(store).prune()), std::uint64_t(0));
    }

    void pruningAnEmptyStoreIsNothing() { QCOMPARE(need(StoreCleaner(open()).prune()), std::uint64_t(0)); }

    void nothingIsRemovedWhileSomethingIsAdded()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1)}));
        {
            const StoreLease lease = need(store.lease());
            const StoreLease second = need(open().lease());
            const auto removed = StoreCleaner(store).removeImage(image);
            const auto pruned = StoreCleaner(open()).prune();
            for (const auto &result : {removed, pruned}) {
                QVERIFY(!result);
                QCOMPARE(result.error().kind, ErrorKind::Busy);
            }
        }
        {
            const LayerTransaction transaction = need(LayerTransaction::begin(store));
            QVERIFY(!StoreCleaner(store).prune());
        }
        VERIFY_RESULT(StoreCleaner(store).removeImage(image));
    }

    void anUnreadableRecordIsToldAndNothingIsPruned()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}));
        writeDisk(path() + u"/images/broken.json"_s, "{\"reference\": 5}");
        const auto pruned = StoreCleaner(store).prune();
        QVERIFY(!pruned);
        QVERIFY2(pruned.error().message().startsWith(path() + u"/images/broken.json: reference is the number 5"_s)
                     && pruned.error().message().contains(u"remove this file"_s),
                 qPrintable(pruned.error().message()));
        QVERIFY(!store.images().all());
        QCOMPARE(need(store.images().find(u"app:1"_s, {})), image);
        QFile::remove(path() + u"/images/broken.json"_s);
        VERIFY_RESULT(checkStore(store));
    }
};

STRATOSCOPE_GUILESS_TEST(TestImageRecords)
#include "tst_image_records.moc"
