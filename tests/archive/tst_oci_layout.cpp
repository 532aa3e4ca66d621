// SPDX-License-Identifier: Apache-2.0
#include "support/archive_opener.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kForeign = u"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"_s;

/// A manifest of one layer that is only a descriptor.
QJsonArray oneLayer(const QString &mediaType, qint64 size = 5, const QString &url = {})
{
    QJsonObject layer{{u"mediaType"_s, mediaType}, {u"digest"_s, u"sha256:"_s + QString(64, u'1')}, {u"size"_s, size}};
    if (!url.isEmpty())
        layer.insert(u"urls"_s, QJsonArray{url});
    return {layer};
}

} // namespace

/// What an image of a layout is made of, and that all of it is held against its digests.
class TestOciLayout : public QObject
{
    Q_OBJECT

private:
    Result<ResolvedImage> resolve(const LayoutMaker &layout, const QString &name = {}, const QString &platform = {})
    {
        return m_opener.resolveFolder(layout.files(), name, platform);
    }
    QString errorOf(const Result<ResolvedImage> &image) const { return m_opener.errorOf(image); }

    ArchiveOpener m_opener;

private Q_SLOTS:
    void documentsOfNoTypeAreToldByTheirShape()
    {
        LayoutMaker layout;
        auto manifest = forPlatform(layout.image(imageFor(hostArchitecture()), {{u"mediaType"_s, QJsonValue()}}),
                                    u"linux/"_s + hostArchitecture());
        manifest.remove("mediaType"_L1);
        auto index = layout.index({manifest});
        index.remove("mediaType"_L1);
        layout.entry(index);
        VERIFY_RESULT(resolve(layout));
    }

    void aPlatformThatIsMissingIsNoHarmToOthers()
    {
        LayoutMaker layout;
        const auto here = forPlatform(layout.image(imageFor(hostArchitecture())), u"linux/"_s + hostArchitecture());
        const auto gone = forPlatform(layout.image(imageFor(otherArchitecture())), u"linux/"_s + otherArchitecture());
        layout.remove(gone);
        layout.entry(layout.index({gone, here}));
        VERIFY_RESULT(resolve(layout));
        const auto missing = resolve(layout, {}, u"linux/"_s + otherArchitecture());
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::WrongPlatform);
        QCOMPARE(errorOf(missing),
                 u"ARCHIVE: no image for linux/%1; available: linux/%2"_s.arg(otherArchitecture(), hostArchitecture()));
        layout.remove(here);
        const auto none = resolve(layout);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
        QCOMPARE(errorOf(none), u"ARCHIVE/blobs/sha256/%1: is missing"_s.arg(digestOf(here).mid(7)));
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QJsonObject &changes, const QString &message) {
            QTest::addRow("%s", name) << changes << message;
        };
        const QString ones = u"ARCHIVE/blobs/sha256/"_s + QString(64, u'1');
        const auto config = [](const QJsonValue &mediaType, const QString &digit) {
            return QJsonObject{
                {u"config"_s,
                 QJsonObject{{u"mediaType"_s, mediaType}, {u"digest"_s, u"sha256:"_s + QString(64, digit[0])}, {u"size"_s, 2}}}};
        };
        row("missing layer", {{u"layers"_s, oneLayer(u"application/vnd.oci.image.layer.v1.tar"_s)}}, ones + u": is missing"_s);
        row("foreign layer", {{u"layers"_s, oneLayer(kForeign, 5, u"https://example.test/layer"_s)}},
            ones + u": is a foreign layer, whose data is not in the archive but at \"https://example.test/layer\""_s);
        row("foreign layer of nowhere", {{u"layers"_s, oneLayer(kForeign)}},
            ones + u": is a foreign layer, whose data is not in the archive but at an unknown address"_s);
        row("no layers", {{u"layers"_s, QJsonArray()}},
            u"ARCHIVE/blobs/sha256/MANIFEST: lists 0 layers, but the image's config has 1 diff-ids"_s);
        row("missing config", config(u"application/vnd.oci.image.config.v1+json"_s, u"1"_s), ones + u": is missing"_s);
        row("an artifact", config(u"application/vnd.cncf.helm.config.v1+json"_s, u"1"_s),
            u"ARCHIVE/blobs/sha256/MANIFEST: is an artifact of type \"application/vnd.cncf.helm.config.v1+json\", not a container image, and has no file system"_s);
        row("schema 1", {{u"mediaType"_s, u"application/vnd.docker.distribution.manifest.v1+json"_s}},
            u"ARCHIVE/blobs/sha256/MANIFEST: is a Docker manifest of schema 1"_s);
        row("manifest and index at once", {{u"manifests"_s, QJsonArray()}},
            u"ARCHIVE/blobs/sha256/MANIFEST: is an image manifest and an image index at once"_s);
        row("a size of 8 EB", {{u"layers"_s, oneLayer(u"x"_s, std::numeric_limits<qint64>::max())}}, ones + u": is missing"_s);
    }

    void refusesWhatIsWrong()
    {
        QFETCH(QJsonObject, changes);
        QFETCH(QString, message);
        LayoutMaker layout;
        const auto manifest = layout.image(imageFor(hostArchitecture()), changes);
        layout.entry(manifest);
        const auto image = resolve(layout);
        QVERIFY(!image);
        const QString found = errorOf(image).replace(digestOf(manifest).mid(7), u"MANIFEST"_s);
        QVERIFY2(found.startsWith(message), qPrintable(found));
    }

    void everyDocumentIsVerified_data()
    {
        QTest::addColumn<QString>("which");
        for (const char *which : {"manifest", "config", "index"})
            QTest::addRow("%s", which) << QString::fromLatin1(which);
    }

    void everyDocumentIsVerified()
    {
        QFETCH(QString, which);
        LayoutMaker layout;
        const TestImage image = imageFor(hostArchitecture());
        const auto manifest = layout.image(image);
        const auto config = layout.blob(image.configBytes().toStdString(), {});
        const auto index = layout.index({forPlatform(manifest, u"linux/"_s + hostArchitecture())});
        layout.entry(index);
        const QJsonObject &damaged = which == "manifest"_L1 ? manifest : which == "config"_L1 ? config : index;
        std::string &bytes = layout.bytesOf(damaged);
        const QString subject = u"ARCHIVE/blobs/sha256/%1: "_s.arg(digestOf(damaged).mid(7));
        bytes.back() = '\n';
        QCOMPARE(errorOf(resolve(layout)),
                 subject + u"its digest should be %1, but is %2"_s.arg(digestOf(damaged), Digest::of(asBytes(bytes)).toString()));
        bytes += ' ';
        QCOMPARE(errorOf(resolve(layout)), subject + u"has %1 bytes, but should have %2"_s.arg(bytes.size()).arg(bytes.size() - 1));
        QCOMPARE(resolve(layout).error().kind, ErrorKind::Mismatch);
    }

    void aLayerOfAnotherSizeIsRefused()
    {
        LayoutMaker layout;
        const TestImage image = imageFor(hostArchitecture());
        layout.entry(layout.image(image));
        const auto layer = layout.blob(image.layers.front(), {});
        layout.bytesOf(layer) += "more";
        QCOMPARE(errorOf(resolve(layout)),
                 u"ARCHIVE/blobs/sha256/%1: has %2 bytes, but should have %3"_s.arg(digestOf(layer).mid(7))
                     .arg(image.layers.front().size() + 4)
                     .arg(image.layers.front().size()));
    }

    void indexesNestedThroughEachOtherEnd()
    {
        LayoutMaker layout;
        QJsonObject index = layout.index({});
        for (int depth = 0; depth < 300; ++depth)
            index = layout.index({index, index, index, index});
        layout.entry(index);
        const auto image = resolve(layout);
        QVERIFY(!image);
        QCOMPARE(image.error().kind, ErrorKind::TooLarge);
    }
};

STRATOSCOPE_APPLESS_TEST(TestOciLayout)
#include "tst_oci_layout.moc"
