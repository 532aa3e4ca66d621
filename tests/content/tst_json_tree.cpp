// SPDX-License-Identifier: Apache-2.0
#include "content/json_tree.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestJsonTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderAndNumbers();
    void prints_data();
    void prints();
    void refuses_data();
    void refuses();
    void buildsPaths();
    void readsDeepOnes();
};

void TestJsonTree::keepsOrderAndNumbers()
{
    const auto tree = JsonTree::parse(R"({"b": 1.50, "a": 12345678901234567890, "b": 1e3})"_qba, u"x"_s);
    QVERIFY(tree);
    QCOMPARE((*tree)->json(), u"{\n  \"b\": 1.50,\n  \"a\": 12345678901234567890,\n  \"b\": 1e3\n}"_s);
}

void TestJsonTree::prints_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty object") << "{}"_qba << u"{}"_s;
    QTest::newRow("empty array") << " [ ] "_qba << u"[]"_s;
    QTest::newRow("nested empties") << R"([{},[],{"a":[]}])"_qba << u"[\n  {},\n  [],\n  {\n    \"a\": []\n  }\n]"_s;
    QTest::newRow("literals") << "[true,false,null,-1]"_qba << u"[\n  true,\n  false,\n  null,\n  -1\n]"_s;
    QTest::newRow("escapes") << R"({"a\"b":"x\\\"]}","é":"\u00e9"})"_qba
                             << u"{\n  \"a\\\"b\": \"x\\\\\\\"]}\",\n  \"é\": \"\\u00e9\"\n}"_s;
    QTest::newRow("not UTF-8") << "[\"M\xFCller\"]"_qba << u"[\n  \"M\uFFFDller\"\n]"_s;
    QTest::newRow("marked as UTF-8") << "\xEF\xBB\xBF[1]"_qba << u"[\n  1\n]"_s;
}

void TestJsonTree::prints()
{
    QFETCH(QByteArray, bytes);
    const auto tree = JsonTree::parse(bytes, u"x"_s);
    QVERIFY(tree);
    QTEST((*tree)->json(), "expected");
    if (!bytes.isValidUtf8())
        return;
    // The output is the same document.
    const QByteArray again = (*tree)->json().toUtf8();
    QCOMPARE(QJsonDocument::fromJson(again), QJsonDocument::fromJson(bytes.startsWith("\xEF\xBB\xBF") ? bytes.mid(3) : bytes));
}

void TestJsonTree::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *const text : {"", "{", "[1,]", "{\"a\"}", "{\"a\":}", "tru", "\"only text\"", "[1] 2", "{'a':1}", "[\"\\\"]",
                                   "[\"\\u12\"]", "[\"\\\xF6\"]"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("marked as UTF-8 twice") << "\xEF\xBB\xBF\xEF\xBB\xBF[1]"_qba;
    QTest::newRow("deeper than Qt reads") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QTest::newRow("too many values") << "["_qba + QByteArray("1,").repeated(2'100'000) + "1]";
}

void TestJsonTree::refuses()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!JsonTree::parse(bytes, u"x"_s));
}

void TestJsonTree::buildsPaths()
{
    const auto tree = JsonTree::parse(R"({"config": {"Env": ["A=1", "B=2"]}})"_qba, u"x"_s);
    QVERIFY(tree);
    const JsonTree &json = **tree;
    const auto env = json.child(json.child(JsonTree::kRoot, 0), 0);
    QCOMPARE(json.path(json.child(env, 1)), u"config.Env[1]"_s);
    QCOMPARE(json.text(json.child(env, 1)), u"B=2"_s);
    QCOMPARE(json.json(env), u"[\n  \"A=1\",\n  \"B=2\"\n]"_s);
}

void TestJsonTree::readsDeepOnes()
{
    const auto tree = JsonTree::parse(QByteArray(1000, '[') + QByteArray(1000, ']'), u"x"_s);
    QVERIFY(tree);
    QCOMPARE((*tree)->json().count(u'['), 1000);
}

STRATOSCOPE_GUILESS_TEST(TestJsonTree)
#include "tst_json_tree.moc"
