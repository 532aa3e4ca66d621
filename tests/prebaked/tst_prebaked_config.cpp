// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_layer.h"

#include "prebaked/prebaked_config.h"
#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/prebaked.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kLayer = u"sha256:"_s + QString(64, u'1');

Result<PrebakedConfig> parse(const QByteArray &bytes)
{
    return PrebakedConfig::parse(bytes, u"config.json"_s);
}

ImageFs someFs()
{
    TarBuilder tar;
    tar.file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/:/bin/sh\n").file("etc/group", "staff:x:50:\n");
    return fsOf({tar});
}

} // namespace

class TestPrebakedConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAllKeysInTheirOrder()
    {
        const PrebakedConfig config{
            .layers = {need(Digest::parse(kLayer)), need(Digest::parse(u"sha256:"_s + QString(64, u'2')))},
            .env = {u"PATH=/bin"_s, u"GREETING=<é & \"ü\">"_s},
            .entrypoint = {u"/init"_s},
            .cmd = {u"sh"_s, u"-c"_s, u"echo\n"_s},
            .workingDir = u"/srv"_s,
            .user = u"app:staff"_s,
            .ids = UserIds{1000, 50},
            .labels = {{u"b"_s, u"2"_s}, {u"a"_s, u"1"_s}},
            .architecture = u"amd64"_s,
        };
        QCOMPARE(config.toBytes(),
                 QByteArray("{\n"
                            "  \"layers\": [\n"
                            "    \"sha256:1111111111111111111111111111111111111111111111111111111111111111\",\n"
                            "    \"sha256:2222222222222222222222222222222222222222222222222222222222222222\"\n"
                            "  ],\n"
                            "  \"env\": [\n"
                            "    \"PATH=/bin\",\n"
                            "    \"GREETING=<\xc3\xa9 & \\\"\xc3\xbc\\\">\"\n"
                            "  ],\n"
                            "  \"entrypoint\": [\n"
                            "    \"/init\"\n"
                            "  ],\n"
                            "  \"cmd\": [\n"
                            "    \"sh\",\n"
                            "    \"-c\",\n"
                            "    \"echo\\n\"\n"
                            "  ],\n"
                            "  \"workingDir\": \"/srv\",\n"
                            "  \"user\": \"app:staff\",\n"
                            "  \"uid\": 1000,\n"
                            "  \"gid\": 50,\n"
                            "  \"labels\": {\n"
                            "    \"a\": \"1\",\n"
                            "    \"b\": \"2\"\n"
                            "  },\n"
                            "  \"architecture\": \"amd64\"\n"
                            "}\n"));
        QCOMPARE(need(parse(config.toBytes())), config);
    }

    void leavesOutWhatIsEmpty()
    {
        QCOMPARE(PrebakedConfig().toBytes(), QByteArray("{\n  \"layers\": []\n}\n"));
        QCOMPARE(need(parse(PrebakedConfig().toBytes())), PrebakedConfig());
    }

    void anotherReaderReadsIt()
    {
        TestFolder folder;
        TarBuilder tar;
        tar.file("a", "b");
        const QString hex(64, u'1');
        VERIFY_RESULT(writePrebaked(tar.finish(), folder.path(), hex));
        const Digest digest = need(Digest::parse(kLayer));
        ImageConfig image;
        image.run.user = u"0"_s;
        image.run.env = {u"A=<>"_s};
        const auto config = PrebakedConfig::of(image, {digest, digest}, someFs());
        VERIFY_RESULT(config);
        writeDisk(folder.path() + u"/config.json"_s, config->toBytes());
        const auto read = readByOther(folder.path());
        VERIFY_RESULT(read);
        QCOMPARE(read->size(), std::size_t(2));
        QCOMPARE(read->front().value("config"_L1).toObject().value("uid"_L1).toInteger(-1), 0);
        QCOMPARE(need(PrebakedConfig::read(folder.path())), *config);
    }

    void takesWhatAnImageSays()
    {
        ImageConfig image;
        image.platform.architecture = u"arm64"_s;
        image.run = {.user = u"app"_s,
                     .env = {u"A=b"_s},
                     .entrypoint = {u"/a"_s},
                     .cmd = {u"b"_s},
                     .workingDir = u"/w"_s,
                     .labels = {{u"k"_s, u"v"_s}},
                     .exposedPorts = {},
                     .volumes = {},
                     .stopSignal = {},
                     .shell = {},
                     .onBuild = {}};
        const auto config = PrebakedConfig::of(image, {}, someFs());
        VERIFY_RESULT(config);
        QCOMPARE(*config,
                 (PrebakedConfig{.layers = {},
                                 .env = {u"A=b"_s},
                                 .entrypoint = {u"/a"_s},
                                 .cmd = {u"b"_s},
                                 .workingDir = u"/w"_s,
                                 .user = u"app"_s,
                                 .ids = UserIds{1000, 1001},
                                 .labels = {{u"k"_s, u"v"_s}},
                                 .architecture = u"arm64"_s}));
    }

    void aUserThatIsNotThereIsAnError()
    {
        ImageConfig image;
        image.run.user = u"nobody"_s;
        const auto config = PrebakedConfig::of(image, {}, someFs());
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::NotFound);
    }

    void readsBareStrings()
    {
        const auto config
            = parse(R"({"cmd": "sh", "entrypoint": "/init", "env": "A=b", "layers": [], "later": {"x": 1}, "user": null})");
        VERIFY_RESULT(config);
        QCOMPARE(config->cmd, QStringList{u"sh"_s});
        QCOMPARE(config->entrypoint, QStringList{u"/init"_s});
        QCOMPARE(config->env, QStringList{u"A=b"_s});
        QCOMPARE(config->ids, std::nullopt);
    }

    void aUserAloneIsItsGroupAsWell()
    {
        QCOMPARE(need(parse(R"({"layers": [], "uid": 7})")).ids, UserIds({7, 7}));
        QCOMPARE(need(parse(R"({"layers": [], "uid": 4294967295, "gid": 0})")).ids, UserIds({4294967295, 0}));
    }

    void refusesWhatIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::addRow("no JSON") << QByteArray("layers:") << u"config.json: is not a JSON object"_s;
        QTest::addRow("no layers") << QByteArray("{}") << u"config.json: layers is missing"_s;
        QTest::addRow("no digest") << QByteArray(R"({"layers": ["../../etc/passwd"]})")
                                   << u"config.json: layers contains \"../../etc/passwd\": not a digest: "_s;
        QTest::addRow("layers of another type")
            << QByteArray(R"({"layers": "sha256:1"})") << u"config.json: layers is the string"_s;
        QTest::addRow("negative user") << QByteArray(R"({"layers": [], "uid": -1})")
                                       << u"config.json: uid is -1, which is not a user or group ID"_s;
        QTest::addRow("large user") << QByteArray(R"({"layers": [], "gid": 4294967296})")
                                    << u"config.json: gid is 4294967296, which is not a user or group ID"_s;
        QTest::addRow("env of numbers") << QByteArray(R"({"layers": [], "env": [1]})") << u"config.json: env[0] is the number 1"_s;
    }

    void refusesWhatIsMalformed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const auto config = parse(bytes);
        QVERIFY(!config);
        QVERIFY2(config.error().message().startsWith(message), qPrintable(config.error().message()));
    }
};

STRATOSCOPE_GUILESS_TEST(TestPrebakedConfig)
#include "tst_prebaked_config.moc"
