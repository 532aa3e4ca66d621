// SPDX-License-Identifier: Apache-2.0
#include "oci/docker_archive.h"

#include "oci/image_config.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kDockerArchiveSubject = u"old.tar: manifest.json"_s;
const QString kDiffId = u"sha256:"_s + QString(64, u'1');

/// Layers from texts `id<parent`.
LegacyLayers layersOf(const QString &list)
{
    LegacyLayers layers;
    for (const QString &word : list.split(u' ', Qt::SkipEmptyParts)) {
        const QString id = word.section(u'<', 0, 0);
        layers[id] = {.id = id, .parent = word.section(u'<', 1), .json = {}};
    }
    return layers;
}

} // namespace

class TestDockerArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesManifests();
    void parsesLayerSources();
    void refusesManifests_data();
    void refusesManifests();

    void parsesRepositories();
    void refusesRepositories_data();
    void refusesRepositories();
    void parsesLayers();
    void refusesLayers_data();
    void refusesLayers();
    void findsTops_data();
    void findsTops();
    void chainsLayers_data();
    void chainsLayers();
    void refusesChains_data();
    void refusesChains();
    void makesAnImageConfig();
};

void TestDockerArchive::parsesManifests()
{
    const auto images = parseDockerManifest(R"([
        {"Config":"ab.json","RepoTags":["alpine:3.22","example.com/a:1"],"Layers":["1/layer.tar","2/layer.tar","1/layer.tar"]},
        {"Config":"blobs/sha256/cd","RepoTags":null,"Layers":null,"Parent":"sha256:x","LayerSources":null},
        {"config":"ef.json","repoTags":["old:jib",null],"layers":["3.tar.gz"]}])"_ba,
                                            kDockerArchiveSubject);
    VERIFY_RESULT(images);
    QCOMPARE(images->size(), std::size_t(3));
    QCOMPARE(
        images->at(0),
        (DockerArchiveImage{
            u"ab.json"_s, {u"alpine:3.22"_s, u"example.com/a:1"_s}, {u"1/layer.tar"_s, u"2/layer.tar"_s, u"1/layer.tar"_s}, {}}));
    QCOMPARE(images->at(1), (DockerArchiveImage{u"blobs/sha256/cd"_s, {}, {}, {}}));
    QCOMPARE(images->at(2), (DockerArchiveImage{u"ef.json"_s, {u"old:jib"_s}, {u"3.tar.gz"_s}, {}}));

    const auto none = parseDockerManifest("[]"_ba, kDockerArchiveSubject);
    VERIFY_RESULT(none);
    QVERIFY(none->empty());
}

void TestDockerArchive::parsesLayerSources()
{
    const auto images
        = parseDockerManifest(R"([{"Config":"c","Layers":["blobs/sha256/1"],"LayerSources":{")"_ba + kDiffId.toLatin1()
                                  + R"(":{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":12,"digest":")"_ba
                                  + kDiffId.toLatin1() + R"("}}}])"_ba,
                              kDockerArchiveSubject);
    VERIFY_RESULT(images);
    const auto &sources = images->front().layerSources;
    QCOMPARE(sources.size(), std::size_t(1));
    QCOMPARE(sources.begin()->first.toString(), kDiffId);
    QCOMPARE(sources.begin()->second.size, 12);
    QCOMPARE(sources.begin()->second.mediaType, u"application/vnd.docker.image.rootfs.diff.tar.gzip"_s);
}

void TestDockerArchive::refusesManifests_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    const auto row = [](const QByteArray &json, const QString &detail) { QTest::newRow(qPrintable(detail)) << json << detail; };
    row("{}"_ba, u"is not a JSON array: it begins with \"{}\""_s);
    row("[1]"_ba, u"[0] is not an object"_s);
    row(R"([{"Config":"c"},7])"_ba, u"[1] is not an object"_s);
    row(R"([{"Config":"c"},{"Config":"d"},null])"_ba, u"[2].Config is missing"_s);
    row("[{}]"_ba, u"[0].Config is missing"_s);
    row(R"([{"Config":""}])"_ba, u"[0].Config is missing"_s);
    row(R"([{"config":"c"},{}])"_ba, u"[1].Config is missing"_s);
    row(R"([{"Config":["c"]}])"_ba, u"[0].Config is an array, expected a string"_s);
    row(R"([{"Config":"c","RepoTags":"a:1"}])"_ba, u"[0].RepoTags is the string \"a:1\", expected an array"_s);
    row(R"([{"Config":"c","RepoTags":[1]}])"_ba, u"[0].RepoTags[0] is the number 1, expected a string"_s);
    row(R"([{"Config":"c"},{"Config":"d","Layers":{}}])"_ba, u"[1].Layers is an object, expected an array"_s);
    row(R"([{"Config":"c","Layers":["a",{}]}])"_ba, u"[0].Layers[1] is an object, expected a string"_s);
    row(R"([{"Config":"c","LayerSources":[]}])"_ba, u"[0].LayerSources is an array, expected an object"_s);
    row(R"([{"Config":"c","LayerSources":{"x":{}}}])"_ba,
        u"[0].LayerSources contains \"x\": not a digest: expected an algorithm and a colon first, as in sha256:…"_s);
    row(R"([{"Config":"c","LayerSources":{")"_ba + kDiffId.toLatin1() + R"(":3}}])"_ba,
        u"[0].LayerSources[\"%1\"] is the number 3, expected an object"_s.arg(kDiffId));
    row(R"([{"Config":"c","LayerSources":{")"_ba + kDiffId.toLatin1() + R"(":{}}}])"_ba,
        u"[0].LayerSources[\"%1\"].digest is missing"_s.arg(kDiffId));
}

void TestDockerArchive::refusesManifests()
{
    QFETCH(QByteArray, json);
    const auto images = parseDockerManifest(json, kDockerArchiveSubject);
    QVERIFY(!images);
    QCOMPARE(images.error().subject, kDockerArchiveSubject);
    QCOMPARE(images.error().kind, ErrorKind::Malformed);
    QTEST(images.error().detail, "detail");
}

void TestDockerArchive::parsesRepositories()
{
    const auto tags = parseLegacyRepositories(R"({"debian":{"7":"aa"},"busybox":{"latest":"bb","1.0":"cc"},"none":{}})"_ba,
                                              kDockerArchiveSubject);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags,
             (std::vector<LegacyTag>{{u"busybox:1.0"_s, u"cc"_s}, {u"busybox:latest"_s, u"bb"_s}, {u"debian:7"_s, u"aa"_s}}));
    QVERIFY(parseLegacyRepositories("{}"_ba, kDockerArchiveSubject)->empty());
}

void TestDockerArchive::refusesRepositories_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    QTest::newRow("array") << "[]"_ba << u"is not a JSON object: it begins with \"[]\""_s;
    QTest::newRow("repository") << R"({"a":"b"})"_ba << u"[\"a\"] is the string \"b\", expected an object"_s;
    QTest::newRow("tag") << R"({"a":{"b":1}})"_ba << u"[\"a\"][\"b\"] is the number 1, expected a string"_s;
}

void TestDockerArchive::refusesRepositories()
{
    QFETCH(QByteArray, json);
    const auto tags = parseLegacyRepositories(json, kDockerArchiveSubject);
    QVERIFY(!tags);
    QTEST(tags.error().detail, "detail");
}

void TestDockerArchive::parsesLayers()
{
    const auto layer = LegacyLayer::parse(R"({"id":"b","parent":"a","config":{"Cmd":["sh"]},"Size":5})"_ba, kDockerArchiveSubject);
    VERIFY_RESULT(layer);
    QCOMPARE(layer->id, u"b"_s);
    QCOMPARE(layer->parent, u"a"_s);
    QVERIFY(layer->json.contains(u"config"_s));
    QCOMPARE(LegacyLayer::parse(R"({"id":"a"})"_ba, kDockerArchiveSubject)->parent, QString());
}

void TestDockerArchive::refusesLayers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    QTest::newRow("no id") << "{}"_ba << u"id is missing"_s;
    QTest::newRow("id") << R"({"id":1})"_ba << u"id is the number 1, expected a string"_s;
    QTest::newRow("parent") << R"({"id":"a","parent":{}})"_ba << u"parent is an object, expected a string"_s;
}

void TestDockerArchive::refusesLayers()
{
    QFETCH(QByteArray, json);
    const auto layer = LegacyLayer::parse(json, kDockerArchiveSubject);
    QVERIFY(!layer);
    QTEST(layer.error().detail, "detail");
}

void TestDockerArchive::findsTops_data()
{
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QStringList>("tops");
    QTest::newRow("none") << QString() << QStringList();
    QTest::newRow("one") << u"a"_s << QStringList{u"a"_s};
    QTest::newRow("chain") << u"a b<a c<b"_s << QStringList{u"c"_s};
    QTest::newRow("fork") << u"a b<a c<a"_s << QStringList{u"b"_s, u"c"_s};
    QTest::newRow("loop") << u"a<b b<a"_s << QStringList();
}

void TestDockerArchive::findsTops()
{
    QFETCH(QString, layers);
    QTEST(legacyTops(layersOf(layers)), "tops");
}

void TestDockerArchive::chainsLayers_data()
{
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("top");
    QTest::addColumn<QString>("chain");
    QTest::newRow("one") << u"a"_s << u"a"_s << u"a"_s;
    QTest::newRow("three") << u"c<b a b<a"_s << u"c"_s << u"a b c"_s;
    QTest::newRow("from the middle") << u"c<b a b<a"_s << u"b"_s << u"a b"_s;
    QTest::newRow("fork") << u"a b<a c<a"_s << u"c"_s << u"a c"_s;
}

void TestDockerArchive::chainsLayers()
{
    QFETCH(QString, layers);
    QFETCH(QString, top);
    const auto chain = legacyChain(layersOf(layers), top, kDockerArchiveSubject);
    VERIFY_RESULT(chain);
    QStringList ids;
    for (const LegacyLayer &layer : *chain)
        ids.append(layer.id);
    QTEST(ids.join(u' '), "chain");
}

void TestDockerArchive::refusesChains_data()
{
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("top");
    QTest::addColumn<QString>("detail");
    QTest::newRow("no top") << u"a"_s << u"b"_s << u"does not contain the layer \"b\" of an image"_s;
    QTest::newRow("no parent") << u"b<a"_s << u"b"_s << u"does not contain the layer \"a\" of an image"_s;
    QTest::newRow("itself") << u"a<a"_s << u"a"_s << u"has the layer \"a\" as its own ancestor"_s;
    QTest::newRow("loop") << u"a<b b<a c"_s << u"a"_s << u"has the layer \"b\" as its own ancestor"_s;
}

void TestDockerArchive::refusesChains()
{
    QFETCH(QString, layers);
    QFETCH(QString, top);
    const auto chain = legacyChain(layersOf(layers), top, kDockerArchiveSubject);
    QVERIFY(!chain);
    QCOMPARE(chain.error().kind, ErrorKind::Malformed);
    QTEST(chain.error().detail, "detail");
}

void TestDockerArchive::makesAnImageConfig()
{
    LegacyLayers layers;
    layers[u"a"_s] = LegacyLayer::parse(R"({"id":"a","created":"2014-01-01T00:00:00Z","author":"x",
        "container_config":{"Cmd":["/bin/sh","-c","#(nop) ADD file"]}})"_ba,
                                        kDockerArchiveSubject)
                         .value();
    layers[u"b"_s]
        = LegacyLayer::parse(R"({"id":"b","parent":"a","created":"2014-01-02T00:00:00Z","comment":"c","architecture":"amd64",
        "os":"linux","Size":5,"container_config":{"Cmd":null},"config":{"Cmd":["/bin/sh"],"Env":["A=<b>"]},"throwaway":true})"_ba,
                             kDockerArchiveSubject)
              .value();
    const auto chain = legacyChain(layers, u"b"_s, kDockerArchiveSubject).value();
    const std::array diffIds{DiffId::of(asBytes("one")), DiffId::of(asBytes("two"))};
    const QByteArray bytes = legacyImageConfig(chain, diffIds);

    const auto config = ImageConfig::parse(bytes, kDockerArchiveSubject);
    VERIFY_RESULT(config);
    QCOMPARE(config->platform.toString(), u"linux/amd64"_s);
    QCOMPARE(config->created, u"2014-01-02T00:00:00Z"_s);
    QCOMPARE(config->run.cmd, QStringList{u"/bin/sh"_s});
    QCOMPARE(config->run.env, QStringList{u"A=<b>"_s});
    QCOMPARE(config->diffIds, std::vector(diffIds.begin(), diffIds.end()));
    QCOMPARE(config->history,
             (std::vector<HistoryEntry>{{u"2014-01-01T00:00:00Z"_s, u"/bin/sh -c #(nop) ADD file"_s, u"x"_s, {}, false},
                                        {u"2014-01-02T00:00:00Z"_s, {}, {}, u"c"_s, false}}));
    for (const auto gone : {"id"_L1, "parent"_L1, "Size"_L1, "throwaway"_L1})
        QVERIFY(!config->json.contains(gone));
    QCOMPARE(config->json.value("rootfs"_L1).toObject().value("type"_L1).toString(), u"layers"_s);
}

STRATOSCOPE_APPLESS_TEST(TestDockerArchive)
#include "tst_docker_archive.moc"
