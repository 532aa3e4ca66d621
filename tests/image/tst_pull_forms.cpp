// SPDX-License-Identifier: Apache-2.0
#include "image/remote_image.h"
#include "support/compress.h"
#include "support/config_home.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/pulling.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"
#include "support/tree_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage image(const QString &architecture = u"amd64"_s)
{
    return {.layers = {TarBuilder()
                           .dir("etc/")
                           .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n")
                           .add({.path = "bin/su", .content = noise(20'000), .mode = 04755})
                           .symlink("sbin", "bin")
                           .finish(),
                       TarBuilder().file("etc/.wh.passwd").hardlink("bin/sudo", "bin/su").device("dev/null", '3', 1, 3).finish(),
                       TarBuilder().file("etc/of", architecture.toStdString()).fifo("pipe").finish()},
            .architecture = architecture};
}

OpenOptions forPlatform(const QString &platform, const QString &expectArchitecture = {})
{
    return {.platform = need(Platform::parse(platform)), .expectArchitecture = expectArchitecture};
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

/// Images as they are found in registries: what comes out of a pull is what is seen of the same image on the disk.
class TestPullForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void bySkopeo_data();
    void bySkopeo();
    void layersOfEveryKind_data();
    void layersOfEveryKind();
    void platforms_data();
    void platforms();
    void indexesInIndexes();
    void byDigest();
    void whatIsNoImage();
    void artifactsBesideAnImage_data();
    void artifactsBesideAnImage();
    void foreignLayers();
    void severalPlatformsSideBySide();

private:
    QStringList wanted(const TestImage &image) const;
    QJsonObject putLayer(const std::string &bytes, const QString &mediaType) const;
    /// A manifest of these layers, and its config.
    QJsonObject putImage(const TestImage &image, const QJsonArray &layers, const QStringList &tags) const;

    const ConfigHome m_home;
    RegistryServer m_registry;
};

QStringList TestPullForms::wanted(const TestImage &image) const
{
    const TestFolder folder;
    writeFiles(folder.path(), ociLayout({image}));
    return contentsOfLocal(u"oci:"_s + folder.path(), forPlatform(u"linux/"_s + image.architecture));
}

void TestPullForms::initTestCase()
{
    LayoutMaker maker;
    QJsonArray manifests;
    for (const QString &architecture : {u"amd64"_s, u"arm64"_s})
        manifests << forPlatform(maker.image(image(architecture)), u"linux/"_s + architecture);
    manifests << asAttestation(maker.blob(R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)"
                                          R"("config":{"mediaType":"application/vnd.oci.image.config.v1+json",)"
                                          R"("digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",)"
                                          R"("size":2},"layers":[]})",
                                          u"application/vnd.oci.image.manifest.v1+json"_s));
    maker.blob("{}", u"application/vnd.oci.image.config.v1+json"_s);
    maker.entry(maker.index(manifests));
    const TestFolder folder;
    writeFiles(folder.path(), maker.files());
    m_registry.push(u"oci:"_s + folder.path(), u"multi:1"_s, {u"--all"_s});
}

void TestPullForms::bySkopeo_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("OCI") << QStringList{u"--format"_s, u"oci"_s};
    QTest::newRow("OCI, zstd") << QStringList{u"--format"_s, u"oci"_s, u"--dest-compress-format"_s, u"zstd"_s};
    QTest::newRow("Docker schema 2") << QStringList{u"--format"_s, u"v2s2"_s};
    QTest::newRow("Docker schema 1") << QStringList{u"--format"_s, u"v2s1"_s};
}

void TestPullForms::bySkopeo()
{
    QFETCH(QStringList, options);
    m_registry.push(image(), u"app:1"_s, options);
    Pulling pulling(m_registry.port());
    const auto report = pulling.pull(u"app:1"_s);
    VERIFY_RESULT(report);
    QCOMPARE(report->image.layers.size(), 3U);
    QCOMPARE(report->image.platform.toString(), u"linux/amd64"_s);
    QCOMPARE(report->image.reference, pulling.reference(u"app:1"_s));
    QCOMPARE(report->warnings, QStringList());
    const bool hasHistory = !options.contains(u"v2s1"_s); // there each layer has one of its own
    const auto tree = [hasHistory](QStringList lines) {
        for (QString &line : lines)
            line = hasHistory || !line.startsWith(u"sha256:"_s) ? line : line.section(u' ', 0, 0);
        return lines;
    };
    QCOMPARE(tree(pulling.contents(u"app:1"_s)), tree(wanted(image())));
    VERIFY_RESULT(checkStore(pulling.store()));
    QCOMPARE(unfinishedFiles(pulling.store()), QStringList());
}

QJsonObject TestPullForms::putLayer(const std::string &bytes, const QString &mediaType) const
{
    return m_registry.putBlob(u"raw"_s, QByteArray::fromStdString(bytes), mediaType);
}

QJsonObject TestPullForms::putImage(const TestImage &image, const QJsonArray &layers, const QStringList &tags) const
{
    const QString type = u"application/vnd.oci.image.manifest.v1+json"_s;
    const QJsonObject config = m_registry.putBlob(u"raw"_s, image.configBytes(), u"application/vnd.oci.image.config.v1+json"_s);
    return m_registry.putManifest(
        u"raw"_s, json({{u"schemaVersion"_s, 2}, {u"mediaType"_s, type}, {u"config"_s, config}, {u"layers"_s, layers}}), tags);
}

void TestPullForms::layersOfEveryKind_data()
{
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<QString>("mediaType");
    const QString oci = u"application/vnd.oci.image.layer.v1.tar"_s;
    QTest::newRow("plain") << Compression::None << oci;
    QTest::newRow("gzip") << Compression::Gzip << oci + u"+gzip"_s;
    QTest::newRow("zstd") << Compression::Zstd << oci + u"+zstd"_s;
    QTest::newRow("of another compression than it says") << Compression::Gzip << oci;
    QTest::newRow("Docker's, plain") << Compression::None << u"application/vnd.docker.image.rootfs.diff.tar"_s;
    QTest::newRow("not to be distributed") << Compression::Gzip
                                           << u"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"_s;
}

void TestPullForms::layersOfEveryKind()
{
    QFETCH(Compression, compression);
    QFETCH(QString, mediaType);
    QJsonArray layers;
    for (const std::string &tar : image().layers)
        layers << putLayer(compressed(tar, compression), mediaType);
    putImage(image(), layers, {u"kind"_s});
    Pulling pulling(m_registry.port());
    VERIFY_RESULT(pulling.pull(u"raw:kind"_s));
    QCOMPARE(pulling.contents(u"raw:kind"_s), wanted(image()));
    VERIFY_RESULT(checkStore(pulling.store()));
}

void TestPullForms::platforms_data()
{
    QTest::addColumn<QString>("platform");
    QTest::addColumn<QString>("expected");
    QTest::newRow("this") << u"linux/amd64"_s << u"amd64"_s;
    QTest::newRow("another") << u"linux/arm64"_s << u"arm64"_s;
    QTest::newRow("its usual variant") << u"linux/arm64/v8"_s << u"arm64"_s;
    QTest::newRow("none") << u"linux/s390x"_s << QString();
    QTest::newRow("no other system") << u"windows/amd64"_s << QString();
}

void TestPullForms::platforms()
{
    QFETCH(QString, platform);
    QFETCH(QString, expected);
    Pulling pulling(m_registry.port());
    const auto report = pulling.pull(u"multi:1"_s, {.open = forPlatform(platform)});
    if (expected.isEmpty()) {
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::WrongPlatform);
        const QString message = report.error().message();
        QVERIFY2(message.contains(u"linux/amd64"_s) && message.contains(u"linux/arm64"_s) && !message.contains(u"unknown"_s),
                 qPrintable(message));
        return;
    }
    VERIFY_RESULT(report);
    QCOMPARE(report->image.platform.architecture, expected);
    QCOMPARE(pulling.contents(u"multi:1"_s, forPlatform(platform)), wanted(image(expected)));
    // An architecture that was expected and is not there is an error of its own, with both names.
    const auto other = pulling.pull(u"multi:1"_s, {.open = forPlatform(platform, u"riscv64"_s)});
    QVERIFY(!other && other.error().kind == ErrorKind::WrongPlatform);
    QVERIFY2(other.error().message().contains(expected) && other.error().message().contains(u"riscv64"_s),
             qPrintable(other.error().message()));
}

void TestPullForms::indexesInIndexes()
{
    const QString type = u"application/vnd.oci.image.index.v1+json"_s;
    const auto indexOf = [&](const QJsonArray &entries, const QStringList &tags) {
        return m_registry.putManifest(u"raw"_s, json({{u"schemaVersion"_s, 2}, {u"mediaType"_s, type}, {u"manifests"_s, entries}}),
                                      tags);
    };
    QJsonArray manifests;
    for (const QString &architecture : {u"arm64"_s, u"amd64"_s}) {
        QJsonArray layers;
        for (const std::string &tar : image(architecture).layers)
            layers << putLayer(compressed(tar, Compression::Gzip), u"application/vnd.oci.image.layer.v1.tar+gzip"_s);
        manifests << forPlatform(putImage(image(architecture), layers, {}), u"linux/"_s + architecture);
    }
    const QJsonObject inner = indexOf({manifests[1]}, {});
    indexOf({manifests[0], inner}, {u"nested"_s});
    Pulling pulling(m_registry.port());
    const OpenOptions open = forPlatform(u"linux/amd64"_s);
    VERIFY_RESULT(pulling.pull(u"raw:nested"_s, {.open = open}));
    QCOMPARE(pulling.contents(u"raw:nested"_s), wanted(image()));

    // One that holds nothing but itself cannot be made; many are still refused.
    QJsonObject chain = inner;
    for (int i = 0; i < 150; ++i)
        chain = indexOf({chain}, {u"deep"_s});
    const auto deep = pulling.pull(u"raw:deep"_s, {.open = open});
    QVERIFY(!deep);
    QCOMPARE(deep.error().kind, ErrorKind::TooLarge);
}

void TestPullForms::byDigest()
{
    m_registry.push(image(), u"app:2"_s);
    Pulling pulling(m_registry.port());
    const Digest digest = need(pulling.pull(u"app:2"_s)).image.manifest;
    const QString name = u"app@"_s + digest.toString();
    const auto report = pulling.pull(name);
    VERIFY_RESULT(report);
    QCOMPARE(report->image.manifest, digest);
    QCOMPARE(report->reusedBytes, report->bytes);
    // A tag beside it is not asked for.
    VERIFY_RESULT(pulling.pull(u"app:none@"_s + digest.toString()));
    const auto unknown = pulling.pull(u"app@sha256:"_s + u"0"_s.repeated(64));
    QVERIFY(!unknown && unknown.error().kind == ErrorKind::NotFound);
    pulling.proxy().add({.path = "/manifests/", .wrongByteAt = 20});
    Pulling other(pulling.proxy().port());
    const auto wrong = other.pull(name);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().kind, ErrorKind::Mismatch);
}

void TestPullForms::whatIsNoImage()
{
    const QString type = u"application/vnd.oci.image.manifest.v1+json"_s;
    const QJsonObject config = m_registry.putBlob(u"raw"_s, "{}", u"application/vnd.cncf.helm.config.v1+json"_s);
    const QJsonObject chart = putLayer("a chart", u"application/vnd.cncf.helm.chart.content.v1.tar+gzip"_s);
    m_registry.putManifest(
        u"raw"_s, json({{u"schemaVersion"_s, 2}, {u"mediaType"_s, type}, {u"config"_s, config}, {u"layers"_s, QJsonArray{chart}}}),
        {u"chart"_s});
    Pulling pulling(m_registry.port());
    const auto report = pulling.pull(u"raw:chart"_s);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Unsupported);
    QVERIFY2(report.error().message().contains(u"helm"_s), qPrintable(report.error().message()));
    QCOMPARE(pulling.proxy().bytesSent("/blobs/" + digestOf(chart).toUtf8()), 0);
}

void TestPullForms::artifactsBesideAnImage_data()
{
    QTest::addColumn<int>("artifacts");
    QTest::addColumn<bool>("hasImage");
    QTest::newRow("one before the image") << 1 << true;
    QTest::newRow("several before the image") << 3 << true;
    QTest::newRow("an artifact alone") << 1 << false;
}

/// Artifacts of the same platform that only their manifests tell from images, like the indexes that SOCI adds to an image.
void TestPullForms::artifactsBesideAnImage()
{
    QFETCH(int, artifacts);
    QFETCH(bool, hasImage);
    const QString type = u"application/vnd.oci.image.manifest.v1+json"_s;
    const QJsonObject config = m_registry.putBlob(u"raw"_s, "{}", u"application/vnd.amazon.soci.index.v1+json"_s);
    QJsonArray entries;
    for (int i = 0; i < artifacts; ++i) {
        const QJsonObject content = putLayer("index " + std::to_string(i), u"application/octet-stream"_s);
        const QJsonObject manifest{
            {u"schemaVersion"_s, 2}, {u"mediaType"_s, type}, {u"config"_s, config}, {u"layers"_s, QJsonArray{content}}};
        entries << forPlatform(m_registry.putManifest(u"raw"_s, json(manifest)), u"linux/amd64"_s);
    }
    QJsonObject imageEntry;
    if (hasImage) {
        QJsonArray layers;
        for (const std::string &tar : image().layers)
            layers << putLayer(compressed(tar, Compression::Gzip), u"application/vnd.oci.image.layer.v1.tar+gzip"_s);
        imageEntry = forPlatform(putImage(image(), layers, {}), u"linux/amd64"_s);
        entries << imageEntry;
    }
    m_registry.putManifest(
        u"raw"_s,
        json({{u"schemaVersion"_s, 2}, {u"mediaType"_s, u"application/vnd.oci.image.index.v1+json"_s}, {u"manifests"_s, entries}}),
        {u"beside"_s});

    Pulling pulling(m_registry.port());
    const Registries registries = need(Registries::load(pulling.options()));
    const Reference reference = need(Reference::parse(pulling.reference(u"raw:beside"_s)));
    RemoteRepository repository = need(RemoteRepository::open(registries, reference));
    const auto platforms = remotePlatforms(repository, reference, {});
    VERIFY_RESULT(platforms);
    const auto report = pulling.pull(u"raw:beside"_s, {.open = forPlatform(u"linux/amd64"_s)});
    if (!hasImage) {
        QVERIFY(platforms->empty());
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Unsupported);
        QVERIFY2(report.error().message().contains(u"soci"_s), qPrintable(report.error().message()));
        return;
    }
    QCOMPARE(platforms->size(), 1U);
    QCOMPARE(platforms->front().platform.toString(), u"linux/amd64"_s);
    QCOMPARE(platforms->front().digest.toString(), digestOf(imageEntry));
    VERIFY_RESULT(report);
    QCOMPARE(report->image.manifest.toString(), digestOf(imageEntry));
    QCOMPARE(pulling.contents(u"raw:beside"_s), wanted(image()));
}

/// A layer that the registry does not have: its own addresses do.
void TestPullForms::foreignLayers()
{
    const QByteArray layer = QByteArray::fromStdString(compressed(image().layers[0], Compression::Gzip));
    const TestAuthority authority;
    const HttpServer elsewhere(
        [&layer](HttpServer::Exchange &exchange) {
            if (exchange.request().path() == "/layer")
                exchange.answer({200, {}, layer});
            else
                exchange.answerError(404, "NOT_FOUND");
        },
        authority.configuration());
    QJsonArray layers;
    for (const std::string &tar : image().layers)
        layers << putLayer(compressed(tar, Compression::Gzip), u"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"_s);
    QJsonObject foreign = layers[0].toObject();
    foreign.insert(u"urls"_s,
                   QJsonArray{u"https://%1/gone"_s.arg(elsewhere.address()), u"https://%1/layer"_s.arg(elsewhere.address())});
    layers[0] = foreign;
    m_registry.removeBlob(digestOf(foreign));
    putImage(image(), layers, {u"foreign"_s});
    Pulling pulling(m_registry.port(), {.certDir = authority.certDir()});
    VERIFY_RESULT(pulling.pull(u"raw:foreign"_s));
    QCOMPARE(pulling.contents(u"raw:foreign"_s), wanted(image()));
    VERIFY_RESULT(checkStore(pulling.store()));
}

void TestPullForms::severalPlatformsSideBySide()
{
    Pulling pulling(m_registry.port());
    for (const QString &architecture : {u"amd64"_s, u"arm64"_s})
        VERIFY_RESULT(pulling.pull(u"multi:1"_s, {.open = forPlatform(u"linux/"_s + architecture)}));
    QCOMPARE(need(pulling.store().images().all()).size(), 2U);
    VERIFY_RESULT(checkStore(pulling.store()));
}

STRATOSCOPE_GUILESS_TEST(TestPullForms)
#include "tst_pull_forms.moc"
