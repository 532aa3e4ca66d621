// SPDX-License-Identifier: Apache-2.0
#include "layer/pax.h"

#include "support/results.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

#include <limits>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Extents = std::vector<SparseExtent>;

class TestPax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRecords();
    void keepsBinaryAttributes();
    void prefersSchilysAttributes_data();
    void prefersSchilysAttributes();
    void refuses_data();
    void refuses();
    void readsTimes_data();
    void readsTimes();
    void tellsSparseForms_data();
    void tellsSparseForms();
    void readsSparseMaps();
    void refusesSparseMaps_data();
    void refusesSparseMaps();
    void checksSparseMaps_data();
    void checksSparseMaps();
};

void TestPax::readsRecords()
{
    const auto records = parsePax(
        paxText({{"path", "a=b\nc"}, {"uid", "1"}, {"uid", "2"}, {"mtime", "1.5"}, {"comment", "left out"}, {"gid", ""}}));
    VERIFY_RESULT(records);
    QCOMPARE(*records->find("path"), "a=b\nc");
    QCOMPARE(records->number("uid").value(), 2);
    QCOMPARE(records->number("gid").value(), std::nullopt);
    QCOMPARE(records->number("size").value(), std::nullopt);
    QVERIFY(records->time("mtime").value() == (Timestamp{1, 500'000'000}));
    QVERIFY(records->time("atime").value() == std::nullopt);
    QVERIFY(!records->find("comment"));
    QVERIFY(!records->find("gid"));
    // The digits of a record's length may make it longer by one digit.
    for (int size = 80; size < 110; ++size)
        QCOMPARE(*parsePax(paxText({{"path", std::string(std::size_t(size), 'x')}}))->find("path"),
                 std::string(std::size_t(size), 'x'));
}

void TestPax::keepsBinaryAttributes()
{
    const std::string value("\0\1\xFF=\n", 5);
    const auto records = parsePax(paxText({{"SCHILY.xattr.security.capability", value}, {"SCHILY.xattr.user.empty", ""}}));
    VERIFY_RESULT(records);
    QCOMPARE(records->xattrs, (Xattrs{{"security.capability", value}, {"user.empty", ""}}));
}

void TestPax::prefersSchilysAttributes_data()
{
    QTest::addColumn<bool>("schilyFirst");
    QTest::newRow("before") << true;
    QTest::newRow("after") << false;
}

void TestPax::prefersSchilysAttributes()
{
    QFETCH(bool, schilyFirst);
    PaxRecordList list{{"SCHILY.xattr.user.a%b", "schily"}, {"LIBARCHIVE.xattr.user.a%25b", "bGliYXJjaGl2ZQ"}};
    if (!schilyFirst)
        std::swap(list[0], list[1]);
    const auto records = parsePax(paxText(list));
    VERIFY_RESULT(records);
    QCOMPARE(records->xattrs, (Xattrs{{"user.a%b", "schily"}}));
}

void TestPax::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const std::string &text, const QString &message) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << message;
    };
    row("no length", "path=x\n", u"the pax record “path=x\\x0a” is invalid"_s);
    row("length of nothing", "0 path=x\n", u"the pax record “0” is invalid"_s);
    row("length within itself", "2 path=x\n", u"the pax record “2” is invalid"_s);
    row("length that ends before the key", "3 \n", u"the pax record “” is invalid"_s);
    row("negative length", "-9 path=x\n", u"the pax record “-9” is invalid"_s);
    row("length beyond the end", "99 path=x\n", u"the pax record “99” is invalid"_s);
    row("length beyond 64 bits", "99999999999999999999999 path=x\n", u"the pax record “99999999999999999999” is invalid"_s);
    row("no line feed", "10 path=xy", u"the pax record “10” is invalid"_s);
    row("no equals sign", "9 pathxy\n", u"the pax record “pathxy” is invalid"_s);
    row("no key", "7 =abc\n", u"the pax record “=abc” is invalid"_s);
    row("zero byte in a path", paxText({{"path", std::string("a\0b", 3)}}), u"the pax record “path” is invalid"_s);
    row("zero byte in a link", paxText({{"linkpath", std::string("a\0b", 3)}}), u"the pax record “linkpath” is invalid"_s);
    row("zero byte in the name of an attribute", paxText({{std::string("SCHILY.xattr.user.\0", 19), "x"}}),
        u"the pax record “SCHILY.xattr.user.\\x00” is invalid"_s);
    row("sparse offset", paxText({{"GNU.sparse.offset", "x"}}), u"the pax record “GNU.sparse.offset” is invalid"_s);
    row("sparse length first", paxText({{"GNU.sparse.numbytes", "1"}}), u"the pax record “GNU.sparse.numbytes” is invalid"_s);
    row("zeros after the records", paxText({{"path", "x"}}) + std::string(4, '\0'),
        u"the pax record “\\x00\\x00\\x00\\x00” is invalid"_s);
}

void TestPax::refuses()
{
    QFETCH(QByteArray, text);
    const auto records = parsePax(text.toStdString());
    QVERIFY(!records);
    QCOMPARE(records.error().kind, ErrorKind::Malformed);
    QTEST(records.error().message(), "message");
}

void TestPax::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<qlonglong>("seconds");
    QTest::addColumn<uint>("nanoseconds");
    const auto valid = [](const char *text, qlonglong seconds, uint nanoseconds) {
        QTest::newRow(text) << QString::fromLatin1(text) << true << seconds << nanoseconds;
    };
    const auto invalid = [](const char *text) { QTest::newRow(text) << QString::fromLatin1(text) << false << qlonglong(0) << 0u; };
    valid("0", 0, 0);
    valid("1700000000", 1700000000, 0);
    valid("1700000000.25", 1700000000, 250'000'000);
    valid("1.000000001", 1, 1);
    valid("1.0000000019", 1, 1);
    valid("1.", 1, 0);
    valid(".5", 0, 500'000'000);
    valid("-1", -1, 0);
    valid("-1.5", -2, 500'000'000);
    valid("-0.5", -1, 500'000'000);
    valid("-.000000001", -1, 999'999'999);
    valid("-1.0", -1, 0);
    valid("9223372036854775807.999999999", std::numeric_limits<qlonglong>::max(), 999'999'999);
    valid("-9223372036854775808", std::numeric_limits<qlonglong>::min(), 0);
    invalid("-9223372036854775808.5");
    invalid("9223372036854775808");
    invalid("");
    invalid("-");
    invalid(".");
    invalid("-.");
    invalid("1.5e3");
    invalid("1.-5");
    invalid("1,5");
    invalid(" 1");
    invalid("now");
}

void TestPax::readsTimes()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto time = parsePaxTime(text.toStdString());
    QCOMPARE(time.has_value(), valid);
    if (valid) {
        QTEST(qlonglong(time->seconds), "seconds");
        QTEST(time->nanoseconds, "nanoseconds");
    }
}

void TestPax::tellsSparseForms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("form");
    const auto row = [](const char *name, const PaxRecordList &records, PaxSparse form) {
        QTest::newRow(name) << QByteArray::fromStdString(paxText(records)) << int(form);
    };
    row("none", {{"size", "1"}}, PaxSparse::None);
    row("0.0", {{"GNU.sparse.size", "9"}, {"GNU.sparse.offset", "0"}, {"GNU.sparse.numbytes", "1"}}, PaxSparse::Map);
    row("0.0 with a version", {{"GNU.sparse.major", "0"}, {"GNU.sparse.minor", "0"}}, PaxSparse::Map);
    row("0.1", {{"GNU.sparse.map", "0,1"}}, PaxSparse::Map);
    row("0.1 with a version", {{"GNU.sparse.major", "0"}, {"GNU.sparse.minor", "1"}}, PaxSparse::Map);
    row("1.0", {{"GNU.sparse.major", "1"}, {"GNU.sparse.minor", "0"}}, PaxSparse::MapInBody);
    row("future version", {{"GNU.sparse.major", "2"}, {"GNU.sparse.minor", "0"}, {"GNU.sparse.map", "0,1"}}, PaxSparse::None);
    row("half a version", {{"GNU.sparse.major", "1"}}, PaxSparse::None);
}

void TestPax::tellsSparseForms()
{
    QFETCH(QByteArray, text);
    const auto records = parsePax(text.toStdString());
    VERIFY_RESULT(records);
    QTEST(int(paxSparseForm(*records)), "form");
}

void TestPax::readsSparseMaps()
{
    const Extents expected{{0, 5}, {4096, 10}};
    const auto form00 = parsePax(paxText(
        {{"GNU.sparse.offset", "0"}, {"GNU.sparse.numbytes", "5"}, {"GNU.sparse.offset", "4096"}, {"GNU.sparse.numbytes", "10"}}));
    VERIFY_RESULT(form00);
    QVERIFY(paxSparseMap(*form00).value() == expected);
    const auto form01 = parsePax(paxText({{"GNU.sparse.map", "0,5,4096,10"}}));
    VERIFY_RESULT(form01);
    QVERIFY(paxSparseMap(*form01).value() == expected);
}

void TestPax::refusesSparseMaps_data()
{
    QTest::addColumn<QByteArray>("map");
    QTest::newRow("half a pair") << "0,5,4096"_ba;
    QTest::newRow("negative") << "-1,5"_ba;
    QTest::newRow("empty number") << "0,,5,1"_ba;
    QTest::newRow("space") << "0, 5"_ba;
    QTest::newRow("beyond 64 bits") << "0,99999999999999999999"_ba;
}

void TestPax::refusesSparseMaps()
{
    QFETCH(QByteArray, map);
    const auto records = parsePax(paxText({{"GNU.sparse.map", map.toStdString()}}));
    VERIFY_RESULT(records);
    const auto extents = paxSparseMap(*records);
    QVERIFY(!extents);
    QCOMPARE(extents.error().message(), u"the pax record “GNU.sparse.map” is invalid"_s);
}

void TestPax::checksSparseMaps_data()
{
    QTest::addColumn<Extents>("extents");
    QTest::addColumn<qulonglong>("size");
    QTest::addColumn<qulonglong>("stored");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char *name, const Extents &extents, qulonglong size, qulonglong stored, bool valid) {
        QTest::newRow(name) << extents << size << stored << valid;
    };
    constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();
    row("none", {}, 100, 0, true);
    row("not sparse", {{0, 100}}, 100, 100, true);
    row("adjacent", {{0, 50}, {50, 50}}, 100, 100, true);
    row("an empty extent at the end", {{0, 50}, {100, 0}}, 100, 50, true);
    row("overlapping", {{0, 50}, {49, 10}}, 100, 60, false);
    row("out of order", {{50, 10}, {0, 10}}, 100, 20, false);
    row("beyond the end", {{95, 10}}, 100, 10, false);
    row("begins beyond the end", {{101, 0}}, 100, 0, false);
    row("more than is stored", {{0, 50}}, 100, 49, false);
    row("less than is stored", {{0, 50}}, 100, 51, false);
    row("beyond 64 bits", {{10, kHuge}}, 100, kHuge, false);
    row("sum beyond 64 bits", {{0, kHuge}, {kHuge, 1}}, kHuge, 0, false);
}

void TestPax::checksSparseMaps()
{
    QFETCH(Extents, extents);
    QFETCH(qulonglong, size);
    QFETCH(qulonglong, stored);
    QTEST(checkSparseMap(extents, size, stored).has_value(), "valid");
}

STRATOSCOPE_APPLESS_TEST(TestPax)
#include "tst_pax.moc"
