// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/cancel.h"
#include "store/store_cleaner.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::size_t kPadding = 200'000;

} // namespace

class TestStoreCleaner : public StoreTest
{
    Q_OBJECT

private:
    StoredImage put(const Store &store, const QString &name, int seed) const
    {
        return need(putImage(store, name, {seededTar(seed, kPadding)}));
    }
    /// A layer that no image uses.
    static Digest putUnused(const Store &store, int seed, time_t lastUsed)
    {
        const Digest digest = need(putLayer(store, seededTar(seed, kPadding))).digest;
        const timespec times[2] = {{.tv_sec = lastUsed, .tv_nsec = 0}, {.tv_sec = lastUsed, .tv_nsec = 0}};
        ::utimensat(AT_FDCWD, QFile::encodeName(store.layers().recordPath(digest)).constData(), times, 0);
        return digest;
    }
    static QStringList names(const Store &store)
    {
        QStringList names;
        for (const StoredImage &image : need(store.images().all()))
            names += image.reference;
        return names;
    }

private Q_SLOTS:
    void addsUp()
    {
        const Store store = open();
        QCOMPARE(need(StoreCleaner(store).usage()), StoreUsage());
        put(store, u"a:1"_s, 1);
        const StoreUsage one = need(StoreCleaner(store).usage());
        QCOMPARE(one.imageCount, 1);
        QVERIFY(one.images > kPadding);
        QCOMPARE(one.others, 0U);

        need(putLayer(store, seededTar(2, kPadding)));
        const StoreUsage more = need(StoreCleaner(store).usage());
        QCOMPARE(more.images, one.images);
        QVERIFY(more.others > kPadding);
        const std::uint64_t freed = need(StoreCleaner(store).prune());
        QVERIFY(freed >= more.others);
        QCOMPARE(need(StoreCleaner(store).usage()), one);
    }

    void countsTheIndexOfAnImage()
    {
        const Store store = open();
        StoredImage image = put(store, u"a:1"_s, 1);
        const std::uint64_t before = need(StoreCleaner(store).usage()).images;
        image.index = Digest::of(asBytes("index"));
        VERIFY_RESULT(store.blobs().add("index", *image.index));
        VERIFY_RESULT(store.addImage(image));
        const StoreUsage usage = need(StoreCleaner(store).usage());
        QVERIFY(usage.images > before);
        QCOMPARE(usage.others, 0U);
        QCOMPARE(need(StoreCleaner(store).prune()), std::uint64_t(0));
        VERIFY_RESULT(store.blobs().find(*image.index));
    }

    void removesWhatWasNotUsedForLongest()
    {
        const Store store = open();
        const StoredImage a = put(store, u"a:1"_s, 1);
        put(store, u"b:1"_s, 2);
        put(store, u"c:1"_s, 3);
        put(store, u"d:1"_s, 4);
        store.images().markUsed(a);
        const std::uint64_t all = need(StoreCleaner(store).usage()).total();
        const CleanUpReport done = need(StoreCleaner(store).cleanUp(all * 6 / 10, Downloads::Keep));
        QCOMPARE(names(store), QStringList({u"a:1"_s, u"d:1"_s}));
        QCOMPARE(done.removed.size(), 2U);
        QCOMPARE(done.removed.front().reference, u"b:1"_s);
        QVERIFY(done.freed >= all - need(StoreCleaner(store).usage()).total());
        VERIFY_RESULT(checkStore(store));
    }

    void keepsPinnedImagesAndTheLatest()
    {
        const Store store = open();
        VERIFY_RESULT(store.images().setPinned(put(store, u"a:1"_s, 1), true));
        put(store, u"b:1"_s, 2);
        put(store, u"c:1"_s, 3);
        need(StoreCleaner(store).cleanUp(1, Downloads::Keep));
        QCOMPARE(names(store), QStringList({u"a:1"_s, u"c:1"_s}));
    }

    void keepsEverythingWithinTheLimit()
    {
        const Store store = open();
        put(store, u"a:1"_s, 1);
        put(store, u"b:1"_s, 2);
        QVERIFY(need(StoreCleaner(store).cleanUp(need(StoreCleaner(store).usage()).total(), Downloads::Keep)).removed.empty());
        QVERIFY(need(StoreCleaner(store).cleanUp({}, Downloads::Keep)).removed.empty());
        QCOMPARE(names(store).size(), 2);
    }

    void keepsWhatAnotherImageNeeds()
    {
        const Store store = open();
        need(putImage(store, u"a:1"_s, {seededTar(1, kPadding), seededTar(2)}));
        need(putImage(store, u"b:1"_s, {seededTar(1, kPadding), seededTar(3)}));
        need(StoreCleaner(store).cleanUp(1, Downloads::Keep));
        QCOMPARE(names(store), QStringList{u"b:1"_s});
        VERIFY_RESULT(checkStore(store));
    }

    void limitsTheCache()
    {
        const Store store = open();
        put(store, u"a:1"_s, 1);
        const Digest oldest = putUnused(store, 2, 1'000'000'001);
        const Digest older = putUnused(store, 3, 1'000'000'002);
        const Digest latest = putUnused(store, 4, 1'000'000'003);
        const QStringList others = storeFiles(store);
        const std::uint64_t all = need(StoreCleaner(store).usage()).others;
        {
            const StoreLease lease = need(store.lease());
            QCOMPARE(need(StoreCleaner(store).limitCache(all)), 0U); // there is nothing to wait for
            QCOMPARE(StoreCleaner(store).limitCache(all - 1).error().kind, ErrorKind::Busy);
        }
        QVERIFY(need(StoreCleaner(store).limitCache(all - 1)) >= kPadding);
        QVERIFY(!store.layers().find(oldest));
        QVERIFY(store.layers().find(older) && store.layers().find(latest));

        // Loading a layer is a use of it.
        need(store.layers().load(*store.layers().find(older)));
        QVERIFY(need(StoreCleaner(store).limitCache(all / 2)) >= kPadding);
        QVERIFY(store.layers().find(older) && !store.layers().find(latest));

        QCOMPARE(need(StoreCleaner(store).limitCache(0, {older})), 0U);
        QVERIFY(store.layers().find(older));
        need(StoreCleaner(store).limitCache(0));
        QCOMPARE(storeFiles(store).size(), others.size() - 3 * 4); // index, contents, record and diff ID of each
        VERIFY_RESULT(checkStore(store));
    }

    void waitsForThoseWhoAdd()
    {
        const Store store = open();
        const StoredImage image = put(store, u"a:1"_s, 1);
        std::optional<StoreLease> lease = need(store.lease());
        QStringList told;
        const auto finish = [&](const QString &sentence) {
            told << sentence;
            lease.reset();
        };
        need(StoreCleaner(store, {{}, finish}).removeImage(image));
        QCOMPARE(told, QStringList{u"waiting for this program to finish adding to the image store "_s + path()});
        need(StoreCleaner(store, {{}, finish}).prune());
        QCOMPARE(told.size(), 1); // nobody was in the way

        lease = need(store.lease());
        std::stop_source stop;
        const StoreCleaner cleaner(store, {stop.get_token(), [&stop](const QString &) { stop.request_stop(); }});
        QVERIFY_THROWS_EXCEPTION(Cancelled, [[maybe_unused]] const auto pruned = cleaner.prune());
    }

    void leavesDownloadsThatGoOn()
    {
        const Store store = open();
        writeDisk(store.directory() + u"/downloads/sha256-00"_s, QByteArray(1000, 'x'));
        need(StoreCleaner(store).cleanUp({}, Downloads::Keep));
        QCOMPARE(unfinishedFiles(store).size(), 1);
        need(StoreCleaner(store).cleanUp({}, Downloads::Remove));
        QCOMPARE(unfinishedFiles(store).size(), 0);
    }
};

STRATOSCOPE_APPLESS_TEST(TestStoreCleaner)
#include "tst_store_cleaner.moc"
