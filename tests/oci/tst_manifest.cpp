// SPDX-License-Identifier: Apache-2.0
#include "oci/manifest.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kManifestSubject = u"layout: sha256:12"_s;

QByteArray descriptor(const QByteArray &type, char digit, qint64 size)
{
    return R"({"mediaType":")"_ba + type + R"(","digest":"sha256:)"_ba + QByteArray(64, digit) + R"(","size":)"_ba
        + QByteArray::number(size) + '}';
}

const QByteArray kConfig = descriptor("application/vnd.oci.image.config.v1+json"_ba, 'c', 10);
const QByteArray kLayer = descriptor("application/vnd.oci.image.layer.v1.tar+gzip"_ba, '1', 100);
const QByteArray kInToto = descriptor("application/vnd.in-toto+json"_ba, '2', 100);

QByteArray manifest(const QByteArray &config, const QByteArray &layers, const QByteArray &more = {})
{
    return R"({"schemaVersion":2,)"_ba + more + R"("config":)"_ba + config + R"(,"layers":[)"_ba + layers + "]}"_ba;
}

} // namespace

class TestManifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void tellsKinds_data();
    void tellsKinds();
    void tellsArtifacts_data();
    void tellsArtifacts();
    void namesEncryptedLayers();
};

void TestManifest::parses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("mediaType");
    QTest::addColumn<int>("layers");
    QTest::newRow("OCI without a type") << manifest(kConfig, kLayer) << QString() << 1;
    QTest::newRow("OCI") << manifest(kConfig, kLayer + ',' + kLayer,
                                     R"("mediaType":"application/vnd.oci.image.manifest.v1+json",)"_ba)
                         << u"application/vnd.oci.image.manifest.v1+json"_s << 2;
    QTest::newRow("Docker") << manifest(kConfig, kLayer,
                                        R"("mediaType":"application/vnd.docker.distribution.manifest.v2+json",)"_ba)
                            << u"application/vnd.docker.distribution.manifest.v2+json"_s << 1;
    QTest::newRow("mixed") << manifest(kConfig,
                                       kLayer + ',' + descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip"_ba, '3', 1)
                                           + ',' + descriptor("application/x-future"_ba, '4', 1))
                           << QString() << 3;
    QTest::newRow("unknown type, known members")
        << manifest(kConfig, kLayer, R"("mediaType":"application/x-odd",)"_ba) << u"application/x-odd"_s << 1;
    QTest::newRow("no layers") << manifest(kConfig, {}) << QString() << 0;
    QTest::newRow("layers are null") << R"({"schemaVersion":2,"config":)"_ba + kConfig + R"(,"layers":null})"_ba << QString() << 0;
    QTest::newRow("no schema version") << R"({"config":)"_ba + kConfig + R"(,"layers":[]})"_ba << QString() << 0;
}

void TestManifest::parses()
{
    QFETCH(QByteArray, json);
    QFETCH(int, layers);
    const auto parsed = Manifest::parse(json, kManifestSubject);
    VERIFY_RESULT(parsed);
    QTEST(parsed->mediaType, "mediaType");
    QCOMPARE(parsed->config.digest.hex(), QString(64, u'c'));
    QCOMPARE(parsed->config.size, 10);
    QCOMPARE(int(parsed->layers.size()), layers);
    if (layers > 0)
        QCOMPARE(parsed->layers.front().digest.hex(), QString(64, u'1'));
    QVERIFY(parsed->isImage());
    VERIFY_RESULT(parsed->requireImage(kManifestSubject));
}

void TestManifest::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &json, const QString &detail, ErrorKind kind = ErrorKind::Malformed) {
        QTest::newRow(name) << json << kind << detail;
    };
    row("not JSON", "hello"_ba, u"is not a JSON object: it begins with \"hello\""_s);
    row("empty", "{}"_ba, u"is not an image manifest: it has neither config nor layers"_s);
    row("an image's configuration", R"({"architecture":"amd64","rootfs":{}})"_ba,
        u"is not an image manifest: it has neither config nor layers"_s);
    row("index", R"({"schemaVersion":2,"manifests":[]})"_ba, u"is an image index, expected an image manifest"_s);
    row("typed index", R"({"mediaType":"application/vnd.oci.image.index.v1+json"})"_ba,
        u"is an image index, expected an image manifest"_s);
    row("both", R"({"mediaType":"application/vnd.oci.image.manifest.v1+json","manifests":[],"config":)"_ba + kConfig + '}',
        u"is an image manifest and an image index at once"_s);
    row("schema 1", R"({"schemaVersion":1,"fsLayers":[],"history":[]})"_ba,
        u"is a Docker manifest of schema 1, which is not supported here; push the image again with a current tool"_s,
        ErrorKind::Unsupported);
    row("signed schema 1", R"({"mediaType":"application/vnd.docker.distribution.manifest.v1+prettyjws"})"_ba,
        u"is a Docker manifest of schema 1, which is not supported here; push the image again with a current tool"_s,
        ErrorKind::Unsupported);
    row("no config", R"({"layers":[]})"_ba, u"config is missing"_s);
    row("config is null", R"({"config":null,"layers":[]})"_ba, u"config is missing"_s);
    row("config is a string", R"({"config":"x","layers":[]})"_ba, u"config is the string \"x\", expected an object"_s);
    row("config is empty", R"({"config":{},"layers":[]})"_ba, u"config.digest is missing"_s);
    row("layers are an object", manifest(kConfig, {}).replace("[]", "{}"), u"layers is an object, expected an array"_s);
    row("a layer is null", manifest(kConfig, kLayer + ",null"_ba), u"layers[1].digest is missing"_s);
    row("a layer without a size", manifest(kConfig, R"({"digest":"sha256:)"_ba + QByteArray(64, '1') + R"("})"_ba),
        u"layers[0].size is missing"_s);
    row("a layer of negative size", manifest(kConfig, kLayer + ',' + descriptor("x"_ba, '1', -5)),
        u"layers[1].size is negative: -5"_s);
    row("a layer's digest", manifest(kConfig, descriptor("x"_ba, 'G', 5)),
        u"layers[0].digest is \"sha256:%1\": not a digest: expected only 0-9 and lower-case a-f after the colon"_s.arg(
            QString(64, u'G')));
    row("subject", manifest(kConfig, {}, R"("subject":{"size":1},)"_ba), u"subject.digest is missing"_s);
    row("subject is an array", manifest(kConfig, {}, R"("subject":[],)"_ba), u"subject is an array, expected an object"_s);
    row("mediaType", manifest(kConfig, {}, R"("mediaType":1,)"_ba), u"mediaType is the number 1, expected a string"_s);
    row("artifactType", manifest(kConfig, {}, R"("artifactType":{},)"_ba), u"artifactType is an object, expected a string"_s);
    row("annotations", manifest(kConfig, {}, R"("annotations":"x",)"_ba), u"annotations is the string \"x\", expected an object"_s);
}

void TestManifest::refuses()
{
    QFETCH(QByteArray, json);
    const auto parsed = Manifest::parse(json, kManifestSubject);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().subject, kManifestSubject);
    QTEST(parsed.error().detail, "detail");
    QTEST(parsed.error().kind, "kind");
}

void TestManifest::tellsKinds_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<DocumentKind>("kind");
    QTest::newRow("config") << R"({"config":{}})"_ba << DocumentKind::Manifest;
    QTest::newRow("layers") << R"({"layers":[]})"_ba << DocumentKind::Manifest;
    QTest::newRow("manifests") << R"({"manifests":[]})"_ba << DocumentKind::Index;
    QTest::newRow("typed list") << R"({"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json"})"_ba
                                << DocumentKind::Index;
    QTest::newRow("typed manifest") << R"({"mediaType":"application/vnd.oci.image.manifest.v1+json"})"_ba << DocumentKind::Manifest;
    QTest::newRow("version 1") << R"({"schemaVersion":1})"_ba << DocumentKind::Schema1;
    QTest::newRow("type is not a string") << R"({"mediaType":[],"manifests":[]})"_ba << DocumentKind::Index;
    QTest::newRow("unknown") << R"({"schemaVersion":2})"_ba << DocumentKind::Unknown;
}

void TestManifest::tellsKinds()
{
    QFETCH(QByteArray, json);
    QTEST(documentKind(parseJsonObject(json, {}).value()), "kind");
}

void TestManifest::tellsArtifacts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("artifact");
    const auto config = [](const char *type) { return descriptor(QByteArray(type), 'c', 2); };
    const auto layer = [](const char *type) { return descriptor(QByteArray(type), '1', 2); };
    QTest::newRow("OCI image") << manifest(kConfig, kLayer) << QString();
    QTest::newRow("Docker image") << manifest(config("application/vnd.docker.container.image.v1+json"), kLayer) << QString();
    QTest::newRow("image of unknown layers") << manifest(kConfig, layer("application/x-future")) << QString();
    QTest::newRow("image with an artifact type")
        << manifest(kConfig, kLayer, R"("artifactType":"application/x-kind",)"_ba) << QString();
    QTest::newRow("early Docker: octet-stream") << manifest(config("application/octet-stream"), kLayer) << QString();
    QTest::newRow("early Docker: json") << manifest(config("application/json"), kLayer) << QString();
    QTest::newRow("untyped config") << manifest(config(""), kLayer) << QString();
    QTest::newRow("image with one attestation among its layers") << manifest(kConfig, kLayer + ',' + kInToto) << QString();
    QTest::newRow("attestation") << manifest(kConfig, kInToto + ',' + kInToto) << u"attestation"_s;
    QTest::newRow("cosign signature") << manifest(kConfig, layer("application/vnd.dev.cosign.simplesigning.v1+json"))
                                      << u"cosign signature"_s;
    QTest::newRow("cosign attestations") << manifest(
        kConfig, layer("application/vnd.dsse.envelope.v1+json") + ',' + layer("application/vnd.dsse.envelope.v1+json"))
                                         << u"cosign attestation"_s;
    QTest::newRow("SPDX") << manifest(kConfig, layer("text/spdx+json")) << u"SPDX SBOM"_s;
    QTest::newRow("CycloneDX") << manifest(kConfig, layer("application/vnd.cyclonedx+json;version=1.5")) << u"CycloneDX SBOM"_s;
    QTest::newRow("Notary") << manifest(config("application/vnd.cncf.notary.signature"), layer("application/jose+json"))
                            << u"Notary signature"_s;
    QTest::newRow("image with a document") << manifest(kConfig, kLayer + ',' + layer("text/spdx+json")) << QString();
    QTest::newRow("chart") << manifest(config("application/vnd.cncf.helm.config.v1+json"),
                                       layer("application/vnd.cncf.helm.chart.content.v1.tar+gzip"))
                           << u"of type \"application/vnd.cncf.helm.config.v1+json\""_s;
    QTest::newRow("empty config") << manifest(config("application/vnd.oci.empty.v1+json"), layer("text/spdx+json"),
                                              R"("artifactType":"application/x-sbom",)"_ba)
                                  << u"SBOM"_s;
    QTest::newRow("empty config, no type") << manifest(config("application/vnd.oci.empty.v1+json"), layer("text/spdx+json"))
                                           << u"SPDX SBOM"_s;
    QTest::newRow("empty config, nothing else")
        << manifest(config("application/vnd.oci.empty.v1+json"), {}) << u"of type \"application/vnd.oci.empty.v1+json\""_s;
    QTest::newRow("json config of an artifact")
        << manifest(config("application/json"), layer("x"), R"("artifactType":"application/x-a",)"_ba)
        << u"of type \"application/x-a\""_s;
}

void TestManifest::tellsArtifacts()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, artifact);
    const auto parsed = Manifest::parse(json, kManifestSubject);
    VERIFY_RESULT(parsed);
    QCOMPARE(parsed->isImage(), artifact.isEmpty());
    const auto required = parsed->requireImage(kManifestSubject);
    QCOMPARE(required.has_value(), artifact.isEmpty());
    if (artifact.isEmpty())
        return;
    QCOMPARE(required.error(),
             (Error{ErrorKind::Unsupported, kManifestSubject,
                    u"is an artifact %1, not a container image, and has no file system"_s.arg(
                        artifact.startsWith("of type "_L1) ? artifact : u'(' + artifact + u')')}));
}

void TestManifest::namesEncryptedLayers()
{
    const auto layer = [](const char *type, char digit) { return descriptor(QByteArray(type), digit, 2); };
    const QByteArray layers = kLayer + ',' + layer("application/vnd.oci.image.layer.v1.tar+gzip+encrypted", '2') + ','
        + layer("application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted", '3');
    const auto parsed = Manifest::parse(manifest(kConfig, layers), kManifestSubject);
    VERIFY_RESULT(parsed);
    QVERIFY(parsed->isImage());
    const auto required = parsed->requireImage(kManifestSubject);
    QVERIFY(!required);
    QCOMPARE(
        required.error(),
        (Error{ErrorKind::Unsupported, kManifestSubject, u"has encrypted layers (2 of 3), which cannot be read without a key"_s}));
}

STRATOSCOPE_APPLESS_TEST(TestManifest)
#include "tst_manifest.moc"
