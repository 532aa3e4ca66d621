// SPDX-License-Identifier: Apache-2.0
#include "image/verify_image.h"

#include "base/cancel.h"
#include "image/import_image.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
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

using Part = ImageVerification::Part;

/// Changes the byte in the middle of a file of the store, whose files are read-only.
void damage(const QString &path)
{
    QFile file(path);
    QVERIFY2(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner), qPrintable(path));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 0 && file.seek(file.size() / 2));
    char byte = 0;
    QVERIFY(file.peek(&byte, 1) == 1);
    byte = char(byte ^ 1);
    QVERIFY(file.write(&byte, 1) == 1);
}

} // namespace

class TestVerifyImage : public QObject
{
    Q_OBJECT

private:
    StoredImage import()
    {
        TarBuilder upper;
        upper.dir("etc/").file("etc/name", std::string(20'000, 'n')).symlink("etc/link", "name");
        const QString folder = m_dir->path() + u"/layout"_s;
        writeFiles(folder,
                   ociLayout({{.layers = {seededTar(1, 30'000), upper.finish(), seededTar(1, 30'000)},
                               .compression = Compression::Gzip}}));
        ProgressMeter silent;
        return need(importImage(folder, {}, *m_store, silent, {})).image;
    }
    ImageVerification verify(const StoredImage &image)
    {
        ProgressMeter silent;
        return need(verifyImage(image, *m_store, silent, {}));
    }
    QString layerFile(const Digest &digest, const QString &suffix) const
    {
        return m_store->layers().directory() + u'/' + digest.hex() + suffix;
    }

    std::unique_ptr<TestFolder> m_dir;
    std::unique_ptr<Store> m_store;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<TestFolder>();
        m_store = std::make_unique<Store>(need(Store::open(m_dir->path() + u"/store"_s)));
    }

    void anIntactImageIsValid()
    {
        const StoredImage image = import();
        std::vector<Progress> told;
        ProgressMeter progress([&told](const Progress &one) { told.push_back(one); });
        const ImageVerification found = need(verifyImage(image, *m_store, progress, {}));
        QVERIFY(found.isValid());
        QVERIFY(found.damages.empty());
        QVERIFY(!found.needsSource());
        QCOMPARE(found.kind, SourceKind::Store);
        QCOMPARE(found.digest, image.manifest);
        QCOMPARE(found.layers.size(), std::size_t(3));
        for (const ImageVerification::Layer &layer : found.layers)
            QCOMPARE(layer.state, Verification::Verified);
        QVERIFY(found.bytes > 50'000);
        QCOMPARE(told.back().stage, Stage::Verify);
        QCOMPARE(told.back().current, told.back().total);
        QVERIFY(unfinishedFiles(*m_store).isEmpty());
    }

    void findsWhatIsDamaged_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<int>("part");
        QTest::addRow("manifest") << u"manifest"_s << int(Part::Document);
        QTest::addRow("config") << u"config"_s << int(Part::Document);
        QTest::addRow("a layer's blob") << u"blob"_s << int(Part::Blob);
        QTest::addRow("the files of a layer") << u".contents"_s << int(Part::Files);
        QTest::addRow("the index of a layer") << u".idx"_s << int(Part::Files);
        QTest::addRow("a missing index") << u"-.idx"_s << int(Part::Files);
        QTest::addRow("a missing blob") << u"-blob"_s << int(Part::Blob);
    }

    void findsWhatIsDamaged()
    {
        QFETCH(QString, which);
        QFETCH(int, part);
        const StoredImage image = import();
        const Digest &layer = image.layers[1];
        const bool isRemoved = which.startsWith(u'-');
        const QString what = isRemoved ? which.sliced(1) : which;
        const QString path = what == u"manifest"_s ? m_store->blobs().path(image.manifest)
            : what == u"config"_s                  ? m_store->blobs().path(image.config)
            : what == u"blob"_s                    ? m_store->blobs().path(layer)
                                                   : layerFile(layer, what);
        if (isRemoved)
            QVERIFY(QFile::remove(path));
        else
            damage(path);

        const ImageVerification found = verify(image);
        QVERIFY(!found.isValid());
        QCOMPARE(found.damages.size(), std::size_t(1));
        for (std::size_t i = 0; i < found.layers.size(); ++i) {
            const bool isDamaged = i == 1 && part != int(Part::Document);
            QCOMPARE(found.layers[i].state, isDamaged ? Verification::Failed : Verification::Verified);
            QCOMPARE(found.layers[i].error.has_value(), isDamaged);
        }
        QCOMPARE(int(found.damages.front().part), part);
        QCOMPARE(found.needsSource(), part != int(Part::Files));
        const QString message = found.damages.front().error.message();
        QVERIFY2(message.startsWith(image.reference), qPrintable(message));
        QCOMPARE(message.contains(u"layer 1"_s), part != int(Part::Document));

        ProgressMeter silent;
        VERIFY_RESULT(repairImage(found, *m_store, {}, silent, {}));
        if (part == int(Part::Files)) {
            QVERIFY(verify(image).damages.empty());
            VERIFY_RESULT(checkStore(*m_store));
        } else {
            // Importing again completes it.
            QVERIFY(!QFile::exists(path));
            import();
            QVERIFY(verify(image).damages.empty());
        }
    }

    void aStoredImageIsVerifiedByName()
    {
        const StoredImage image = import();
        ProgressMeter silent;
        QVERIFY(verifyImage(image.reference, {}, *m_store, silent, {}).isValid());
        damage(layerFile(image.layers[1], u".contents"_s));
        const ImageVerification found = verifyImage(image.reference, {}, *m_store, silent, {});
        QCOMPARE(found.kind, SourceKind::Store);
        QCOMPARE(found.layers[1].state, Verification::Failed);
        QCOMPARE(found.error->message(), found.layers[1].error->message());
        const ImageVerification missing = verifyImage(u"example.test/none:1"_s, {}, *m_store, silent, {});
        QCOMPARE(missing.error->kind, ErrorKind::NotFound);
        QVERIFY(!missing.kind && missing.layers.empty());
    }

    void everyLayerOfALayoutIsVerified()
    {
        const std::string lower = seededTar(1, 30'000);
        const std::string upper = seededTar(2, 30'000);
        auto files = ociLayout({{.layers = {lower, upper, lower, seededTar(3, 10)}}});
        for (const std::string &tar : {lower, upper}) {
            std::string &blob = files.at("blobs/sha256/" + Digest::of(asBytes(tar)).hex().toStdString());
            blob[blob.size() / 2] ^= 1;
        }
        const QString folder = m_dir->path() + u"/layout"_s;
        writeFiles(folder, files);
        ProgressMeter silent;
        const ImageVerification found = verifyImage(folder, {}, *m_store, silent, {});
        QCOMPARE(found.kind, SourceKind::OciLayout);
        QCOMPARE(found.layers.size(), std::size_t(4));
        for (const std::size_t i : {0, 1, 2})
            QVERIFY(found.layers[i].error->message().startsWith(u"%1: layer %2: its d"_s.arg(folder).arg(i)));
        QCOMPARE(found.layers[3].state, Verification::Verified);
        QCOMPARE(found.error->message(), found.layers[0].error->message());
        QVERIFY(unfinishedFiles(*m_store).isEmpty());
        QVERIFY(!repairImage(found, *m_store, {}, silent, {}));
    }

    void aLayerIsVerifiedOnceAtATime()
    {
        const auto check = std::make_shared<ImageLayer::Check>(Verification::Pending);
        {
            const auto run = ImageLayer::Check::begin(check);
            QVERIFY(run);
            QCOMPARE(check->state(), Verification::Running);
            QVERIFY(!ImageLayer::Check::begin(check));
            check->reset();
            QCOMPARE(check->state(), Verification::Running);
        }
        QCOMPARE(check->state(), Verification::Pending); // cancelled
        auto failing = ImageLayer::Check::begin(check);
        failing->fail({ErrorKind::Mismatch, {}, u"wrong"_s});
        QCOMPARE(check->state(), Verification::Failed);
        QCOMPARE(check->error()->detail, u"wrong"_s);
        QVERIFY(!ImageLayer::Check::begin(check));
        check->reset();
        QVERIFY(!check->error());
        ImageLayer::Check::begin(check)->succeed({});
        check->reset();
        QVERIFY(!ImageLayer::Check::begin(check));
        QCOMPARE(check->state(), Verification::Verified);
    }

    /// Another verification of the same layer neither repeats the work, nor resets its state when it is cancelled.
    void verificationsOfOneImageShareTheWork()
    {
        const QString folder = m_dir->path() + u"/layout"_s;
        writeFiles(folder, ociLayout({{.layers = {seededTar(1, 30'000)}}}));
        ProgressMeter silent;
        const auto image = need(openImage(folder, {}, *m_store, silent, {}));
        auto running = ImageLayer::Check::begin(image->layers[0].check);
        std::vector<Progress> reported;
        ProgressMeter progress([&reported](const Progress &one) { reported.push_back(one); });
        VERIFY_RESULT(verifyImage(*image, *m_store, progress, {}));
        QVERIFY(reported.empty());
        std::stop_source stop;
        stop.request_stop();
        VERIFY_RESULT(verifyImage(*image, *m_store, silent, stop.get_token()));
        QCOMPARE(image->verification(), Verification::Running);
        running->succeed({});
        QCOMPARE(image->verification(), Verification::Verified);
        VERIFY_RESULT(verifyImage(*image, *m_store, progress, {}));
        QCOMPARE(image->verification(), Verification::Verified);
    }

    void aRootFileSystemHasNoDigest()
    {
        const QString path = m_dir->path() + u"/root.tar"_s;
        ProgressMeter silent;
        writeFiles(m_dir->path(), {{"root.tar", TarBuilder().file("etc/passwd", "root").dir("bin").finish()}});
        const auto image = need(openImage(u"rootfs:"_s + path, {}, *m_store, silent, {}));
        QCOMPARE(image->verification(), Verification::Pending);
        VERIFY_RESULT(verifyImage(*image, *m_store, silent, {}));
        QCOMPARE(image->verification(), Verification::Unknown);
        QVERIFY(image->layers[0].check->fileDigests()); // but its files can be compared
    }

    void cancelledLayersArePendingAgain()
    {
        const QString folder = m_dir->path() + u"/layout"_s;
        writeFiles(folder, ociLayout({{.layers = {seededTar(1, 30'000), seededTar(2, 30'000)}}}));
        ProgressMeter silent;
        const auto image = need(openImage(folder, {}, *m_store, silent, {}));
        std::stop_source stop;
        ProgressMeter stopping([&stop](const Progress &) { stop.request_stop(); });
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)verifyImage(*image, *m_store, stopping, stop.get_token()));
        for (const ImageLayer &layer : image->layers)
            QCOMPARE(layer.check->state(), Verification::Pending);
        VERIFY_RESULT(verifyImage(*image, *m_store, silent, {}));
        QCOMPARE(image->verification(), Verification::Verified);
    }

    void stopsWhenAsked()
    {
        const StoredImage image = import();
        std::stop_source stop;
        stop.request_stop();
        ProgressMeter silent;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)verifyImage(image, *m_store, silent, stop.get_token()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestVerifyImage)
#include "tst_verify_image.moc"
