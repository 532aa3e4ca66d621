// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/preview/json_model.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestJsonTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderAndNumbers();
    void prints_data();
    void prints();
    void refuses_data();
    void refuses();
    void namesPlaces();
    void shows();
    void takesDeepOnes();

private:
    static void draw(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &lines, int depth = 0);
};

void TestJsonTree::draw(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &lines, int depth)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex name = model.index(row, 0, parent);
        lines += QString(2 * depth, u' ') + name.data().toString() + u": "_s + name.siblingAtColumn(1).data().toString();
        draw(model, name, lines, depth + 1);
    }
}

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
    QTest::newRow("marked as UTF-8") << "\xEF\xBB\xBF[1]"_qba << u"[\n  1\n]"_s;
}

void TestJsonTree::prints()
{
    QFETCH(QByteArray, bytes);
    const auto tree = JsonTree::parse(bytes, u"x"_s);
    QVERIFY(tree);
    QTEST((*tree)->json(), "expected");
    // What is printed is the same document.
    const QByteArray again = (*tree)->json().toUtf8();
    QCOMPARE(QJsonDocument::fromJson(again), QJsonDocument::fromJson(bytes.startsWith("\xEF\xBB\xBF") ? bytes.mid(3) : bytes));
}

void TestJsonTree::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *const text :
         {"", "{", "[1,]", "{\"a\"}", "{\"a\":}", "tru", "\"only text\"", "[1] 2", "{'a':1}", "[\"\\\"]", "[\"\\u12\"]"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deeper than Qt reads") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QTest::newRow("too many values") << "["_qba + QByteArray("1,").repeated(2'100'000) + "1]";
}

void TestJsonTree::refuses()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!JsonTree::parse(bytes, u"x"_s));
}

void TestJsonTree::namesPlaces()
{
    const auto tree = JsonTree::parse(R"({"config": {"Env": ["A=1", "B=2"]}})"_qba, u"x"_s);
    QVERIFY(tree);
    const JsonTree &json = **tree;
    const auto env = json.child(json.child(JsonTree::kRoot, 0), 0);
    QCOMPARE(json.path(json.child(env, 1)), u"config.Env[1]"_s);
    QCOMPARE(json.text(json.child(env, 1)), u"B=2"_s);
    QCOMPARE(json.json(env), u"[\n  \"A=1\",\n  \"B=2\"\n]"_s);
}

void TestJsonTree::shows()
{
    JsonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTree(*JsonTree::parse(R"({"name": "line\nbreak", "list": [1, {"x": null}], "none": {}})"_qba, u"x"_s));
    QStringList lines;
    draw(model, {}, lines);
    QCOMPARE(lines.join(u'\n'),
             u"Document: {3}\n  name: line⏎break\n  list: [2]\n    0: 1\n    1: {1}\n      x: null\n  none: {0}"_s);
    model.setTree({});
    QCOMPARE(model.rowCount(), 0);
}

void TestJsonTree::takesDeepOnes()
{
    const auto tree = JsonTree::parse(QByteArray(1000, '[') + QByteArray(1000, ']'), u"x"_s);
    QVERIFY(tree);
    QCOMPARE((*tree)->json().count(u'['), 1000);
}

STRATOSCOPE_GUILESS_TEST(TestJsonTree)
#include "tst_json_tree.moc"
