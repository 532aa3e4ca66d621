// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kImageIndexSubject = u"layout: index.json"_s;

QByteArray digestText(char digit)
{
    return "\"digest\":\"sha256:"_ba + QByteArray(64, digit) + "\""_ba;
}

/// An entry from a text: `linux/arm/v7`, with a feature `linux/amd64+lazy`, "-" for none, "artifact" for an entry with an artifact
/// type, `artifact:linux/amd64`, or "attestation".
std::vector<Descriptor> entriesOf(const QString &list)
{
    std::vector<Descriptor> entries;
    for (QString word : list.split(u' ', Qt::SkipEmptyParts)) {
        Descriptor entry;
        if (word.startsWith("artifact:"_L1)) {
            entry.artifactType = u"application/x-art"_s;
            word.remove(0, 9);
        }
        const auto number = static_cast<std::uint8_t>(entries.size());
        entry.digest = Digest::of(asBytes({reinterpret_cast<const char *>(&number), 1}));
        if (word == "artifact"_L1)
            entry.artifactType = u"application/x-art"_s;
        else if (word == "attestation"_L1)
            entry.annotations.insert(kAnnotationReferenceType, u"attestation-manifest"_s);
        else if (word != "-"_L1) {
            const QStringList parts = word.section(u'+', 0, 0).split(u'/');
            entry.platform
                = Platform{parts.at(0), parts.at(1), parts.value(2), {}, word.section(u'+', 1).split(u'+', Qt::SkipEmptyParts)};
        }
        entries.push_back(entry);
    }
    return entries;
}

} // namespace

class TestImageIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses();
    void refuses_data();
    void refuses();
    void selectsPlatforms_data();
    void selectsPlatforms();
    void tellsWhatThereIs_data();
    void tellsWhatThereIs();
};

void TestImageIndex::parses()
{
    const auto index
        = ImageIndex::parse(R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
        {"mediaType":"application/vnd.oci.image.manifest.v1+json",)"_ba
                                + digestText('1') + R"(,"size":5,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
        {"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json",)"_ba
                                + digestText('2') + R"(,"size":6,"annotations":{"org.opencontainers.image.ref.name":"1.0"}}
        ],"annotations":{"a":"b"},"subject":{"size":1,)"_ba
                                + digestText('3') + "}}"_ba,
                            kImageIndexSubject);
    VERIFY_RESULT(index);
    QCOMPARE(index->mediaType, u"application/vnd.oci.image.index.v1+json"_s);
    QCOMPARE(index->manifests.size(), std::size_t(2));
    QCOMPARE(index->manifests.at(0).platform->variant, u"v8"_s); // as written
    QCOMPARE(index->manifests.at(1).mediaType, u"application/vnd.docker.distribution.manifest.list.v2+json"_s);
    QCOMPARE(imageNames(index->manifests.at(1)), QStringList{u"1.0"_s});
    QCOMPARE(index->annotations, (Annotations{{u"a"_s, u"b"_s}}));
    QCOMPARE(index->subject->size, 1);

    for (const QByteArray &empty : {R"({"manifests":[]})"_ba, R"({"manifests":null})"_ba, R"({"Manifests":[null,{}]})"_ba,
                                    R"({"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json"})"_ba}) {
        const auto none = ImageIndex::parse(empty, kImageIndexSubject);
        VERIFY_RESULT(none);
        QVERIFY(none->manifests.empty());
    }
}

void TestImageIndex::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    QTest::newRow("empty") << "{}"_ba << u"is not an image index: it has no manifests"_s;
    QTest::newRow("array") << "[]"_ba << u"is not a JSON object: it begins with \"[]\""_s;
    QTest::newRow("schema 1") << R"({"schemaVersion":1})"_ba << u"is not an image index: it has no manifests"_s;
    QTest::newRow("manifest") << R"({"config":{},"layers":[]})"_ba << u"is an image manifest, expected an image index"_s;
    QTest::newRow("with layers") << R"({"manifests":[],"layers":[]})"_ba << u"is an image manifest and an image index at once"_s;
    QTest::newRow("with a config") << R"({"manifests":[],"config":{}})"_ba << u"is an image manifest and an image index at once"_s;
    QTest::newRow("manifests") << R"({"manifests":{}})"_ba << u"manifests is an object, expected an array"_s;
    QTest::newRow("an entry") << R"({"manifests":["x"]})"_ba << u"manifests[0] is the string \"x\", expected an object"_s;
    QTest::newRow("an entry's size") << R"({"manifests":[{)"_ba + digestText('1') + R"(,"size":-1}]})"_ba
                                     << u"manifests[0].size is negative: -1"_s;
    QTest::newRow("an entry's platform") << R"({"manifests":[{)"_ba + digestText('1') + R"(,"size":1,"platform":{"os":3}}]})"_ba
                                         << u"manifests[0].platform.os is the number 3, expected a string"_s;
    QTest::newRow("annotations") << R"({"manifests":[],"annotations":{"a":{}}})"_ba
                                 << u"annotations[\"a\"] is an object, expected a string"_s;
}

void TestImageIndex::refuses()
{
    QFETCH(QByteArray, json);
    const auto index = ImageIndex::parse(json, kImageIndexSubject);
    QVERIFY(!index);
    QCOMPARE(index.error().kind, ErrorKind::Malformed);
    QTEST(index.error().detail, "detail");
}

void TestImageIndex::selectsPlatforms_data()
{
    QTest::addColumn<QString>("entries");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<int>("chosen");
    const auto row = [](const char *entries, const char *wanted, int chosen) {
        QTest::addRow("%s of %s", wanted, entries) << QString::fromLatin1(entries) << QString::fromLatin1(wanted) << chosen;
    };
    row("linux/amd64 linux/arm64", "linux/arm64", 1);
    row("linux/amd64 linux/arm64/v8", "linux/arm64", 1);
    row("linux/x86_64", "linux/amd64", 0);
    row("linux/arm/v5 linux/arm/v6 linux/arm/v7", "linux/arm/v7", 2);
    row("linux/arm/v5 linux/arm/v6 linux/arm/v8", "linux/arm/v7", 1);
    row("linux/arm/v5 linux/arm/v6", "linux/arm", 1);
    row("linux/amd64 linux/amd64/v2 linux/amd64/v4", "linux/amd64/v3", 1);
    row("linux/amd64/v2 linux/amd64", "linux/amd64", 1);
    row("linux/amd64 linux/amd64", "linux/amd64", 0);
    row("unknown/unknown linux/amd64", "linux/amd64", 1);
    row("attestation linux/amd64", "linux/amd64", 1);
    row("- linux/amd64", "linux/amd64", 1);
    row("-", "linux/amd64", 0);
    row("unknown/unknown -", "linux/amd64", 1);
    row("artifact - artifact", "linux/amd64", 1);
    row("artifact", "linux/amd64", 0);
    row("windows/amd64 linux/amd64", "windows/amd64", 0);
    row("linux/amd64+lazy linux/amd64", "linux/amd64", 1);
    row("linux/amd64/v3+lazy linux/amd64+lazy linux/amd64", "linux/amd64/v3", 2);
    row("linux/arm64 linux/amd64+lazy", "linux/amd64", 1);
    row("linux/amd64+lazy+more linux/amd64+lazy", "linux/amd64", 0);
    row("artifact:linux/amd64 linux/amd64", "linux/amd64", 1);
    row("artifact:linux/amd64 -", "linux/amd64", 1);
    row("artifact:linux/arm64 artifact:linux/amd64", "linux/amd64", 1);
}

void TestImageIndex::selectsPlatforms()
{
    QFETCH(QString, entries);
    QFETCH(QString, wanted);
    const auto chosen = selectPlatform(entriesOf(entries), Platform::parse(wanted).value(), kImageIndexSubject);
    VERIFY_RESULT(chosen);
    QTEST(int(*chosen), "chosen");
}

void TestImageIndex::tellsWhatThereIs_data()
{
    QTest::addColumn<QString>("entries");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("detail");
    QTest::newRow("another") << u"linux/arm64/v8 windows/amd64 linux/arm64/v8 attestation unknown/unknown"_s
                             << ErrorKind::WrongPlatform << u"no image for linux/amd64; available: linux/arm64/v8, windows/amd64"_s;
    QTest::newRow("an artifact") << u"artifact:linux/amd64 linux/s390x"_s << ErrorKind::WrongPlatform
                                 << u"no image for linux/amd64; available: linux/s390x"_s;
    QTest::newRow("another, and one without a platform")
        << u"linux/s390x -"_s << ErrorKind::WrongPlatform << u"no image for linux/amd64; available: linux/s390x"_s;
    QTest::newRow("control characters") << u"linux/\x1b[31m"_s << ErrorKind::WrongPlatform
                                        << u"no image for linux/amd64; available: linux/\\x1b[31m"_s;
    QString many;
    QStringList shown;
    for (int number = 0; number < 25; ++number) {
        many += u"linux/p%1 "_s.arg(number);
        if (number < 20)
            shown.append(u"linux/p%1"_s.arg(number));
    }
    QTest::newRow("many") << many << ErrorKind::WrongPlatform
                          << u"no image for linux/amd64; available: "_s + shown.join(u", "_s) + u" and 5 more"_s;
    QTest::newRow("nothing") << QString() << ErrorKind::NotFound << u"contains no image"_s;
    QTest::newRow("attestations") << u"attestation unknown/unknown"_s << ErrorKind::NotFound << u"contains no image"_s;
    const auto two = entriesOf(u"- -"_s);
    QTest::newRow("two without a platform") << u"- -"_s << ErrorKind::Ambiguous
                                            << u"contains several images without a platform; choose one: %1, %2"_s.arg(
                                                   two[0].digest.toString(), two[1].digest.toString());
}

void TestImageIndex::tellsWhatThereIs()
{
    QFETCH(QString, entries);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, detail);
    const auto chosen = selectPlatform(entriesOf(entries), Platform::parse(u"linux/amd64"_s).value(), kImageIndexSubject);
    QVERIFY(!chosen);
    QCOMPARE(chosen.error(), (Error{kind, kImageIndexSubject, detail}));
}

STRATOSCOPE_APPLESS_TEST(TestImageIndex)
#include "tst_image_index.moc"
