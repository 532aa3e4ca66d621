// SPDX-License-Identifier: Apache-2.0
#include "prebaked/sidecar.h"

#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

Result<Sidecar> parseSidecar(const QByteArray &text)
{
    return Sidecar::parse(text, u"x.ext.json"_s);
}

} // namespace

class TestSidecar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutEntriesThereIsNone() { QCOMPARE(SidecarWriter().take(), std::string()); }

    void countsItsMemory()
    {
        const SidecarEntry entry{.name = {}, .link = {}, .nanoseconds = 0, .xattrs = {{"user.x", std::string(600'000, 'x')}}};
        const auto memory = std::make_shared<MemoryBudget>(1 << 20);
        std::string text;
        {
            SidecarWriter writer(memory);
            VERIFY_RESULT(writer.add(0, entry)); // 800,000 bytes of base64
            SidecarWriter other(memory);
            const auto tooMuch = other.add(0, entry);
            QVERIFY(!tooMuch);
            QCOMPARE(tooMuch.error().kind, ErrorKind::TooLarge);
            text = writer.take();
        }
        SidecarWriter again(memory);
        VERIFY_RESULT(again.add(0, entry));

        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.ext.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), qint64(text.size()));
        file.close();
        QVERIFY(!Sidecar::read(path, memory)); // `again` has the memory
        again.take();
        VERIFY_RESULT(Sidecar::read(path, memory));
    }

    void writesAnEntryALine()
    {
        SidecarWriter writer;
        VERIFY_RESULT(writer.add(2, {.name = "a\tb", .link = {}, .nanoseconds = 0, .xattrs = {}}));
        VERIFY_RESULT(writer.add(7, {.name = {}, .link = "\xff\n", .nanoseconds = 5, .xattrs = {}}));
        VERIFY_RESULT(writer.add(9,
                                 {.name = {},
                                  .link = {},
                                  .nanoseconds = 0,
                                  .xattrs = {{"security.capability", std::string("\1\0\0\2", 4)}, {"user.empty", ""}}}));
        QCOMPARE(QByteArray::fromStdString(writer.take()),
                 QByteArray("{\"version\":1,\"entries\":{\n"
                            "\"2\":{\"name\":\"YQli\"},\n"
                            "\"7\":{\"link\":\"/wo=\",\"mtimeNsec\":5},\n"
                            "\"9\":{\"xattrs\":{\"security.capability\":\"AQAAAg==\",\"user.empty\":\"\"}}\n"
                            "}}\n"));
        QCOMPARE(writer.take(), std::string());
    }

    void readsWhatIsWritten()
    {
        const std::vector<std::pair<std::uint32_t, SidecarEntry>> entries{
            {0, {.name = "line\nbreak", .link = "tab\tbed", .nanoseconds = 999999999, .xattrs = {{"user.\"quoted\\\"", "{}"}}}},
            {1, {.name = {}, .link = {}, .nanoseconds = 1, .xattrs = {}}},
            {2, {.name = {}, .link = {}, .nanoseconds = 0, .xattrs = {}, .warnings = kOwnerCutOff | kNamelessWhiteout}},
            {1000000, {.name = std::string(20000, 'n'), .link = {}, .nanoseconds = 0, .xattrs = {{"a", std::string(70000, '\0')}}}},
        };
        SidecarWriter writer;
        for (const auto &[record, entry] : entries)
            VERIFY_RESULT(writer.add(record, entry));
        const std::string text = writer.take();
        QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(text)).isNull());
        auto sidecar = parseSidecar(QByteArray::fromStdString(text));
        VERIFY_RESULT(sidecar);
        for (const auto &[record, entry] : entries) {
            QVERIFY(sidecar->has(record));
            const auto read = sidecar->entry();
            VERIFY_RESULT(read);
            QCOMPARE(*read, entry);
        }
        QVERIFY(!sidecar->has(3));
        QVERIFY(!sidecar->has(1000001));
        QVERIFY(sidecar->has(0)); // in any order
    }

    void readsWhatOthersWrite()
    {
        auto sidecar = parseSidecar(
            QByteArray(" { 'comment' : [ {'}' : ']'} , null ] ,\n\t'entries' : {\r\n"
                       "'3' : { 'mtimeNsec' : 12 , 'later' : true } , '1':{}, '3':{'mtimeNsec':13} } , 'version':1 } ")
                .replace('\'', '"'));
        VERIFY_RESULT(sidecar);
        QVERIFY(sidecar->has(3));
        QCOMPARE(need(sidecar->entry()).nanoseconds, 13u); // the last one of duplicate keys
        QVERIFY(sidecar->has(1));
        QCOMPARE(need(sidecar->entry()), SidecarEntry());
        QVERIFY(!sidecar->has(0));
        QVERIFY(!sidecar->has(2));
    }

    void refusesWhatIsNoSidecar_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QByteArray &text, ErrorKind kind, const QString &message) {
            QTest::addRow("%s", name) << text << kind << message;
        };
        const QString noJson = u"x.ext.json: is not a valid sidecar: error at byte "_s;
        row("empty", "", ErrorKind::Malformed, noJson);
        row("array", "[]", ErrorKind::Malformed, noJson);
        row("cut off", R"({"version":1,"entries":{"1":{"name":)", ErrorKind::Malformed, noJson);
        row("cut off in a string", "{\"version\":1,\"entries\":{\"1\":{\"name\":\"YQ", ErrorKind::Malformed, noJson);
        row("no number", R"({"version":1,"entries":{"one":{}}})", ErrorKind::Malformed, noJson);
        row("negative", R"({"version":1,"entries":{"-1":{}}})", ErrorKind::Malformed, noJson);
        row("too large a number", R"({"version":1,"entries":{"4294967296":{}}})", ErrorKind::Malformed, noJson);
        row("something after it", R"({"version":1,"entries":{}} x)", ErrorKind::Malformed, noJson);
        row("entries of another type", R"({"version":1,"entries":[]})", ErrorKind::Malformed, noJson);
        row("brackets only", QByteArray(1'000'000, '['), ErrorKind::Malformed, noJson);
        row("another version", R"({"version":2,"entries":{}})", ErrorKind::Unsupported, u"x.ext.json: has version 2, but "_s);
        row("no version", R"({"entries":{}})", ErrorKind::Unsupported, u"x.ext.json: has version none, but "_s);
    }

    void refusesWhatIsNoSidecar()
    {
        QFETCH(QByteArray, text);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, message);
        const auto sidecar = parseSidecar(text);
        QVERIFY(!sidecar);
        QCOMPARE(sidecar.error().kind, kind);
        QVERIFY2(sidecar.error().message().startsWith(message), qPrintable(sidecar.error().message()));
    }

    void refusesWrongEntries_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QString>("message");
        QTest::addRow("base64") << QByteArray(R"({"name":"*"})") << u"x.ext.json: entry 4: name is not base64"_s;
        QTest::addRow("attribute") << QByteArray(R"({"xattrs":{"user.a":"?"}})") << u"x.ext.json: entry 4: xattrs is not base64"_s;
        QTest::addRow("type") << QByteArray(R"({"link":5})") << u"x.ext.json: entry 4: link is the number 5, expected a string"_s;
        QTest::addRow("nanoseconds") << QByteArray(R"({"mtimeNsec":1000000000})")
                                     << u"x.ext.json: entry 4: mtimeNsec is not in the range 0 to 999999999"_s;
        QTest::addRow("negative") << QByteArray(R"({"mtimeNsec":-1})")
                                  << u"x.ext.json: entry 4: mtimeNsec is not in the range 0 to 999999999"_s;
        QTest::addRow("nothing") << QByteArray("nul") << u"x.ext.json: entry 4: "_s;
        QTest::addRow("deep") << QByteArray(5000, '[') + QByteArray(5000, ']') << u"x.ext.json: entry 4: "_s;
    }

    void refusesWrongEntries()
    {
        QFETCH(QByteArray, entry);
        QFETCH(QString, message);
        auto sidecar = parseSidecar("{\"version\":1,\"entries\":{\"4\":" + entry + "}}");
        VERIFY_RESULT(sidecar);
        QVERIFY(sidecar->has(4));
        const auto read = sidecar->entry();
        QVERIFY(!read);
        QVERIFY2(read.error().message().startsWith(message), qPrintable(read.error().message()));
    }

    void aMissingFileAddsNothing()
    {
        QTemporaryDir directory;
        auto sidecar = Sidecar::read(directory.filePath(u"missing"_s));
        VERIFY_RESULT(sidecar);
        QVERIFY(!sidecar->has(0));
    }
};

STRATOSCOPE_APPLESS_TEST(TestSidecar)
#include "tst_sidecar.moc"
