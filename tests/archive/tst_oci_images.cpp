// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.h"
#include "support/archive_opener.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestOciImages : public QObject
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
    void aWholeImage()
    {
        LayoutMaker layout;
        TestImage image = imageFor(hostArchitecture());
        image.layers.push_back(TarBuilder().file("b").finish());
        image.compression = Compression::Zstd;
        image.mediaType = u"application/vnd.docker.image.rootfs.diff.tar.gzip"_s; // wrong; the bytes decide
        const QJsonObject manifest = layout.image(image);
        layout.entry(named(manifest, u"v1"_s));
        const auto resolved = resolve(layout);
        VERIFY_RESULT(resolved);
        QCOMPARE(resolved->names, QStringList{u"v1"_s});
        QCOMPARE(resolved->mediaType, u"application/vnd.oci.image.manifest.v1+json"_s);
        QCOMPARE(resolved->digest.value().toString(), digestOf(manifest));
        QCOMPARE(resolved->manifestBytes.toStdString(), layout.bytesOf(manifest));
        QCOMPARE(resolved->config.bytes, image.configBytes());
        QCOMPARE(resolved->layers.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            const ResolvedLayer &layer = resolved->layers[i];
            QCOMPARE(layer.diffId, DiffId::of(asBytes(image.layers[i])));
            QCOMPARE(layer.mediaType, image.mediaType);
            QCOMPARE(layer.digest, Digest::of(asBytes(need(readAll(layer.blob, 1 << 20)).toStdString())));
        }
    }

    void choosesByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content");
        QTest::addRow("tag") << u"v1"_s << u"one"_s;
        QTest::addRow("another tag of it") << u"stable"_s << u"one"_s;
        QTest::addRow("full name") << u"example.test/app:v2"_s << u"two"_s;
        QTest::addRow("tag of a full name") << u"v2"_s << u"two"_s;
        QTest::addRow("nothing that is there")
            << u"v3"_s
            << u"ARCHIVE: contains no image \"v3\"; it contains v1, stable (linux/amd64), example.test/app:v2 (linux/amd64)"_s;
        QTest::addRow("none")
            << QString()
            << u"ARCHIVE: contains several images; choose one: v1, stable (linux/amd64), example.test/app:v2 (linux/amd64)"_s;
    }

    void choosesByName()
    {
        QFETCH(QString, name);
        QFETCH(QString, content);
        LayoutMaker layout;
        const auto one = forPlatform(layout.image(imageFor(u"amd64"_s, "one")), u"linux/amd64"_s);
        const auto two = forPlatform(layout.image(imageFor(u"amd64"_s, "two")), u"linux/amd64"_s);
        layout.entry(named(one, u"v1"_s)).entry(named(one, u"stable"_s)).entry(named(two, u"example.test/app:v2"_s));
        const auto image = resolve(layout, name, u"linux/amd64"_s);
        if (!image) {
            QCOMPARE(errorOf(image), content);
            return;
        }
        QVERIFY(need(readAll(image->layers.front().blob, 1 << 20)).contains(content.toUtf8() + "amd64"));
        QCOMPARE(image->names, content == "one"_L1 ? QStringList({u"v1"_s, u"stable"_s}) : QStringList{u"example.test/app:v2"_s});
    }

    void choosesByDigest()
    {
        LayoutMaker layout;
        const auto one = layout.image(imageFor(u"amd64"_s, "one"));
        const auto two = layout.image(imageFor(otherArchitecture(), "two"));
        const auto index = layout.index({forPlatform(one, u"linux/amd64"_s), forPlatform(two, u"linux/"_s + otherArchitecture())});
        layout.entry(named(index, u"v1"_s)).entry(named(one, u"v2"_s));
        for (const QString &name : {digestOf(two), digestOf(two).mid(7), digestOf(two).mid(7, 12)}) {
            const auto image = resolve(layout, name);
            VERIFY_RESULT(image);
            QCOMPARE(image->digest.value().toString(), digestOf(two));
            QCOMPARE(image->names, QStringList{u"v1"_s});
        }
        QCOMPARE(need(resolve(layout, digestOf(one))).names, QStringList({u"v1"_s, u"v2"_s}));
        QCOMPARE(resolve(layout, u"sha256:"_s + QString(64, u'0')).error().kind, ErrorKind::NotFound);
    }

    void oneImageOfSeveralTagsIsOne()
    {
        LayoutMaker layout;
        const auto one = layout.image(imageFor(hostArchitecture()));
        layout.entry(named(one, u"v1"_s)).entry(named(one, u"v1.0"_s)).entry(one);
        QCOMPARE(need(m_opener.openFolder(layout.files()))->images().size(), std::size_t(1));
        QCOMPARE(need(resolve(layout)).names, QStringList({u"v1"_s, u"v1.0"_s}));
    }

    void choosesByPlatform_data()
    {
        QTest::addColumn<QString>("platform");
        QTest::addColumn<QString>("found");
        QTest::addRow("this machine's") << QString() << hostArchitecture();
        QTest::addRow("another") << u"linux/"_s + otherArchitecture() << otherArchitecture();
        QTest::addRow("with a variant") << u"linux/arm/v7"_s << u"arm"_s;
        QTest::addRow("missing") << u"linux/mips64le"_s
                                 << u"ARCHIVE: no image for linux/mips64le; available: linux/%1, linux/%2, linux/arm/v6"_s.arg(
                                        otherArchitecture(), hostArchitecture());
        QTest::addRow("unknown") << u"unknown/unknown"_s << u"ARCHIVE: no image for unknown/unknown; available: "_s;
    }

    void choosesByPlatform()
    {
        QFETCH(QString, platform);
        QFETCH(QString, found);
        QJsonArray manifests;
        LayoutMaker layout;
        const auto add = [&](const QString &architecture, const QString &variant = {}) {
            manifests << forPlatform(layout.image(imageFor(architecture)), u"linux/"_s + architecture + variant);
        };
        manifests << asAttestation(layout.image(imageFor(u"unknown"_s)));
        add(otherArchitecture());
        add(hostArchitecture());
        add(u"arm"_s, u"/v6"_s);
        manifests << asAttestation(layout.image(imageFor(u"unknown"_s, "more")));
        // Nested, flat in index.json without names, and with one name on all.
        LayoutMaker nested = layout;
        const auto inner = nested.index(manifests);
        nested.entry(named(nested.index({inner}), u"v1"_s));
        LayoutMaker docker = layout;
        docker.entry(docker.index(manifests, u"application/vnd.docker.distribution.manifest.list.v2+json"_s));
        LayoutMaker flat = layout;
        LayoutMaker flatNamed = layout;
        for (const QJsonValue manifest : std::as_const(manifests)) {
            flat.entry(manifest.toObject());
            const bool isAside = manifest.toObject().contains("annotations"_L1);
            flatNamed.entry(isAside ? manifest.toObject() : named(manifest.toObject(), u"v1"_s));
        }
        for (const LayoutMaker &form : {nested, docker, flat, flatNamed}) {
            const auto image = resolve(form, {}, platform);
            if (image)
                QCOMPARE(image->config.platform.architecture, found);
            else
                QVERIFY2(errorOf(image).startsWith(found), qPrintable(errorOf(image)));
            if (!image)
                QCOMPARE(image.error().kind, ErrorKind::WrongPlatform);
        }
        const auto byName = resolve(flatNamed, u"v1"_s, platform);
        QCOMPARE(byName ? byName->config.platform.architecture : errorOf(byName).first(6), byName ? found : found.first(6));
    }

    void aSoleImageIsTakenWhateverItIsFor()
    {
        LayoutMaker layout;
        layout.entry(asAttestation(layout.image(imageFor(u"unknown"_s))));
        layout.entry(forPlatform(layout.image(imageFor(otherArchitecture())), u"linux/"_s + otherArchitecture()));
        QCOMPARE(need(resolve(layout)).config.platform.architecture, otherArchitecture());
        const auto asked = resolve(layout, {}, u"linux/mips64le"_s);
        QVERIFY(!asked);
        QCOMPARE(errorOf(asked), u"ARCHIVE: no image for linux/mips64le; available: linux/"_s + otherArchitecture());
    }

    void aPlatformIsHeldAgainstTheConfigAsWell()
    {
        LayoutMaker layout;
        layout.entry(layout.image(imageFor(u"arm64"_s))); // no platform in the index
        VERIFY_RESULT(resolve(layout, {}, u"linux/arm64"_s));
        const auto other = resolve(layout, {}, u"linux/amd64"_s);
        QVERIFY(!other);
        QCOMPARE(other.error().kind, ErrorKind::WrongPlatform);
        QCOMPARE(errorOf(other), u"ARCHIVE: no image for linux/amd64; available: linux/arm64"_s);
    }

    void attestationsAreNotListed()
    {
        LayoutMaker layout;
        const auto image = layout.image(imageFor(hostArchitecture()));
        const auto index = layout.index(
            {forPlatform(image, u"linux/"_s + hostArchitecture()), asAttestation(layout.image(imageFor(u"unknown"_s)))});
        layout.entry(named(index, u"v1"_s)).entry(asAttestation(layout.image(imageFor(u"unknown"_s, "more"))));
        const auto archive = need(m_opener.openFolder(layout.files()));
        QCOMPARE(archive->images().size(), std::size_t(1));
        QCOMPARE(archive->images().front().toString(), u"v1 (linux/%1)"_s.arg(hostArchitecture()));
        VERIFY_RESULT(resolve(layout));
    }

    void signaturesBesideAnImageAreNotMeant()
    {
        LayoutMaker layout;
        layout.entry(layout.image(imageFor(hostArchitecture())));
        QJsonObject signature = layout.blob("{}", u"application/vnd.oci.image.manifest.v1+json"_s);
        signature.insert(u"artifactType"_s, u"application/vnd.cncf.notary.signature"_s);
        layout.entry(signature);
        VERIFY_RESULT(resolve(layout));
    }

    /// Windows base images have "rootfS"; Latin-1 is found in the names of authors.
    void documentsAreReadAsGoReadsThem()
    {
        LayoutMaker layout;
        const TestImage image = imageFor(hostArchitecture());
        const std::string bytes = image.configBytes()
                                      .replace("\"rootfs\"", "\"rootfS\"")
                                      .replace("{\"arch", "{\"author\":\"M\xFCller\",\"Arch")
                                      .toStdString();
        const QJsonObject config = layout.blob(bytes, u"application/vnd.oci.image.config.v1+json"_s);
        QJsonObject entry = layout.image(image, {{u"config"_s, config}});
        entry.insert(u"MediaType"_s, entry.take(u"mediaType"_s));
        entry.insert(u"Size"_s, entry.take(u"size"_s));
        layout.entry(entry);
        const auto resolved = resolve(layout);
        VERIFY_RESULT(resolved);
        QCOMPARE(resolved->config.author, u"M\uFFFDller"_s);
        QCOMPARE(resolved->config.platform.architecture, hostArchitecture());
        QCOMPARE(resolved->config.diffIds.size(), std::size_t(1));
        QCOMPARE(resolved->configDigest, Digest::of(asBytes(bytes)));
    }

    /// An archive often has but one platform of the index that it was made from.
    void thePlatformThatIsThereIsOpened()
    {
        LayoutMaker layout;
        const auto gone = forPlatform(layout.image(imageFor(hostArchitecture())), u"linux/"_s + hostArchitecture());
        const auto there = forPlatform(layout.image(imageFor(otherArchitecture())), u"linux/"_s + otherArchitecture());
        const auto attestation = asAttestation(layout.image(imageFor(u"unknown"_s)));
        const auto more = forPlatform(layout.image(imageFor(u"mips64le"_s)), u"linux/mips64le"_s);
        for (const auto &descriptor : {gone, attestation, more})
            layout.remove(descriptor);
        layout.entry(named(layout.index({gone, there, attestation, more}), u"latest"_s));
        for (const QString &name : {QString(), u"latest"_s})
            QCOMPARE(need(resolve(layout, name)).config.platform.architecture, otherArchitecture());
        QCOMPARE(errorOf(resolve(layout, {}, u"linux/"_s + hostArchitecture())),
                 u"ARCHIVE: no image for linux/%1; available: linux/%2"_s.arg(hostArchitecture(), otherArchitecture()));
        QCOMPARE(need(m_opener.openFolder(layout.files()))->images().front().toString(),
                 u"latest (linux/%1)"_s.arg(otherArchitecture()));

        layout.image(imageFor(u"mips64le"_s)); // several
        QCOMPARE(
            errorOf(resolve(layout)),
            u"ARCHIVE: no image for linux/%1; available: linux/%2, linux/mips64le"_s.arg(hostArchitecture(), otherArchitecture()));
        QCOMPARE(need(resolve(layout, {}, u"linux/mips64le"_s)).config.platform.architecture, u"mips64le"_s);
    }

    void anImageThatNeedsNothingSpecialIsBetter()
    {
        LayoutMaker layout;
        QJsonObject lazy = forPlatform(layout.image(imageFor(hostArchitecture(), "lazy")), u"linux/"_s + hostArchitecture());
        QJsonObject platform = lazy.value("platform"_L1).toObject();
        platform.insert(u"os.features"_s, QJsonArray{u"nydus.remoteimage.v1"_s});
        lazy.insert(u"platform"_s, platform);
        const auto plain = forPlatform(layout.image(imageFor(hostArchitecture())), u"linux/"_s + hostArchitecture());
        layout.entry(layout.index({lazy, plain}));
        QCOMPARE(need(resolve(layout)).digest->toString(), digestOf(plain));
    }

    /// As images in the eyes of the index, beside or inside an index of the image's.
    void signaturesAreToldByTheirLayers_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addRow("cosign signature") << u"application/vnd.dev.cosign.simplesigning.v1+json"_s;
        QTest::addRow("cosign attestation") << u"application/vnd.dsse.envelope.v1+json"_s;
        QTest::addRow("SPDX SBOM") << u"text/spdx+json"_s;
        QTest::addRow("CycloneDX SBOM") << u"application/vnd.cyclonedx+json"_s;
        QTest::addRow("attestation") << u"application/vnd.in-toto+json"_s;
    }

    void signaturesAreToldByTheirLayers()
    {
        QFETCH(QString, type);
        LayoutMaker layout;
        const auto image = layout.image(imageFor(hostArchitecture()));
        TestImage document = imageFor(hostArchitecture(), "document");
        document.mediaType = type;
        const auto signature = layout.image(document);
        LayoutMaker beside = layout;
        beside.entry(signature).entry(image);
        LayoutMaker sameName = layout;
        sameName.entry(named(signature, u"v1"_s)).entry(named(image, u"v1"_s));
        LayoutMaker inside = layout;
        const QString platform = u"linux/"_s + hostArchitecture();
        inside.entry(inside.index({forPlatform(signature, platform), forPlatform(image, platform)}));
        for (const LayoutMaker &form : {beside, sameName, inside}) {
            const auto resolved = resolve(form);
            VERIFY_RESULT(resolved);
            QCOMPARE(resolved->digest->toString(), digestOf(image));
        }
        QCOMPARE(need(resolve(sameName, u"v1"_s)).digest->toString(), digestOf(image));

        LayoutMaker alone = layout;
        alone.entry(named(signature, u"v1"_s));
        for (const LayoutMaker &form : {alone, beside}) {
            const auto refused = resolve(form, digestOf(signature));
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
            QVERIFY2(errorOf(refused).endsWith(u": is an artifact (%1), not a container image, and has no file system"_s.arg(
                         QString::fromLatin1(QTest::currentDataTag()))),
                     qPrintable(errorOf(refused)));
        }
    }

    void severalNamesInOneAnnotation()
    {
        LayoutMaker layout;
        layout.entry(named(layout.image(imageFor(hostArchitecture())), u"docker.io/foo/bar:1,docker.io/foo/baz:2"_s));
        for (const QString &name : {u"docker.io/foo/bar:1"_s, u"docker.io/foo/baz:2"_s, u"foo/baz:2"_s, u"2"_s})
            QCOMPARE(need(resolve(layout, name)).names, QStringList({u"docker.io/foo/bar:1"_s, u"docker.io/foo/baz:2"_s}));
        QCOMPARE(resolve(layout, u"foo/baz:1"_s).error().kind, ErrorKind::NotFound);
    }

    void anEmptyLayoutSaysSo()
    {
        const auto image = resolve(LayoutMaker());
        QVERIFY(!image);
        QCOMPARE(errorOf(image), u"ARCHIVE: contains no image"_s);
        QCOMPARE(image.error().kind, ErrorKind::NotFound);
        QCOMPARE(errorOf(resolve(LayoutMaker(), u"v1"_s)), u"ARCHIVE: contains no image"_s);
    }

    /// Work that grew with the square of the entries would not end here.
    void manyEntries()
    {
        LayoutMaker layout;
        const auto image = layout.image(imageFor(hostArchitecture()));
        for (int i = 0; i < 15'000; ++i) {
            QJsonObject other = image;
            other.insert(u"digest"_s, u"sha256:%1"_s.arg(i, 64, 16, QChar(u'0')));
            layout.entry(named(image, u"v%1"_s.arg(i))).entry(named(other, u"w%1"_s.arg(i)));
        }
        const auto found = resolve(layout, u"v14999"_s);
        VERIFY_RESULT(found);
        QCOMPARE(found->names.size(), 15'000);
        QCOMPARE(resolve(layout).error().kind, ErrorKind::Ambiguous);
    }
};

STRATOSCOPE_APPLESS_TEST(TestOciImages)
#include "tst_oci_images.moc"
