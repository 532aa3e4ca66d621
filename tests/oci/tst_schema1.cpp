// SPDX-License-Identifier: Apache-2.0
#include "oci/schema1.h"

#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const QString kSchema1Subject = u"example.test/app:1"_s;

QString digestTextSchema1(char digit)
{
    return u"sha256:"_s + QString(64, QLatin1Char(digit));
}

/// A manifest of these layers and descriptions, both top first.
QByteArray manifestOf(const QList<char> &layers, const QList<QByteArray> &descriptions)
{
    QJsonArray fsLayers;
    for (const char layer : layers)
        fsLayers.append(QJsonObject{{u"blobSum"_s, digestTextSchema1(layer)}});
    QJsonArray history;
    for (const QByteArray &description : descriptions)
        history.append(QJsonObject{{u"v1Compatibility"_s, QString::fromUtf8(description)}});
    const QJsonObject manifest{{u"schemaVersion"_s, 1},         {u"name"_s, u"team/app"_s}, {u"tag"_s, u"1"_s},
                               {u"architecture"_s, u"arm64"_s}, {u"fsLayers"_s, fsLayers},  {u"history"_s, history}};
    return QJsonDocument(manifest).toJson();
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signatureOf(const QByteArray &header)
{
    return R"({"header":{"alg":"ES256"},"signature":"x","protected":")" + base64Url(header) + R"("})";
}

/// The document with signatures inserted before its last brace, one for each header.
QByteArray withSignatures(const QByteArray &document, const QList<QByteArray> &headers)
{
    QByteArrayList signatures;
    for (const QByteArray &header : headers)
        signatures << signatureOf(header);
    return document.first(document.lastIndexOf('}')).trimmed() + ",\n\"signatures\":[" + signatures.join(',') + "]}";
}

QByteArray headerFor(const QByteArray &document)
{
    const qsizetype length = document.first(document.lastIndexOf('}')).trimmed().size();
    return R"({"formatLength":%1,"formatTail":"%2","time":"2016-01-01T00:00:00Z"})"_ba.replace("%1", QByteArray::number(length))
        .replace("%2", base64Url(document.sliced(length)));
}

const QByteArray kTop = R"({"id":"c","parent":"b","created":"2016-01-03T00:00:00Z","os":"linux","architecture":"amd64",
    "docker_version":"1.9","Size":5,"throwaway":true,"author":"somebody",
    "container_config":{"Cmd":["/bin/sh","-c","#(nop) CMD sh"]},
    "config":{"User":"7","Env":["A=b"],"Cmd":["sh"],"Labels":{"k":"v"},"ExposedPorts":{"80/tcp":{}}}})"_ba;
const QByteArray kMiddle = R"({"id":"b","parent":"a","created":"2016-01-02T00:00:00Z","comment":"x",
    "container_config":{"Cmd":["/bin/sh -c make"]}})"_ba;
const QByteArray kBottom = R"({"id":"a","created":"2016-01-01T00:00:00Z","container_config":{"Cmd":["ADD file"]}})"_ba;

} // namespace

class TestSchema1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloadIsWhatWasSigned_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("newline at the end") << manifestOf({'1'}, {kBottom});
        QTest::newRow("none") << manifestOf({'1'}, {kBottom}).trimmed();
    }
    void payloadIsWhatWasSigned()
    {
        QFETCH(QByteArray, document);
        const QByteArray header = headerFor(document);
        for (const QByteArray &bytes : {document, withSignatures(document, {header}), withSignatures(document, {header, header})}) {
            const auto payload = schema1Payload(bytes, kSchema1Subject);
            VERIFY_RESULT(payload);
            QCOMPARE(*payload, document);
        }
    }

    void refusesSignatures_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("detail");
        const QByteArray document = manifestOf({'1'}, {kBottom});
        const auto row = [&](const char *name, const QList<QByteArray> &headers, const QString &detail) {
            QTest::newRow(name) << withSignatures(document, headers) << detail;
        };
        row("none", {}, u"signatures is empty"_s);
        row("two payloads", {headerFor(document), headerFor(document + ' ')}, u"signatures have different payloads"_s);
        row("too long", {R"({"formatLength":99999,"formatTail":"fQ"})"},
            u"signatures[0].protected.formatLength is not a length within the document"_s);
        row("negative", {R"({"formatLength":-1,"formatTail":"fQ"})"},
            u"signatures[0].protected.formatLength is not a length within the document"_s);
        row("no length", {R"({"formatTail":"fQ"})"}, u"signatures[0].protected.formatLength is not a length within the document"_s);
        row("tail", {R"({"formatLength":1,"formatTail":"!"})"}, u"signatures[0].protected.formatTail is not base64"_s);
        QTest::newRow("header") << R"({"schemaVersion":1,"signatures":[{"protected":"!"}]})"_ba
                                << u"signatures[0].protected is not base64"_s;
    }
    void refusesSignatures()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, detail);
        const auto payload = schema1Payload(bytes, kSchema1Subject);
        QVERIFY(!payload);
        QCOMPARE(payload.error(), (Error{ErrorKind::Malformed, kSchema1Subject, detail}));
        QCOMPARE(Schema1Manifest::parse(bytes, kSchema1Subject).error(), payload.error());
    }

    void readsOnlyWhatWasSigned()
    {
        const QByteArray document = manifestOf({'1'}, {kBottom});
        QByteArray bytes = withSignatures(document, {headerFor(document)});
        bytes.insert(bytes.lastIndexOf('}'), R"(,"fsLayers":[{"blobSum":")" + digestTextSchema1('2').toUtf8() + R"("}])");
        const auto manifest = Schema1Manifest::parse(bytes, kSchema1Subject);
        VERIFY_RESULT(manifest);
        QCOMPARE(manifest->layers.front().toString(), digestTextSchema1('1'));
    }

    void parsesEverything()
    {
        const auto manifest = Schema1Manifest::parse(manifestOf({'3', '2', '1'}, {kTop, kMiddle, kBottom}), kSchema1Subject);
        VERIFY_RESULT(manifest);
        QCOMPARE(manifest->layers.size(), std::size_t(2));
        QCOMPARE(manifest->layers[0].toString(), digestTextSchema1('1'));
        QCOMPARE(manifest->layers[1].toString(), digestTextSchema1('2'));
        const auto config = ImageConfig::parse(manifest->imageConfig({}), kSchema1Subject);
        VERIFY_RESULT(config);
        QCOMPARE(config->platform.toString(), u"linux/amd64"_s);
        QCOMPARE(config->run.user, u"7"_s);
        QCOMPARE(config->run.cmd, QStringList{u"sh"_s});
        QCOMPARE(config->run.exposedPorts, QStringList{u"80/tcp"_s});
        const std::vector<HistoryEntry> history{
            {u"2016-01-01T00:00:00Z"_s, u"ADD file"_s, {}, {}, false},
            {u"2016-01-02T00:00:00Z"_s, u"/bin/sh -c make"_s, {}, u"x"_s, false},
            {u"2016-01-03T00:00:00Z"_s, u"/bin/sh -c #(nop) CMD sh"_s, u"somebody"_s, {}, true},
        };
        QVERIFY(config->history == history);
    }

    void makesAnImageConfig()
    {
        const auto manifest = need(Schema1Manifest::parse(manifestOf({'3', '2', '1'}, {kTop, kMiddle, kBottom}), kSchema1Subject));
        const std::vector<DiffId> diffIds{need(DiffId::parse(digestTextSchema1('a'))), need(DiffId::parse(digestTextSchema1('b')))};
        const auto config = ImageConfig::parse(manifest.imageConfig(diffIds), kSchema1Subject);
        VERIFY_RESULT(config);
        QVERIFY(config->diffIds == diffIds);
        QCOMPARE(config->created, u"2016-01-03T00:00:00Z"_s);
        QCOMPARE(config->json.keys(),
                 (QStringList{u"architecture"_s, u"author"_s, u"config"_s, u"container_config"_s, u"created"_s, u"docker_version"_s,
                              u"history"_s, u"os"_s, u"rootfs"_s}));
    }

    void takesTheLeast()
    {
        const auto manifest = Schema1Manifest::parse(manifestOf({'1'}, {"{}"}), kSchema1Subject);
        VERIFY_RESULT(manifest);
        QCOMPARE(manifest->layers.size(), std::size_t(1));
        const auto config = ImageConfig::parse(manifest->imageConfig({}), kSchema1Subject);
        VERIFY_RESULT(config);
        QCOMPARE(config->platform.toString(), u"linux/arm64"_s);
        QVERIFY(config->history == std::vector<HistoryEntry>(1));
    }

    void countsRepeatedLayersOnce()
    {
        const auto manifest
            = Schema1Manifest::parse(manifestOf({'1', '2', '2', '1'}, {kTop, kMiddle, kMiddle, kBottom}), kSchema1Subject);
        VERIFY_RESULT(manifest);
        QCOMPARE(manifest->layers.size(), std::size_t(2));
        QCOMPARE(manifest->history.size(), 3);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::newRow("version") << R"({"schemaVersion":2})"_ba << kSchema1Subject + u": schemaVersion is not 1"_s;
        QTest::newRow("no layers") << manifestOf({}, {}) << kSchema1Subject + u": fsLayers is empty"_s;
        QTest::newRow("history") << manifestOf({'1', '2'}, {kBottom})
                                 << kSchema1Subject + u": history has 1 entries for 2 layers"_s;
        QTest::newRow("digest") << R"({"schemaVersion":1,"fsLayers":[{"blobSum":"x"}]})"_ba
                                << kSchema1Subject
                + u": fsLayers[0].blobSum is \"x\": not a digest: expected an algorithm and a colon first, as in sha256:…"_s;
        QTest::newRow("description") << manifestOf(
            {'1'}, {"[]"}) << kSchema1Subject + u": history[0].v1Compatibility: is not a JSON object: it begins with \"[]\""_s;
        QTest::newRow("config") << manifestOf({'1'}, {R"({"config":{"Env":"A"}})"})
                                << kSchema1Subject + u": config.Env is the string \"A\", expected an array"_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        const auto manifest = Schema1Manifest::parse(bytes, kSchema1Subject);
        QVERIFY(!manifest);
        QTEST(manifest.error().message(), "message");
    }

    /// A document and its digest as written by another tool.
    void agreesWithSkopeo()
    {
        const TestFolder folder;
        const std::vector<TestImage> images{{.layers = {TarBuilder().file("a", "1").finish(), TarBuilder().file("b", "2").finish()},
                                             .compression = Compression::Gzip}};
        writeFiles(folder.path() + u"/layout"_s, ociLayout(images));
        const auto path = [&](const char *name) { return folder.path() + u'/' + QLatin1StringView(name); };
        runTool(u"skopeo"_s, {u"copy"_s, u"--format"_s, u"v2s1"_s, u"oci:"_s + path("layout"), u"dir:"_s + path("old")},
                folder.path());
        QFile file(folder.path() + u"/old/manifest.json"_s);
        QVERIFY(file.open(QFile::ReadOnly));
        const QByteArray bytes = file.readAll();
        const QByteArray payload = need(schema1Payload(bytes, kSchema1Subject));
        QVERIFY(payload != bytes);
        QCOMPARE(Digest::of(std::as_bytes(std::span(payload.data(), std::size_t(payload.size())))).toString() + u'\n',
                 QString::fromUtf8(runTool(u"skopeo"_s, {u"manifest-digest"_s, file.fileName()}, folder.path())));
        const auto manifest = need(Schema1Manifest::parse(bytes, kSchema1Subject));
        QCOMPARE(manifest.layers.size(), std::size_t(2));
        const auto config = need(ImageConfig::parse(manifest.imageConfig({}), kSchema1Subject));
        QCOMPARE(config.history.front().createdBy, u"layer 0"_s);
        QCOMPARE(config.platform.toString(), u"linux/amd64"_s);
    }
};

STRATOSCOPE_GUILESS_TEST(TestSchema1)
#include "tst_schema1.moc"
