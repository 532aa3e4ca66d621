// SPDX-License-Identifier: Apache-2.0
#include "oci/descriptor.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <limits>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kDigest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;

Result<Descriptor> parse(const QByteArray &json)
{
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(json, u"doc"_s));
    return Descriptor::parse(JsonFields(std::move(object), u"doc"_s, u"layers[2]"_s));
}

/// A descriptor with `members` in addition to the required ones.
Result<Descriptor> parseWith(const QByteArray &members)
{
    return parse(R"({"digest":")"_ba + kDigest + R"(","size":1,)"_ba + members + '}');
}

} // namespace

class TestDescriptor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesEverything();
    void takesTheLeast_data();
    void takesTheLeast();
    void readsMembersInAnyCase();
    void readsSeveralNames();
    void tellsArtifacts();
    void refuses_data();
    void refuses();
    void readsSizes();
    void recognisesAttestations_data();
    void recognisesAttestations();
    void findsByName_data();
    void findsByName();
};

void TestDescriptor::parsesEverything()
{
    const auto descriptor = parse(R"({"mediaType":"application/x-odd","digest":")"_ba + kDigest + R"(","size":7,
        "platform":{"os":"windows","architecture":"amd64","variant":"v1","os.version":"10.0.1","os.features":["win32k"]},
        "urls":["https://example.com/a","https://example.com/b"],"annotations":{"k":"v","n":null},"artifactType":"application/x-art"})"_ba);
    VERIFY_RESULT(descriptor);
    QCOMPARE(descriptor->mediaType, u"application/x-odd"_s);
    QCOMPARE(descriptor->digest.toString(), QString::fromLatin1(kDigest));
    QCOMPARE(descriptor->size, 7);
    QCOMPARE(*descriptor->platform, (Platform{u"windows"_s, u"amd64"_s, u"v1"_s, u"10.0.1"_s, {u"win32k"_s}}));
    QCOMPARE(descriptor->urls, (QStringList{u"https://example.com/a"_s, u"https://example.com/b"_s}));
    QCOMPARE(descriptor->annotations, (Annotations{{u"k"_s, u"v"_s}, {u"n"_s, QString()}}));
    QCOMPARE(descriptor->artifactType, u"application/x-art"_s);
}

void TestDescriptor::takesTheLeast_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("nulls") << R"("mediaType":null,"platform":null,"urls":null,"annotations":null,"artifactType":null)"_ba;
    QTest::newRow("empty") << R"("mediaType":"","platform":{},"urls":[],"annotations":{},"artifactType":"")"_ba;
    QTest::newRow("empty platform") << R"("platform":{"os":"","architecture":""})"_ba;
    QTest::newRow("unknown members") << R"("data":"e30=","future":[1,{"x":2}])"_ba;
}

void TestDescriptor::takesTheLeast()
{
    QFETCH(QByteArray, members);
    const auto descriptor = parseWith(members);
    VERIFY_RESULT(descriptor);
    Descriptor least;
    least.digest = Digest::parse(QString::fromLatin1(kDigest)).value();
    least.size = 1;
    QCOMPARE(*descriptor, least);
}

void TestDescriptor::readsMembersInAnyCase()
{
    const auto lower = parseWith(R"("mediaType":"x","platform":{"os":"linux","os.version":"1","os.features":["f"]})"_ba);
    const auto other = parseWith(R"("MEDIATYPE":"x","Platform":{"OS":"linux","OS.Version":"1","os.Features":["f"]})"_ba);
    VERIFY_RESULT(lower);
    VERIFY_RESULT(other);
    QCOMPARE(*other, *lower);
}

void TestDescriptor::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    const QByteArray digest = R"("digest":")"_ba + kDigest + '"';
    const auto row
        = [](const char *name, const QByteArray &json, const QString &message) { QTest::newRow(name) << json << message; };
    row("empty", "{}"_ba, u"digest is missing"_s);
    row("no digest", R"({"size":1})"_ba, u"digest is missing"_s);
    row("digest of another case", R"({"Digest":"x","size":1})"_ba,
        u"digest is \"x\": not a digest: expected an algorithm and a colon first, as in sha256:…"_s);
    row("digest is null", R"({"digest":null,"size":1})"_ba, u"digest is missing"_s);
    row("digest is a number", R"({"digest":5,"size":1})"_ba, u"digest is the number 5, expected a string"_s);
    row("short digest", R"({"digest":"sha256:ab","size":1})"_ba,
        u"digest is \"sha256:ab\": not a digest: sha256 requires 64 digits, not 2"_s);
    row("unknown algorithm", R"({"digest":"md5:ab","size":1})"_ba,
        u"digest is \"md5:ab\": not a digest: the algorithm \"md5\" is not supported; expected sha256 or sha512"_s);
    row("no size", '{' + digest + '}', u"size is missing"_s);
    row("size is null", '{' + digest + R"(,"size":null})"_ba, u"size is missing"_s);
    row("size is a string", '{' + digest + R"(,"size":"1"})"_ba, u"size is the string \"1\", expected a 64-bit integer"_s);
    row("size is a fraction", '{' + digest + R"(,"size":1.5})"_ba, u"size is the number 1.5, expected a 64-bit integer"_s);
    row("size is negative", '{' + digest + R"(,"size":-1})"_ba, u"size is negative: -1"_s);
    row("size is too large", '{' + digest + R"(,"size":9223372036854775808})"_ba,
        u"size is the number 9.22337e+18, expected a 64-bit integer"_s);
    const auto with = [&](const char *name, const QByteArray &members, const QString &message) {
        row(name, '{' + digest + R"(,"size":1,)"_ba + members + '}', message);
    };
    with("mediaType", R"("mediaType":[])"_ba, u"mediaType is an array, expected a string"_s);
    with("platform", R"("platform":"linux/amd64")"_ba, u"platform is the string \"linux/amd64\", expected an object"_s);
    with("os", R"("platform":{"os":1})"_ba, u"platform.os is the number 1, expected a string"_s);
    with("architecture", R"("platform":{"architecture":true})"_ba, u"platform.architecture is a boolean, expected a string"_s);
    with("variant", R"("platform":{"variant":{}})"_ba, u"platform.variant is an object, expected a string"_s);
    with("os.version", R"("platform":{"os.version":10})"_ba, u"platform.os.version is the number 10, expected a string"_s);
    with("os.features", R"("platform":{"os.features":"x"})"_ba, u"platform.os.features is the string \"x\", expected an array"_s);
    with("urls", R"("urls":{"a":"b"})"_ba, u"urls is an object, expected an array"_s);
    with("a url", R"("urls":["a",1])"_ba, u"urls[1] is the number 1, expected a string"_s);
    with("annotations", R"("annotations":["a"])"_ba, u"annotations is an array, expected an object"_s);
    with("an annotation", R"("annotations":{"a":1})"_ba, u"annotations[\"a\"] is the number 1, expected a string"_s);
    with("artifactType", R"("artifactType":1)"_ba, u"artifactType is the number 1, expected a string"_s);
}

void TestDescriptor::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, message);
    QCOMPARE(errorMessage(parse(json)), u"doc: layers[2]."_s + message);
}

void TestDescriptor::readsSizes()
{
    for (const qint64 size : {qint64(0), qint64(9007199254740993), std::numeric_limits<qint64>::max()}) {
        const auto descriptor = parse(R"({"digest":")"_ba + kDigest + R"(","size":)"_ba + QByteArray::number(size) + '}');
        VERIFY_RESULT(descriptor);
        QCOMPARE(descriptor->size, size);
    }
}

void TestDescriptor::recognisesAttestations_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<bool>("attestation");
    QTest::newRow("image") << R"("platform":{"os":"linux","architecture":"amd64"})"_ba << false;
    QTest::newRow("no platform") << R"("urls":[])"_ba << false;
    QTest::newRow("empty platform") << R"("platform":{"os":"","architecture":""})"_ba << false;
    QTest::newRow("unknown") << R"("platform":{"os":"unknown","architecture":"unknown"})"_ba << true;
    QTest::newRow("unknown architecture") << R"("platform":{"os":"linux","architecture":"unknown"})"_ba << false;
    QTest::newRow("annotated") << R"("annotations":{"vnd.docker.reference.type":"attestation-manifest"})"_ba << true;
    QTest::newRow("annotated and unknown")
        << R"("platform":{"os":"unknown","architecture":"unknown"},"annotations":{"vnd.docker.reference.type":"attestation-manifest"})"_ba
        << true;
    QTest::newRow("other annotation") << R"("annotations":{"vnd.docker.reference.digest":"sha256:ab"})"_ba << false;
}

void TestDescriptor::recognisesAttestations()
{
    QFETCH(QByteArray, members);
    QTEST(isAttestation(parseWith(members).value()), "attestation");
}

void TestDescriptor::findsByName_data()
{
    QTest::addColumn<QString>("full");
    QTest::addColumn<QString>("refName");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *full, const char *refName, const char *name, bool found) {
        QTest::addRow("%s|%s|%s", full, refName, name)
            << QString::fromLatin1(full) << QString::fromLatin1(refName) << QString::fromLatin1(name) << found;
    };
    row("docker.io/library/alpine:3.22", "3.22", "3.22", true);
    row("docker.io/library/alpine:3.22", "3.22", "alpine:3.22", true);
    row("docker.io/library/alpine:3.22", "3.22", "docker.io/library/alpine:3.22", true);
    row("docker.io/library/alpine:3.22", "", "3.22", true);
    row("docker.io/library/alpine:3.22", "", "alpine", false);
    row("docker.io/library/alpine:latest", "", "alpine", true);
    row("docker.io/library/alpine:3.22", "3.22", "3", false);
    row("docker.io/library/alpine:3.22", "3.22", "", false);
    row("docker.io/library/alpine:3.22", "3.22", "debian:3.22", false);
    row("", "latest", "latest", true);
    row("", "latest", "alpine:latest", false);
    row("", "alpine", "alpine:latest", false);
    row("", "alpine:3", "alpine:3", true);
    row("", "ghcr.io/a/b:1", "1", true);
    row("", "Not A Reference:x", "Not A Reference:x", true);
    row("", "Not A Reference:x", "x", false);
    row("", "", "latest", false);
    row("", "", "", false);
}

void TestDescriptor::findsByName()
{
    QFETCH(QString, full);
    QFETCH(QString, refName);
    QFETCH(QString, name);
    Descriptor descriptor;
    if (!full.isEmpty())
        descriptor.annotations.insert(kAnnotationImageName, full);
    if (!refName.isEmpty())
        descriptor.annotations.insert(kAnnotationRefName, refName);
    QTEST(isNamed(descriptor, name), "found");

    QStringList names{full, refName};
    names.removeAll(QString());
    QCOMPARE(imageNames(descriptor), names);
}

void TestDescriptor::readsSeveralNames()
{
    Descriptor descriptor;
    descriptor.annotations.insert(kAnnotationRefName, u"docker.io/foo/bar:1, docker.io/foo/baz:2,,v3"_s);
    descriptor.annotations.insert(kAnnotationImageName, u"docker.io/foo/bar:1,ghcr.io/foo/bar:1"_s);
    QCOMPARE(imageNames(descriptor),
             (QStringList{u"docker.io/foo/bar:1"_s, u"ghcr.io/foo/bar:1"_s, u"docker.io/foo/baz:2"_s, u"v3"_s}));
    for (const QString &name : {u"foo/bar:1"_s, u"docker.io/foo/baz:2"_s, u"2"_s, u"v3"_s, u"ghcr.io/foo/bar:1"_s})
        QVERIFY2(isNamed(descriptor, name), qPrintable(name));
    for (const QString &name : {u"foo/bar:2"_s, u"ghcr.io/foo/baz:2"_s, u"docker.io/foo/bar:1, docker.io/foo/baz:2"_s, QString()})
        QVERIFY2(!isNamed(descriptor, name), qPrintable(name));
}

void TestDescriptor::tellsArtifacts()
{
    Descriptor descriptor;
    QVERIFY(!isArtifact(descriptor));
    descriptor.artifactType = u"application/vnd.amazon.soci.index.v2+json"_s;
    QVERIFY(isArtifact(descriptor));
    descriptor.artifactType = u"application/vnd.oci.image.config.v1+json"_s; // what registries say of an image
    QVERIFY(!isArtifact(descriptor));
}

STRATOSCOPE_APPLESS_TEST(TestDescriptor)
#include "tst_descriptor.moc"
