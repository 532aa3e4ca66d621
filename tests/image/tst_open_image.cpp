// SPDX-License-Identifier: Apache-2.0
#include "image/open_image.h"

#include "store/store_cleaner.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestOpenImage : public StoreTest
{
    Q_OBJECT

private:
    std::shared_ptr<const Image> openLayout(Store &store, int seed, const OpenOptions &options) const
    {
        const QString folder = path() + u"-layout%1"_s.arg(seed);
        writeFiles(folder,
                   ociLayout({{.layers = {seededTar(seed, 100'000), seededTar(seed + 100)}, .compression = Compression::Gzip}}));
        ProgressMeter silent;
        return need(openImage(folder, options, store, silent, {}));
    }
    static bool isCached(const Store &store, const Image &image)
    {
        return std::ranges::all_of(image.layers,
                                   [&store](const ImageLayer &layer) { return store.layers().find(*layer.digest).has_value(); });
    }

private Q_SLOTS:
    void whatWasOnlyOpenedStaysWithinTheLimit()
    {
        Store store = open();
        const auto first = openLayout(store, 1, {});
        const auto second = openLayout(store, 2, {});
        QVERIFY(isCached(store, *first) && isCached(store, *second));
        QVERIFY(need(StoreCleaner(store).usage()).others < kDefaultCacheLimit);

        OpenOptions options;
        options.cacheLimit = 0;
        const auto third = openLayout(store, 3, options);
        QVERIFY(!isCached(store, *first) && !isCached(store, *second));
        QVERIFY(isCached(store, *third)); // it is in use
        // Those that are still open can be read.
        const NodeId node = need(first->tree->resolve("/etc/file-1"));
        std::vector<std::byte> bytes(10);
        QCOMPARE(need(first->fs().read(node, 0, bytes)), std::size_t(10));
        VERIFY_RESULT(checkStore(store));

        QVERIFY(isCached(store, *openLayout(store, 1, options)));
        QVERIFY(!isCached(store, *third));
    }

    /// They are in use, however long ago.
    void layersOfImagesInTheStoreStay()
    {
        Store store = open();
        const StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1, 100'000)}));
        OpenOptions options;
        options.cacheLimit = 0;
        openLayout(store, 2, options);
        QVERIFY(store.layers().find(image.layers.front()));
    }
};

STRATOSCOPE_GUILESS_TEST(TestOpenImage)
#include "tst_open_image.moc"
