// SPDX-License-Identifier: Apache-2.0
#include "oci/image_config.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kImageConfigSubject = u"image.tar: config.json"_s;

/// The command that created each layer; "?" if unknown.
QString commandsOf(const ImageConfig &config, std::size_t layerCount)
{
    QStringList commands;
    for (const HistoryEntry &step : historyForLayers(config, layerCount))
        commands.append(step == HistoryEntry{} ? u"?"_s : step.createdBy);
    return commands.join(u' ');
}

} // namespace

class TestImageConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesEverything();
    void takesTheLeast_data();
    void takesTheLeast();
    void readsMembersInAnyCase();
    void keepsBytesThatAreNotUtf8();
    void takesBareStringsAsCommands_data();
    void takesBareStringsAsCommands();
    void refuses_data();
    void refuses();
    void givesLayersTheirHistory_data();
    void givesLayersTheirHistory();
};

void TestImageConfig::parsesEverything()
{
    const QByteArray json = R"({
        "architecture": "arm64", "os": "linux", "variant": "v8", "os.version": "1", "os.features": ["f"],
        "created": "2024-01-02T03:04:05.678Z", "author": "somebody",
        "config": {
            "User": "1000:1000", "Env": ["PATH=/bin", "LANG=C.UTF-8"], "Entrypoint": ["/init"], "Cmd": ["-c", "a b"],
            "WorkingDir": "/srv", "Labels": {"a": "<b> & c", "none": null}, "ExposedPorts": {"80/tcp": {}, "53/udp": {}},
            "Volumes": {"/data": {}}, "StopSignal": "SIGQUIT", "Shell": ["/bin/bash", "-c"], "OnBuild": ["RUN true"],
            "Healthcheck": {"Test": ["NONE"]}
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:1111111111111111111111111111111111111111111111111111111111111111"]},
        "history": [
            {"created": "2024-01-01T00:00:00Z", "created_by": "ADD file", "author": "x", "comment": "y"},
            {"created_by": "ENV a=b", "empty_layer": true}
        ]
    })"_ba;
    const auto config = ImageConfig::parse(json, kImageConfigSubject);
    VERIFY_RESULT(config);
    QCOMPARE(config->platform, (Platform{u"linux"_s, u"arm64"_s, u"v8"_s, u"1"_s, {u"f"_s}}));
    QCOMPARE(config->created, u"2024-01-02T03:04:05.678Z"_s);
    QCOMPARE(config->author, u"somebody"_s);
    QCOMPARE(config->run.user, u"1000:1000"_s);
    QCOMPARE(config->run.env, (QStringList{u"PATH=/bin"_s, u"LANG=C.UTF-8"_s}));
    QCOMPARE(config->run.entrypoint, QStringList{u"/init"_s});
    QCOMPARE(config->run.cmd, (QStringList{u"-c"_s, u"a b"_s}));
    QCOMPARE(config->run.workingDir, u"/srv"_s);
    QCOMPARE(config->run.labels, (QMap<QString, QString>{{u"a"_s, u"<b> & c"_s}, {u"none"_s, QString()}}));
    QCOMPARE(config->run.exposedPorts, (QStringList{u"53/udp"_s, u"80/tcp"_s}));
    QCOMPARE(config->run.volumes, QStringList{u"/data"_s});
    QCOMPARE(config->run.stopSignal, u"SIGQUIT"_s);
    QCOMPARE(config->run.shell, (QStringList{u"/bin/bash"_s, u"-c"_s}));
    QCOMPARE(config->run.onBuild, QStringList{u"RUN true"_s});
    QCOMPARE(config->diffIds, std::vector{DiffId::parse(u"sha256:"_s + QString(64, u'1')).value()});
    QCOMPARE(config->history,
             (std::vector<HistoryEntry>{{u"2024-01-01T00:00:00Z"_s, u"ADD file"_s, u"x"_s, u"y"_s, false},
                                        {{}, u"ENV a=b"_s, {}, {}, true}}));
    QCOMPARE(config->bytes, json);
    QVERIFY(config->json.value(u"config"_s).toObject().contains(u"Healthcheck"_s));
}

void TestImageConfig::takesTheLeast_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << "{}"_ba;
    QTest::newRow("nulls")
        << R"({"architecture":null,"os":null,"created":null,"author":null,"config":null,"rootfs":null,"history":null})"_ba;
    QTest::newRow("nested nulls")
        << R"({"config":{"User":null,"Env":null,"Entrypoint":null,"Cmd":null,"WorkingDir":null,"Labels":null,
        "ExposedPorts":null,"Volumes":null,"StopSignal":null,"Shell":null,"OnBuild":null},"rootfs":{"type":"layers","diff_ids":null}})"_ba;
    QTest::newRow("unknown members")
        << R"({"future":[null,{"x":1}],"config":{"Healthcheck":{"Test":["CMD"]},"ArgsEscaped":true},"rootfs":{"base_layer":null}})"_ba;
}

void TestImageConfig::takesTheLeast()
{
    QFETCH(QByteArray, json);
    const auto config = ImageConfig::parse(json, kImageConfigSubject);
    VERIFY_RESULT(config);
    QCOMPARE(config->platform, Platform());
    QCOMPARE(config->run, RunConfig());
    QVERIFY(config->diffIds.empty() && config->history.empty());
}

/// As Go does, whose programs wrote such configs: Windows base images have "rootfS".
void TestImageConfig::readsMembersInAnyCase()
{
    const auto config = ImageConfig::parse(
        R"({"Architecture":"amd64","OS":"windows","os.Version":"10.0.19042.985","AUTHOR":"a",
        "Config":{"user":"ContainerUser","cmd":["cmd.exe"],"env":["A=b",null],"LABELS":{"K":"1","k":"2"},"exposedPorts":{"80/tcp":null}},
        "rootfS":{"Diff_IDs":["sha256:)"_ba
            + QByteArray(64, '1') + R"("]},"History":[{"Created_By":"Apply","EMPTY_LAYER":true},null]})"_ba,
        kImageConfigSubject);
    VERIFY_RESULT(config);
    QCOMPARE(config->platform.toString(), u"windows(10.0.19042.985)/amd64"_s);
    QCOMPARE(config->author, u"a"_s);
    QCOMPARE(config->run.user, u"ContainerUser"_s);
    QCOMPARE(config->run.cmd, QStringList{u"cmd.exe"_s});
    QCOMPARE(config->run.env, (QStringList{u"A=b"_s, QString()}));
    QCOMPARE(config->run.labels, (QMap<QString, QString>{{u"K"_s, u"1"_s}, {u"k"_s, u"2"_s}}));
    QCOMPARE(config->run.exposedPorts, QStringList{u"80/tcp"_s});
    QCOMPARE(config->diffIds.size(), std::size_t(1));
    QCOMPARE(config->history.size(), std::size_t(2));
    QCOMPARE(config->history[0].createdBy, u"Apply"_s);
    QVERIFY(config->history[0].emptyLayer);
    QCOMPARE(config->history[1], HistoryEntry());
}

void TestImageConfig::keepsBytesThatAreNotUtf8()
{
    const QByteArray bytes = "{\"author\":\"M\xFCller\",\"config\":{\"Labels\":{\"\xE9\":\"\xFC\"}}}"_ba;
    const auto config = ImageConfig::parse(bytes, kImageConfigSubject);
    VERIFY_RESULT(config);
    QCOMPARE(config->author, u"M\uFFFDller"_s);
    QCOMPARE(config->run.labels, (QMap<QString, QString>{{u"\uFFFD"_s, u"\uFFFD"_s}}));
    QCOMPARE(config->bytes, bytes); // which its digest is made of
}

void TestImageConfig::takesBareStringsAsCommands_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("string") << R"("/bin/sh -c x")"_ba << QStringList{u"/bin/sh -c x"_s};
    QTest::newRow("empty string") << R"("")"_ba << QStringList{QString()};
    QTest::newRow("array") << R"(["a","b"])"_ba << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("empty array") << "[]"_ba << QStringList();
    QTest::newRow("null") << "null"_ba << QStringList();
}

void TestImageConfig::takesBareStringsAsCommands()
{
    QFETCH(QByteArray, value);
    const auto config
        = ImageConfig::parse(R"({"config":{"Entrypoint":)"_ba + value + R"(,"Cmd":)"_ba + value + "}}"_ba, kImageConfigSubject);
    VERIFY_RESULT(config);
    QTEST(config->run.entrypoint, "words");
    QTEST(config->run.cmd, "words");
}

void TestImageConfig::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    const auto row
        = [](const char *json, const QString &detail) { QTest::newRow(qPrintable(detail)) << QByteArray(json) << detail; };
    row(R"([])", u"is not a JSON object: it begins with \"[]\""_s);
    row(R"({"architecture":64})", u"architecture is the number 64, expected a string"_s);
    row(R"({"os":["linux"]})", u"os is an array, expected a string"_s);
    row(R"({"variant":8})", u"variant is the number 8, expected a string"_s);
    row(R"({"created":0})", u"created is the number 0, expected a string"_s);
    row(R"({"author":{}})", u"author is an object, expected a string"_s);
    row(R"({"config":[]})", u"config is an array, expected an object"_s);
    row(R"({"config":{"User":1000}})", u"config.User is the number 1000, expected a string"_s);
    row(R"({"config":{"Env":{"a":"b"}}})", u"config.Env is an object, expected an array"_s);
    row(R"({"config":{"Env":["a=b",{}]}})", u"config.Env[1] is an object, expected a string"_s);
    row(R"({"config":{"Entrypoint":{}}})", u"config.Entrypoint is an object, expected an array"_s);
    row(R"({"config":{"Cmd":[["sh"]]}})", u"config.Cmd[0] is an array, expected a string"_s);
    row(R"({"config":{"WorkingDir":true}})", u"config.WorkingDir is a boolean, expected a string"_s);
    row(R"({"config":{"Labels":["a"]}})", u"config.Labels is an array, expected an object"_s);
    row(R"({"config":{"Labels":{"a":1}}})", u"config.Labels[\"a\"] is the number 1, expected a string"_s);
    row(R"({"config":{"ExposedPorts":"80"}})", u"config.ExposedPorts is the string \"80\", expected an object"_s);
    row(R"({"config":{"Volumes":["/data"]}})", u"config.Volumes is an array, expected an object"_s);
    row(R"({"config":{"StopSignal":9}})", u"config.StopSignal is the number 9, expected a string"_s);
    row(R"({"rootfs":"x"})", u"rootfs is the string \"x\", expected an object"_s);
    row(R"({"rootfs":{"diff_ids":"x"}})", u"rootfs.diff_ids is the string \"x\", expected an array"_s);
    row(R"({"rootfs":{"diff_ids":["x"]}})",
        u"rootfs.diff_ids contains \"x\": not a digest: expected an algorithm and a colon first, as in sha256:…"_s);
    row(R"({"rootfs":{"diff_ids":[3]}})", u"rootfs.diff_ids[0] is the number 3, expected a string"_s);
    row(R"({"history":{}})", u"history is an object, expected an array"_s);
    row(R"({"history":[{},"x"]})", u"history[1] is the string \"x\", expected an object"_s);
    row(R"({"history":[{"empty_layer":"true"}]})", u"history[0].empty_layer is the string \"true\", expected true or false"_s);
    row(R"({"history":[{"created_by":["sh"]}]})", u"history[0].created_by is an array, expected a string"_s);
}

void TestImageConfig::refuses()
{
    QFETCH(QByteArray, json);
    const auto config = ImageConfig::parse(json, kImageConfigSubject);
    QVERIFY(!config);
    QCOMPARE(config.error().subject, kImageConfigSubject);
    QCOMPARE(config.error().kind, ErrorKind::Malformed);
    QTEST(config.error().detail, "detail");
}

void TestImageConfig::givesLayersTheirHistory_data()
{
    QTest::addColumn<QString>("steps"); // a leading - marks an empty layer
    QTest::addColumn<int>("layers");
    QTest::addColumn<QString>("expected");
    QTest::newRow("each") << u"a b c"_s << 3 << u"a b c"_s;
    QTest::newRow("empty between") << u"-x a -y b -z"_s << 2 << u"a b"_s;
    QTest::newRow("none") << QString() << 2 << u"? ?"_s;
    QTest::newRow("only empty ones") << u"-x -y"_s << 1 << u"?"_s;
    QTest::newRow("too few") << u"a -x"_s << 3 << u"a ? ?"_s;
    QTest::newRow("too many") << u"a b c"_s << 2 << u"a b"_s;
    QTest::newRow("no layers") << u"a"_s << 0 << QString();
}

void TestImageConfig::givesLayersTheirHistory()
{
    QFETCH(QString, steps);
    QFETCH(int, layers);
    ImageConfig config;
    for (const QString &step : steps.split(u' ', Qt::SkipEmptyParts)) {
        HistoryEntry entry;
        entry.emptyLayer = step.startsWith(u'-');
        entry.createdBy = step;
        config.history.push_back(entry);
    }
    QTEST(commandsOf(config, static_cast<std::size_t>(layers)), "expected");
}

STRATOSCOPE_APPLESS_TEST(TestImageConfig)
#include "tst_image_config.moc"
