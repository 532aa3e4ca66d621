// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/details/details.h"
#include "ui/details/inspector.h"
#include "ui/json/json_model.h"

#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void reads();
    void showsTheUser_data();
    void showsTheUser();
    void leavesOutWhatIsNotThere();
    void listsTheIndex();
    void readsDocuments();
    void takesAnyDocument();
    void formatsDurations();

private:
    static std::shared_ptr<Image> imageOf(const QByteArray &config);
    static QStringList draw(const QList<InspectorSection> &sections, const QString &title);
};

void TestInspector::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

std::shared_ptr<Image> TestInspector::imageOf(const QByteArray &config)
{
    const QByteArray passwd = "root:x:0:0::/root:/bin/sh\nweb:x:101:102::/:/bin/sh\n"_qba;
    auto image = test::makeImage({{"etc/", "etc/passwd " + std::to_string(passwd.size())}, {"b 1"}}, passwd);
    image->config = *ImageConfig::parse(config, u"config"_s);
    image->config.bytes = config;
    return image;
}

QStringList TestInspector::draw(const QList<InspectorSection> &sections, const QString &title)
{
    QStringList lines;
    for (const InspectorSection &section : sections) {
        if (section.title != title)
            continue;
        for (const auto &row : section.rows) {
            QStringList cells;
            for (const auto &cell : row)
                cells += cell.text;
            lines += cells.join(u" | "_s);
        }
    }
    return lines;
}

void TestInspector::reads()
{
    const auto image
        = imageOf(R"({"architecture":"amd64","os":"linux","created":"2024-05-01T12:00:00.123456789Z","author":"A <a@example.org>",
        "config":{"User":"web","Env":["PATH=/bin","EMPTY=","ODD","EQ=a=b"],"Entrypoint":["/run","--on"],"Cmd":["a b","it's","$HOME"],
            "WorkingDir":"/srv","Labels":{"z":"<b>1</b>","a":"2"},"ExposedPorts":{"80/tcp":{},"443/tcp":{}},"Volumes":{"/data":{}},
            "StopSignal":"SIGQUIT","Healthcheck":{"Test":["CMD-SHELL","curl -f localhost"],"Interval":30000000000,"Timeout":500000000,"Retries":3}},
        "rootfs":{"type":"layers","diff_ids":[]},
        "history":[{"created":"2024-05-01T12:00:00Z","created_by":"/bin/sh -c #(nop) ADD file:x in /"},
            {"created_by":"/bin/sh -c #(nop)  CMD [\"sh\"]","empty_layer":true},{"created_by":"RUN true # buildkit","comment":"buildkit.dockerfile.v0"}]})"_qba);
    const auto sections = inspectImage(*image);
    const QStringList about = draw(sections, u"Image"_s);
    QVERIFY(about.contains(u"Name | example.org/sample:1.0"_s));
    QVERIFY(about.contains(u"Created | 2024-05-01 12:00"_s));
    QVERIFY(about.contains(u"Author | A <a@example.org>"_s));
    QCOMPARE(draw(sections, u"Runtime"_s),
             (QStringList{u"Runs | /run --on 'a b' 'it'\\''s' '$HOME'"_s, u"Entrypoint | /run --on"_s,
                          u"Command | 'a b' 'it'\\''s' '$HOME'"_s, u"Working directory | /srv"_s, u"User | web (101:102)"_s,
                          u"Ports | 443/tcp, 80/tcp"_s, u"Volumes | /data"_s, u"Stop signal | SIGQUIT"_s,
                          u"Health check | curl -f localhost\ninterval: 30 s\ntimeout: 500 ms\nretries: 3"_s}));
    QCOMPARE(draw(sections, u"Environment"_s), (QStringList{u"PATH | /bin"_s, u"EMPTY | "_s, u"ODD | "_s, u"EQ | a=b"_s}));
    QCOMPARE(draw(sections, u"Labels"_s), (QStringList{u"a | 2"_s, u"z | <b>1</b>"_s}));
    QCOMPARE(draw(sections, u"History"_s),
             (QStringList{u"0 | 2024-05-01 12:00 | ADD file:x in /"_s, u"– |  | CMD [\"sh\"]"_s,
                          u"1 |  | RUN true\nbuildkit.dockerfile.v0"_s}));
    QCOMPARE(draw(sections, u"Layers"_s).size(), 2);
}

void TestInspector::showsTheUser_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("expected");
    QTest::newRow("name") << "web"_qba << u"web (101:102)"_s;
    QTest::newRow("none") << ""_qba << u"root (0:0), the default"_s;
    QTest::newRow("numbers") << "7:8"_qba << u"7:8"_s;
    QTest::newRow("number") << "7"_qba << u"7 (7:7)"_s;
}

void TestInspector::showsTheUser()
{
    QFETCH(QByteArray, user);
    QFETCH(QString, expected);
    const auto image = imageOf(R"({"architecture":"amd64","os":"linux","config":{"User":")"_qba + user
                               + "\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
    QCOMPARE(draw(inspectImage(*image), u"Runtime"_s), QStringList{u"User | "_s + expected});
}

void TestInspector::leavesOutWhatIsNotThere()
{
    const auto image = imageOf(
        R"({"architecture":"amd64","os":"linux","config":{"User":"nobody"},"rootfs":{"type":"layers","diff_ids":[]}})"_qba);
    const auto sections = inspectImage(*image);
    QStringList titles;
    for (const InspectorSection &section : sections)
        titles += section.title;
    QCOMPARE(titles, (QStringList{u"Image"_s, u"Runtime"_s, u"Layers"_s}));
    // A user that the image does not know says so.
    QVERIFY(draw(sections, u"Runtime"_s).first().startsWith(u"User | nobody ("_s));
}

void TestInspector::listsTheIndex()
{
    auto image = test::makeImage({{"a 1"}});
    const QString mine = u"sha256:"_s + QString(64, u'a');
    const QString other = u"sha256:"_s + QString(64, u'b');
    const QString attestation = u"sha256:"_s + QString(64, u'c');
    image->digest = *Digest::parse(mine);
    const QString manifest
        = u"{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":500,\"digest\":\"%1\",\"platform\":{\"os\":\"%2\",\"architecture\":\"%3\"}}"_s;
    image->indexBytes = u"{\"schemaVersion\":2,\"manifests\":[%1,%2,%3]}"_s
                            .arg(manifest.arg(mine, u"linux"_s, u"amd64"_s), manifest.arg(other, u"linux"_s, u"arm64"_s),
                                 manifest.arg(attestation, u"unknown"_s, u"unknown"_s))
                            .toUtf8();
    QCOMPARE(draw(inspectImage(*image), u"Index"_s),
             (QStringList{u"linux/amd64 | %1 | 500 B | this image"_s.arg(mine),
                          u"linux/arm64 | %1 | 500 B | application/vnd.oci.image.manifest.v1+json"_s.arg(other),
                          u" | %1 | 500 B | attestation"_s.arg(attestation)}));
    image->indexBytes = "{"_qba;
    QVERIFY(draw(inspectImage(*image), u"Index"_s).isEmpty());
}

void TestInspector::readsDocuments()
{
    const JsonDocument config = readJsonDocument(R"({"os":"linux","architecture":"amd64"})"_qba);
    QCOMPARE(config.bytes, R"({"os":"linux","architecture":"amd64"})"_qba);
    QCOMPARE(config.text.pieces.join(u'\n'), u"{\n  \"os\": \"linux\",\n  \"architecture\": \"amd64\"\n}"_s);
    QVERIFY(config.tree);
    const JsonDocument broken = readJsonDocument("{broken"_qba);
    QVERIFY(!broken.tree);
    QCOMPARE(broken.text.pieces.join(u'\n'), u"{broken"_s);
}

/// What is no string, no number, no list where one belongs.
void TestInspector::takesAnyDocument()
{
    for (const char *const check :
         {"[]", "7", "{\"Test\":7}", "{\"Test\":[]}", "{\"Test\":[7,{}]}", "{\"Test\":[\"CMD\"],\"Interval\":\"x\"}",
          "{\"Test\":[\"CMD\",\"a\"],\"Interval\":9e99,\"Retries\":-1}", "{\"Test\":[\"NONE\"]}"}) {
        const auto image = imageOf("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Healthcheck\":"_qba + check + "}}");
        QVERIFY(!inspectImage(*image).isEmpty());
    }
}

void TestInspector::formatsDurations()
{
    QCOMPARE(nanosecondsText(300'000'000), u"300 ms"_s);
    QCOMPARE(nanosecondsText(5'000'000'000), u"5 s"_s);
    QCOMPARE(nanosecondsText(90'000'000'000), u"1 min 30 s"_s);
}

STRATOSCOPE_GUILESS_TEST(TestInspector)
#include "tst_inspector.moc"
