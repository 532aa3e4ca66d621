// SPDX-License-Identifier: Apache-2.0
#include "image/reverify.h"

#include "base/cancel.h"
#include "image/import_image.h"
#include "image/open_image.h"
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

using Part = Reverification::Part;

/// Changes the byte in the middle of a file of the store, which are read-only.
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

class TestReverify : public QObject
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
    Reverification reverify(const StoredImage &image)
    {
        ProgressMeter silent;
        return need(reverifyImage(image, *m_store, silent, {}));
    }
    QString layerFile(const Digest &digest, const QString &suffix) const
    {
        return m_store->layersDirectory() + u'/' + digest.hex() + suffix;
    }

    std::unique_ptr<TestFolder> m_dir;
    std::unique_ptr<Store> m_store;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<TestFolder>();
        m_store = std::make_unique<Store>(need(Store::open(m_dir->path() + u"/store"_s)));
    }

    void aWholeImageIsWhole()
    {
        const StoredImage image = import();
        std::vector<Progress> told;
        ProgressMeter progress([&told](const Progress &one) { told.push_back(one); });
        const Reverification found = need(reverifyImage(image, *m_store, progress, {}));
        QVERIFY(found.damages.empty());
        QVERIFY(!found.needsSource());
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
        const QString path = what == u"manifest"_s ? m_store->blobPath(image.manifest)
            : what == u"config"_s                  ? m_store->blobPath(image.config)
            : what == u"blob"_s                    ? m_store->blobPath(layer)
                                                   : layerFile(layer, what);
        if (isRemoved)
            QVERIFY(QFile::remove(path));
        else
            damage(path);

        const Reverification found = reverify(image);
        QCOMPARE(found.damages.size(), std::size_t(1));
        QCOMPARE(int(found.damages.front().part), part);
        QCOMPARE(found.needsSource(), part != int(Part::Files));
        const QString message = found.damages.front().error.message();
        QVERIFY2(message.startsWith(image.reference), qPrintable(message));
        QCOMPARE(message.contains(u"layer 1"_s), part != int(Part::Document));

        ProgressMeter silent;
        VERIFY_RESULT(mendImage(found, *m_store, silent, {}));
        if (part == int(Part::Files)) {
            QVERIFY(reverify(image).damages.empty());
            VERIFY_RESULT(checkStore(*m_store));
        } else {
            // What is left of it is sound: importing again completes it.
            QVERIFY(!QFile::exists(path));
            import();
            QVERIFY(reverify(image).damages.empty());
        }
    }

    void stopsWhenAsked()
    {
        const StoredImage image = import();
        std::stop_source stop;
        stop.request_stop();
        ProgressMeter silent;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)reverifyImage(image, *m_store, silent, stop.get_token()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestReverify)
#include "tst_reverify.moc"
