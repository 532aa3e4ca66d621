// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <limits>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kSubject = u"a.tar: manifest.json"_s;

JsonFields fieldsOf(const QByteArray &json)
{
    return JsonFields(parseJsonObject(json, kSubject).value(), kSubject);
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsObjects_data();
    void readsObjects();
    void readsArrays();
    void refuses_data();
    void refuses();
    void refusesLargeDocuments();
    void readsDocumentsUpToTheLimit();
    void keepsTheLastOfEqualKeys();

    void readsMembers();
    void findsMembersInAnyCase_data();
    void findsMembersInAnyCase();
    void keepsTheKeysOfMaps();
    void replacesWhatIsNoUnicode_data();
    void replacesWhatIsNoUnicode();
    void takesNullElementsAsEmpty();
    void takesMissingAndNullAsEmpty_data();
    void takesMissingAndNullAsEmpty();
    void readsIntegers_data();
    void readsIntegers();
    void refusesWrongTypes_data();
    void refusesWrongTypes();
    void namesTheMembersPlace();
    void readsOwnMembers();
    void cutsLongTextInMessages();
};

void TestJsonReader::readsObjects_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << R"({"a":1})"_ba;
    QTest::newRow("white space around") << " \r\n\t{ \"a\" : 1 }\n\n"_ba;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF{\"a\":1}"_ba;
    QTest::newRow("brackets in strings") << R"({"a":1,"b":"]}\"[[{{"})"_ba;
    QTest::newRow("backslashes before quotes") << R"({"b":"\\","c":"\\\"","a":1})"_ba;
}

void TestJsonReader::readsObjects()
{
    QFETCH(QByteArray, json);
    const auto object = parseJsonObject(json, kSubject);
    VERIFY_RESULT(object);
    QCOMPARE(object->value(u"a"_s).toInt(), 1);
}

void TestJsonReader::readsArrays()
{
    const auto array = parseJsonArray("[1,[2],{}]"_ba, kSubject);
    VERIFY_RESULT(array);
    QCOMPARE(array->size(), 3);
    QCOMPARE(errorMessage(parseJsonArray("{}"_ba, kSubject)),
             u"a.tar: manifest.json: is not a JSON array: it begins with \"{}\""_s);
}

void TestJsonReader::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("detail");
    const auto malformed = ErrorKind::Malformed;
    const auto truncated = ErrorKind::Truncated;
    QTest::newRow("empty") << ""_ba << truncated << u"is empty, expected a JSON object"_s;
    QTest::newRow("white space") << " \n\t "_ba << truncated << u"is empty, expected a JSON object"_s;
    QTest::newRow("mark alone") << "\xEF\xBB\xBF"_ba << truncated << u"is empty, expected a JSON object"_s;
    QTest::newRow("array") << "[1]"_ba << malformed << u"is not a JSON object: it begins with \"[1]\""_s;
    QTest::newRow("string") << "\"{}\""_ba << malformed << u"is not a JSON object: it begins with \"\"{}\"\""_s;
    QTest::newRow("null") << "null"_ba << malformed << u"is not a JSON object: it begins with \"null\""_s;
    QTest::newRow("web page") << "\n<html><body>"_ba << malformed << u"is not a JSON object: it begins with \"<html><b\""_s;
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\x00", 4) << malformed
                          << u"is not a JSON object: it begins with \"\\x1f\\x8b\\x08\\x00\""_s;
    QTest::newRow("cut in an object") << R"({"a":1)"_ba << truncated << u"is incomplete JSON: ends after 6 bytes"_s;
    QTest::newRow("cut in a string") << R"({"a":"b})"_ba << truncated << u"is incomplete JSON: ends after 8 bytes"_s;
    QTest::newRow("cut after a backslash") << R"({"a":"b\)"_ba << truncated << u"is incomplete JSON: ends after 8 bytes"_s;
    QTest::newRow("no value") << R"({"a":})"_ba << malformed << u"is not valid JSON: error at byte 6"_s;
    QTest::newRow("garbage after") << R"({"a":1} x)"_ba << malformed << u"is not valid JSON: error at byte 8"_s;
    QTest::newRow("two documents") << "{}{}"_ba << malformed << u"is not valid JSON: error at byte 2"_s;
    QTest::newRow("invalid UTF-8 outside of strings") << "{\"a\":\xFF}"_ba << malformed << u"is not valid JSON: error at byte 5"_s;
    QTest::newRow("number out of range") << R"({"a":1e999})"_ba << malformed << u"is not valid JSON: error at byte 10"_s;
    QTest::newRow("brackets crossed") << "{\"a\":[1}]"_ba << malformed << QString();
    QTest::newRow("closed too often") << "{}}}"_ba << malformed << QString();
    QTest::newRow("single quotes") << "{'a':1}"_ba << malformed << QString();
    QTest::newRow("nul bytes after") << QByteArray("{}\0\0", 4) << malformed << QString();

    const QString tooDeep = u"is JSON nested more than 256 levels deep"_s;
    for (const int depth : {300, 1000, 1025, 8'000'000}) {
        QTest::addRow("arrays %d deep", depth)
            << "{\"a\":"_ba + QByteArray(depth, '[') + QByteArray(depth, ']') + '}' << malformed << tooDeep;
        QTest::addRow("never closed %d deep", depth) << "{\"a\":"_ba + QByteArray(depth, '[') << malformed << tooDeep;
    }
    QTest::newRow("objects a thousand deep") << "{\"a\":"_ba.repeated(1000) + "1"_ba + QByteArray(1000, '}') << malformed
                                             << tooDeep;
    QTest::newRow("millions of values") << "{\"a\":[[]"_ba + ",[]"_ba.repeated(5'000'000) + "]}"_ba << ErrorKind::TooLarge
                                        << u"is JSON with more than 1000000 values"_s;
}

void TestJsonReader::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, detail);
    const auto object = parseJsonObject(json, kSubject);
    QVERIFY(!object);
    QCOMPARE(object.error().subject, kSubject);
    if (!detail.isEmpty())
        QCOMPARE(object.error().detail, detail);
    QCOMPARE(object.error().kind, kind);
}

void TestJsonReader::refusesLargeDocuments()
{
    const auto object = parseJsonObject("{\"a\":\""_ba + QByteArray(100'000'000, 'x') + "\"}"_ba, kSubject);
    QVERIFY(!object);
    QCOMPARE(object.error().kind, ErrorKind::TooLarge);
    QCOMPARE(object.error().detail, u"is a JSON document of 100000008 bytes, more than the limit of 16777216"_s);
}

void TestJsonReader::readsDocumentsUpToTheLimit()
{
    const auto object = parseJsonObject("{\"a\":\""_ba + QByteArray(kMaxDocument - 8, 'x') + "\"}"_ba, kSubject);
    VERIFY_RESULT(object);
    QCOMPARE(object->value(u"a"_s).toString().size(), kMaxDocument - 8);
    VERIFY_RESULT(parseJsonObject("{\"a\":"_ba + QByteArray(255, '[') + QByteArray(255, ']') + '}', kSubject));
    VERIFY_RESULT(parseJsonObject("{\"a\":[0"_ba + ",0"_ba.repeated(500'000) + "]}"_ba, kSubject));
}

void TestJsonReader::keepsTheLastOfEqualKeys()
{
    QCOMPARE(fieldsOf(R"({"a":"1","a":"2"})"_ba).string("a"_L1).value(), u"2"_s);
}

void TestJsonReader::readsMembers()
{
    const JsonFields fields = fieldsOf(
        R"({"s":"x","b":true,"n":-7,"l":["a","b"],"m":{"k":"v","z":null},"set":{"80/tcp":{},"53/udp":null},"one":"sh"})"_ba);
    QCOMPARE(fields.string("s"_L1).value(), u"x"_s);
    QCOMPARE(fields.boolean("b"_L1).value(), true);
    QCOMPARE(fields.integer("n"_L1).value(), std::optional<qint64>(-7));
    QCOMPARE(fields.strings("l"_L1).value(), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(fields.stringOrStrings("l"_L1).value(), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(fields.stringOrStrings("one"_L1).value(), QStringList{u"sh"_s});
    QCOMPARE(fields.stringMap("m"_L1).value(), (QMap<QString, QString>{{u"k"_s, u"v"_s}, {u"z"_s, QString()}}));
    QCOMPARE(fields.keys("set"_L1).value(), (QStringList{u"53/udp"_s, u"80/tcp"_s}));
    QVERIFY(fields.has("s"_L1) && !fields.has("x"_L1));
}

void TestJsonReader::findsMembersInAnyCase_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::newRow("another case") << R"({"DISKs":"x"})"_ba << u"x"_s;
    QTest::newRow("this case wins, first") << R"({"disks":"x","Disks":"y"})"_ba << u"x"_s;
    QTest::newRow("this case wins, last") << R"({"Disks":"y","disks":"x"})"_ba << u"x"_s;
    QTest::newRow("null does not count") << R"({"disks":null,"diskS":"x"})"_ba << u"x"_s;
    QTest::newRow("nor in another case") << R"({"diskS":null,"DISKS":"x","dISKS":null})"_ba << u"x"_s;
    QTest::newRow("only null") << R"({"diskS":null})"_ba << QString();
    QTest::newRow("the last of another case") << R"({"Disks":"y","Disks":"x"})"_ba << u"x"_s;
    QTest::newRow("the Kelvin sign and the long s") << "{\"di\u017F\u212As\":\"x\"}"_ba << u"x"_s;
    QTest::newRow("other letters") << "{\"d\u0131sks\":\"x\",\"disks \":\"y\",\"disk\":\"z\"}"_ba << QString();
}

void TestJsonReader::findsMembersInAnyCase()
{
    QFETCH(QByteArray, json);
    QTEST(fieldsOf(json).string("disks"_L1).value(), "text");
    QCOMPARE(fieldsOf(json).has("disks"_L1), !fieldsOf(json).string("disks"_L1).value().isEmpty());
}

void TestJsonReader::keepsTheKeysOfMaps()
{
    const JsonFields fields = fieldsOf(R"({"Labels":{"a":"1","A":"2"},"set":{"b":{},"B":null}})"_ba);
    QCOMPARE(fields.stringMap("labels"_L1).value(), (QMap<QString, QString>{{u"A"_s, u"2"_s}, {u"a"_s, u"1"_s}}));
    QCOMPARE(fields.keys("Set"_L1).value(), (QStringList{u"B"_s, u"b"_s}));
}

void TestJsonReader::replacesWhatIsNoUnicode_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("text");
    QTest::newRow("Latin-1") << "M\xFCller"_ba << u"M\uFFFDller"_s;
    QTest::newRow("each byte") << "\xFF\xFE\xE4\xBD"_ba << u"\uFFFD\uFFFD\uFFFD\uFFFD"_s;
    QTest::newRow("overlong") << "\xC0\xAF"_ba << u"\uFFFD\uFFFD"_s;
    QTest::newRow("a surrogate's bytes") << "\xED\xA0\x80"_ba << u"\uFFFD\uFFFD\uFFFD"_s;
    QTest::newRow("cut off before the quote") << "a\xE4\xBD"_ba << u"a\uFFFD\uFFFD"_s;
    QTest::newRow("valid") << "\xE4\xBD\xA0\xF0\x9F\x98\x80"_ba << u"\u4F60\U0001F600"_s;
    QTest::newRow("an escaped pair") << R"(\uD83D\uDE00)"_ba << u"\U0001F600"_s;
    QTest::newRow("half a pair") << R"(\uD83Dx)"_ba << u"\uFFFDx"_s;
    QTest::newRow("the other half") << R"(\uDE00)"_ba << u"\uFFFD"_s;
    QTest::newRow("two first halves") << R"(\uD83D\uD83D\uDE00)"_ba << u"\uFFFD\U0001F600"_s;
    QTest::newRow("half a pair before another escape") << R"(\uD83D\u0041\n)"_ba << u"\uFFFDA\n"_s;
    QTest::newRow("an escaped backslash before u") << "\\\\uD83D\xFF"_ba << u"\\uD83D\uFFFD"_s;
    QTest::newRow("a quote after a bad byte") << "\xFF\\\"\xFF"_ba << u"\uFFFD\"\uFFFD"_s;
}

void TestJsonReader::replacesWhatIsNoUnicode()
{
    QFETCH(QByteArray, written);
    const JsonFields fields = fieldsOf("{\"x\":\""_ba + written + "\",\"m\":{\""_ba + written + "\":\"1\"}}"_ba);
    QTEST(fields.string("x"_L1).value(), "text");
    QTEST(fields.keys("m"_L1).value().value(0), "text");
}

void TestJsonReader::takesNullElementsAsEmpty()
{
    const JsonFields fields = fieldsOf(R"({"l":["a",null],"o":[null,{"t":"x"}],"m":{"k":null}})"_ba);
    QCOMPARE(fields.strings("l"_L1).value(), (QStringList{u"a"_s, QString()}));
    QStringList texts;
    const auto collect = [&texts](const JsonFields &element) -> Result<void> {
        STRATOSCOPE_TRY(const QString text, element.string("t"_L1));
        texts.append(text);
        return {};
    };
    VERIFY_RESULT(fields.forEachObject("o"_L1, collect));
    VERIFY_RESULT(fields.object("m"_L1)->forEachMember([&](const QString &, const JsonFields &member) { return collect(member); }));
    QCOMPARE(texts, (QStringList{QString(), u"x"_s, QString()}));
}

void TestJsonReader::takesMissingAndNullAsEmpty_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("missing") << "{}"_ba;
    QTest::newRow("null") << R"({"x":null})"_ba;
}

void TestJsonReader::takesMissingAndNullAsEmpty()
{
    QFETCH(QByteArray, json);
    const JsonFields fields = fieldsOf(json);
    const auto x = "x"_L1;
    QVERIFY(!fields.has(x));
    QCOMPARE(fields.string(x).value(), QString());
    QCOMPARE(fields.boolean(x).value(), false);
    QCOMPARE(fields.integer(x).value(), std::nullopt);
    QVERIFY(fields.strings(x).value().isEmpty());
    QVERIFY(fields.stringOrStrings(x).value().isEmpty());
    QVERIFY(fields.stringMap(x).value().isEmpty());
    QVERIFY(fields.keys(x).value().isEmpty());
    QVERIFY(fields.object(x).value().json().isEmpty());
    int calls = 0;
    VERIFY_RESULT(fields.forEachObject(x, [&calls](const JsonFields &) -> Result<void> {
        ++calls;
        return {};
    }));
    QCOMPARE(calls, 0);
}

void TestJsonReader::readsIntegers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<qint64>("number");
    QTest::newRow("zero") << "0"_ba << true << qint64(0);
    QTest::newRow("one") << "1"_ba << true << qint64(1);
    QTest::newRow("negative") << "-1"_ba << true << qint64(-1);
    QTest::newRow("2^53 + 1") << "9007199254740993"_ba << true << qint64(9007199254740993);
    QTest::newRow("largest") << "9223372036854775807"_ba << true << std::numeric_limits<qint64>::max();
    QTest::newRow("least") << "-9223372036854775808"_ba << true << std::numeric_limits<qint64>::min();
    QTest::newRow("exponent") << "1e3"_ba << true << qint64(1000);
    QTest::newRow("2^63") << "9223372036854775808"_ba << false << qint64(0);
    QTest::newRow("2^64 - 1") << "18446744073709551615"_ba << false << qint64(0);
    QTest::newRow("fraction") << "1.5"_ba << false << qint64(0);
    QTest::newRow("huge") << "1e300"_ba << false << qint64(0);
}

void TestJsonReader::readsIntegers()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);
    const auto integer = fieldsOf("{\"x\":"_ba + text + '}').integer("x"_L1);
    QCOMPARE(integer.has_value(), valid);
    if (valid)
        QTEST(integer->value(), "number");
}

void TestJsonReader::refusesWrongTypes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("found");
    QTest::newRow("string") << R"("text")"_ba << u"the string \"text\""_s;
    QTest::newRow("number") << "1.5"_ba << u"the number 1.5"_s;
    QTest::newRow("boolean") << "true"_ba << u"a boolean"_s;
    QTest::newRow("array") << "[1]"_ba << u"an array"_s;
    QTest::newRow("object") << R"({"a":1})"_ba << u"an object"_s;
}

void TestJsonReader::refusesWrongTypes()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, found);
    const JsonFields fields = fieldsOf("{\"x\":"_ba + value + '}');
    const auto x = "x"_L1;
    const auto nothing = [](const JsonFields &) -> Result<void> { return {}; };
    const auto message = [&](bool right, const QString &wanted) {
        return right ? QString() : u"%1: x is %2, expected %3"_s.arg(kSubject, found, wanted);
    };
    const bool isString = value.startsWith('"');
    const bool isArray = value.startsWith('[');
    const bool isObject = value.startsWith('{');
    QCOMPARE(errorMessage(fields.string(x)), message(isString, u"a string"_s));
    QCOMPARE(errorMessage(fields.boolean(x)), message(value == "true", u"true or false"_s));
    QCOMPARE(errorMessage(fields.integer(x)), message(false, u"a 64-bit integer"_s));
    QCOMPARE(errorMessage(fields.object(x)), message(isObject, u"an object"_s));
    QCOMPARE(errorMessage(fields.keys(x)), message(isObject, u"an object"_s));
    if (!isObject)
        QCOMPARE(errorMessage(fields.stringMap(x)), message(false, u"an object"_s));
    if (!isArray) {
        QCOMPARE(errorMessage(fields.strings(x)), message(false, u"an array"_s));
        QCOMPARE(errorMessage(fields.stringOrStrings(x)), message(isString, u"an array"_s));
        QCOMPARE(errorMessage(fields.forEachObject(x, nothing)), message(false, u"an array"_s));
    }
}

void TestJsonReader::namesTheMembersPlace()
{
    const JsonFields fields = fieldsOf(R"({"layers":[{"size":1},{"size":"2"},7],"l":["a",7],"m":{"a b":[]},"c":{"d":{"e":1}}})"_ba);
    const auto layers = fields.forEachObject("layers"_L1, [](const JsonFields &layer) -> Result<void> {
        STRATOSCOPE_TRY([[maybe_unused]] const auto size, layer.integer("size"_L1));
        return {};
    });
    QCOMPARE(errorMessage(layers), kSubject + u": layers[1].size is the string \"2\", expected a 64-bit integer"_s);
    const auto numbers = fields.forEachObject("layers"_L1, [](const JsonFields &) -> Result<void> { return {}; });
    QCOMPARE(errorMessage(numbers), kSubject + u": layers[2] is the number 7, expected an object"_s);
    QCOMPARE(errorMessage(fields.strings("l"_L1)), kSubject + u": l[1] is the number 7, expected a string"_s);
    QCOMPARE(errorMessage(fields.stringMap("m"_L1)), kSubject + u": m[\"a b\"] is an array, expected a string"_s);
    const auto inner = fields.object("c"_L1)->object("d"_L1);
    QCOMPARE(errorMessage(inner->string("e"_L1)), kSubject + u": c.d.e is the number 1, expected a string"_s);
    QCOMPARE(Result<void>(inner->fail("e"_L1, u"is odd"_s, ErrorKind::Unsupported)).error(),
             (Error{ErrorKind::Unsupported, kSubject, u"c.d.e is odd"_s}));
}

void TestJsonReader::readsOwnMembers()
{
    QStringList names;
    const auto collect = [&names](const QString &name, const JsonFields &member) -> Result<void> {
        STRATOSCOPE_TRY(const QString text, member.string("t"_L1));
        names.append(name + u'=' + text);
        return {};
    };
    VERIFY_RESULT(fieldsOf(R"({"b":{"t":"2"},"a":{"t":"1"}})"_ba).forEachMember(collect));
    QCOMPARE(names, (QStringList{u"a=1"_s, u"b=2"_s}));
    QCOMPARE(errorMessage(fieldsOf(R"({"b":[]})"_ba).forEachMember(collect)),
             kSubject + u": [\"b\"] is an array, expected an object"_s);
    QCOMPARE(fieldsOf(R"({"k":"v"})"_ba).ownStrings().value(), (QMap<QString, QString>{{u"k"_s, u"v"_s}}));
}

void TestJsonReader::cutsLongTextInMessages()
{
    const auto result = fieldsOf("{\"x\":\"\\u001b[31m"_ba + QByteArray(1'000'000, 'y') + "\"}"_ba).boolean("x"_L1);
    QVERIFY(errorMessage(result).size() < 200);
    QVERIFY(errorMessage(result).contains(u"\"\\x1b[31myyyy"_s));
}

STRATOSCOPE_APPLESS_TEST(TestJsonReader)
#include "tst_json_reader.moc"
