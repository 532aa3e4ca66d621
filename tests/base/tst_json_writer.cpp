// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <limits>

using namespace stratoscope;
using namespace std::string_literals;
using namespace Qt::StringLiterals;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesStrings_data();
    void escapesStrings();
    void escapedStringsReadBack();
    void writesNumbers_data();
    void writesNumbers();
    void writesIntegers();
    void writesCompact();
    void writesIndented();
    void writesEmptyContainers();
    void writesQtValues();
    void sortsMembersByBytes();
    void replacesHalfSurrogates();
    void startsAnew();
    void writesDeepNesting();
};

void TestJsonWriter::escapesStrings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("empty") << ""_ba
                           << R"("")"_ba;
    QTest::newRow("plain") << "bin/sh -c 'x'"_ba
                           << R"("bin/sh -c 'x'")"_ba;
    QTest::newRow("html") << "<a href='&'>"_ba
                          << R"("<a href='&'>")"_ba;
    QTest::newRow("quote and backslash") << R"(a"b\c/)"_ba
                                         << R"("a\"b\\c/")"_ba;
    QTest::newRow("short escapes") << "\b\f\n\r\t"_ba
                                   << R"("\b\f\n\r\t")"_ba;
    QTest::newRow("control") << "\x01\x1f\x7f"_ba
                             << R"("\u0001\u001f\u007f")"_ba;
    QTest::newRow("control beyond ASCII") << "\xC2\x80|\xC2\x9B|\xC2\x9F|\xC2\xA0"_ba
                                          << "\"\\u0080|\\u009b|\\u009f|\xC2\xA0\""_ba;
    QTest::newRow("nul") << QByteArray("a\0b", 3) << R"("a\u0000b")"_ba;
    QTest::newRow("umlaut") << "gr\xC3\xBC\xC3\x9F"_ba
                            << "\"gr\xC3\xBC\xC3\x9F\""_ba;
    QTest::newRow("beyond the BMP") << "\xF0\x9F\x93\xA6"_ba
                                    << "\"\xF0\x9F\x93\xA6\""_ba;
    QTest::newRow("line separators") << "\xE2\x80\xA8|\xE2\x80\xA9|\xE2\x80\xA7"_ba
                                     << "\"\\u2028|\\u2029|\xE2\x80\xA7\""_ba;
    QTest::newRow("replacement character itself") << "\xEF\xBF\xBD"_ba
                                                  << "\"\xEF\xBF\xBD\""_ba;
    QTest::newRow("latin-1 byte") << "caf\xE9!"_ba
                                  << R"("caf\ufffd!")"_ba;
    QTest::newRow("cut sequence") << "\xE2\x82"_ba
                                  << R"("\ufffd\ufffd")"_ba;
    QTest::newRow("overlong slash") << "\xC0\xAF"_ba
                                    << R"("\ufffd\ufffd")"_ba;
    QTest::newRow("surrogate") << "\xED\xA0\x80"_ba
                               << R"("\ufffd\ufffd\ufffd")"_ba;
    QTest::newRow("above U+10FFFF") << "\xF4\x90\x80\x80"_ba
                                    << R"("\ufffd\ufffd\ufffd\ufffd")"_ba;
}

void TestJsonWriter::escapesStrings()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(JsonWriter().value(text.toStdString()).take()), expected);
}

void TestJsonWriter::escapedStringsReadBack()
{
    std::string all;
    for (char16_t code = 0; code < 0xD800; code += code < 0x300 ? 1 : 97)
        all += QString(QChar(code)).toStdString();
    const std::string document = JsonWriter().beginArray().value(all).endArray().take();
    QJsonParseError error;
    const auto read = QJsonDocument::fromJson(QByteArray::fromStdString(document), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(read.array().at(0).toString().toStdString(), all);
}

void TestJsonWriter::writesNumbers_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("expected");
    QTest::newRow("zero") << 0.0 << u"0"_s;
    QTest::newRow("minus zero") << -0.0 << u"-0"_s;
    QTest::newRow("whole") << 100.0 << u"100"_s;
    QTest::newRow("fraction") << 0.1 << u"0.1"_s;
    QTest::newRow("negative") << -12.5 << u"-12.5"_s;
    QTest::newRow("smallest plain") << 1e-6 << u"0.000001"_s;
    QTest::newRow("small") << 1.5e-7 << u"1.5e-7"_s;
    QTest::newRow("smaller") << 1.5e-17 << u"1.5e-17"_s;
    QTest::newRow("largest plain") << 123456789012345678901.0 << u"123456789012345680000"_s;
    QTest::newRow("2^64") << 18446744073709551615.0 << u"18446744073709552000"_s;
    QTest::newRow("-2^64") << -18446744073709551615.0 << u"-18446744073709552000"_s;
    QTest::newRow("2^53") << 0x1p53 << u"9007199254740992"_s;
    QTest::newRow("large") << 1e21 << u"1e+21"_s;
    QTest::newRow("largest") << std::numeric_limits<double>::max() << u"1.7976931348623157e+308"_s;
    QTest::newRow("least") << std::numeric_limits<double>::denorm_min() << u"5e-324"_s;
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << u"null"_s;
    QTest::newRow("not a number") << std::nan("") << u"null"_s;
}

void TestJsonWriter::writesNumbers()
{
    QFETCH(double, number);
    QTEST(QString::fromStdString(JsonWriter().value(number).take()), "expected");
}

void TestJsonWriter::writesIntegers()
{
    JsonWriter json;
    json.beginArray();
    json.value(0).value(-1).value(std::int8_t(-8)).value(std::uint8_t(200)).value(std::numeric_limits<qint64>::min());
    json.value(std::numeric_limits<qint64>::max()).value(std::numeric_limits<quint64>::max()).value(true).value(false);
    json.endArray();
    QCOMPARE(json.take(), "[0,-1,-8,200,-9223372036854775808,9223372036854775807,18446744073709551615,true,false]"s);
}

void TestJsonWriter::writesCompact()
{
    JsonWriter json;
    json.beginObject().member("path", "/etc").member("size", 12).member("link", nullptr);
    json.key("xattrs").beginObject().member("user.a", "eA==").endObject();
    json.member("what", QStringList{u"mode"_s, u"owner"_s}).member("name", u"ä"_s).member("kind", "tar"_L1).endObject();
    QCOMPARE(
        json.take(),
        R"({"path":"/etc","size":12,"link":null,"xattrs":{"user.a":"eA=="},"what":["mode","owner"],"name":"ä","kind":"tar"})"s);
}

void TestJsonWriter::writesIndented()
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.key("layers").beginArray().value("sha256:1").value("sha256:2").endArray();
    json.key("labels").beginObject().member("a<b>", "x & y").member("none", "").endObject();
    json.member("uid", 0)
        .key("nested")
        .beginArray()
        .beginArray()
        .endArray()
        .beginArray()
        .value(1)
        .endArray()
        .beginObject()
        .endObject();
    json.endArray().endObject();
    QCOMPARE(json.take(), R"({
  "layers": [
    "sha256:1",
    "sha256:2"
  ],
  "labels": {
    "a<b>": "x & y",
    "none": ""
  },
  "uid": 0,
  "nested": [
    [],
    [
      1
    ],
    {}
  ]
})"s);
}

void TestJsonWriter::writesEmptyContainers()
{
    for (const auto form : {JsonWriter::Form::Compact, JsonWriter::Form::Indented}) {
        QCOMPARE(JsonWriter(form).beginArray().endArray().take(), "[]"s);
        QCOMPARE(JsonWriter(form).beginObject().endObject().take(), "{}"s);
        QCOMPARE(JsonWriter(form).value(QStringList()).take(), "[]"s);
        QCOMPARE(JsonWriter(form).value(QJsonObject()).take(), "{}"s);
    }
}

void TestJsonWriter::writesQtValues()
{
    const QByteArray document
        = R"({"a":[1,-2.5,9007199254740993,18446744073709551615,1.0,true,false,null,"x<y",{}],"b":{"c":[[]]}})"_ba;
    const QJsonObject object = QJsonDocument::fromJson(document).object();
    const std::string expected
        = R"({"a":[1,-2.5,9007199254740993,18446744073709552000,1,true,false,null,"x<y",{}],"b":{"c":[[]]}})";
    QCOMPARE(JsonWriter().value(object).take(), expected);
    QCOMPARE(JsonWriter().value(QJsonValue(object)).take(), expected);
    QCOMPARE(JsonWriter().value(QJsonValue(QJsonValue::Undefined)).take(), "null"s);
}

void TestJsonWriter::sortsMembersByBytes()
{
    // Sorted by UTF-16 code units, U+1F4E6 (0xD83D…) would precede U+FF01.
    const QJsonObject object{{u"b"_s, 1}, {u"a/b"_s, 2}, {u"a"_s, 3}, {u"\U0001F4E6"_s, 4}, {u"\uFF01"_s, 5}, {u"B"_s, 6}};
    QCOMPARE(JsonWriter().value(object).take(), "{\"B\":6,\"a\":3,\"a/b\":2,\"b\":1,\"\uFF01\":5,\"\U0001F4E6\":4}"s);
}

void TestJsonWriter::replacesHalfSurrogates()
{
    const QString text = QString(QChar(0xD83D)) + u"a"_s + QChar(0xDCE6) + u"\U0001F4E6"_s + QChar(0xD83D);
    QCOMPARE(JsonWriter().value(text).take(), "\"\uFFFDa\uFFFD\U0001F4E6\uFFFD\""s);
}

void TestJsonWriter::startsAnew()
{
    JsonWriter json(JsonWriter::Form::Indented);
    QCOMPARE(json.beginArray().value(1).endArray().take(), "[\n  1\n]"s);
    QCOMPARE(json.text(), ""s);
    QCOMPARE(json.beginArray().value(2).endArray().take(), "[\n  2\n]"s);
}

void TestJsonWriter::writesDeepNesting()
{
    JsonWriter json;
    constexpr int kDepth = 100'000;
    for (int depth = 0; depth < kDepth; ++depth)
        json.beginArray();
    for (int depth = 0; depth < kDepth; ++depth)
        json.endArray();
    QCOMPARE(json.take(), std::string(kDepth, '[') + std::string(kDepth, ']'));
}

STRATOSCOPE_APPLESS_TEST(TestJsonWriter)
#include "tst_json_writer.moc"
