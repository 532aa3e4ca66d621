// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "diff/file/json_diff.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

JsonDiff diffOf(const QByteArray &before, const QByteArray &after)
{
    return diffJson(need(JsonTree::parse(before, u"before"_s)), need(JsonTree::parse(after, u"after"_s)), {});
}

/// "+path: value", "-path: value", "path: before → after"; `{}` and `[]` for objects and arrays.
QStringList changesIn(const JsonDiff &diff)
{
    const auto value = [](const JsonTree &tree, JsonTree::Node node) {
        return tree.kind(node) == JsonTree::Kind::Object ? u"{}"_s
            : tree.kind(node) == JsonTree::Kind::Array   ? u"[]"_s
                                                         : tree.text(node);
    };
    QStringList lines;
    for (const JsonChange &change : diff.changes) {
        if (change.before == JsonChange::kNone)
            lines += u"+%1: %2"_s.arg(diff.path(change), value(*diff.after, change.after));
        else if (change.after == JsonChange::kNone)
            lines += u"-%1: %2"_s.arg(diff.path(change), value(*diff.before, change.before));
        else
            lines += u"%1: %2 → %3"_s.arg(diff.path(change), value(*diff.before, change.before), value(*diff.after, change.after));
    }
    return lines;
}

} // namespace

class TestJsonDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesMembers_data();
    void comparesMembers();
    void comparesLongArraysByTheirEnds();
    void comparesDeepDocuments();
    void listsALimitedNumber();
    void stops();
};

void TestJsonDiff::comparesMembers_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("changes");
    QTest::newRow("same") << R"({"a":1,"b":[1,2]})"_qba
                          << R"({ "a": 1, "b": [1, 2] })"_qba << QStringList();
    QTest::newRow("order of members") << R"({"a":1,"b":{"c":2,"d":3}})"_qba
                                      << R"({"b":{"d":3,"c":2},"a":1})"_qba << QStringList();
    QTest::newRow("value") << R"({"a":{"b":1}})"_qba
                           << R"({"a":{"b":2}})"_qba << QStringList{u"a.b: 1 → 2"_s};
    QTest::newRow("type") << R"({"a":"1"})"_qba
                          << R"({"a":1})"_qba << QStringList{u"a: 1 → 1"_s};
    QTest::newRow("nesting") << R"({"a":"x"})"_qba
                             << R"({"a":{"x":1}})"_qba << QStringList{u"a: x → {}"_s};
    QTest::newRow("added and removed") << R"({"keep":1,"old":2})"_qba
                                       << R"({"keep":1,"new":[]})"_qba << QStringList{u"+new: []"_s, u"-old: 2"_s};
    QTest::newRow("removed at its place") << R"({"a":1,"b":2,"c":3})"_qba
                                          << R"({"a":0,"c":0})"_qba << QStringList{u"a: 1 → 0"_s, u"-b: 2"_s, u"c: 3 → 0"_s};
    QTest::newRow("key twice") << R"({"a":1,"a":2})"_qba
                               << R"({"a":1,"a":3,"a":4})"_qba << QStringList{u"a: 2 → 3"_s, u"+a: 4"_s};
    QTest::newRow("element inserted") << R"(["A=1","B=2","C=3"])"_qba
                                      << R"(["A=1","X=0","B=2","C=4"])"_qba << QStringList{u"+[1]: X=0"_s, u"[3]: C=3 → C=4"_s};
    QTest::newRow("element removed") << R"([{"x":1},{"x":2},{"x":3}])"_qba
                                     << R"([{"x":1},{"x":3}])"_qba << QStringList{u"-[1]: {}"_s};
    QTest::newRow("element changed inside") << R"([{"x":1},{"x":2}])"_qba
                                            << R"([{"x":1},{"x":5}])"_qba << QStringList{u"[1].x: 2 → 5"_s};
    QTest::newRow("elements reversed") << R"([1,2])"_qba
                                       << R"([2,1])"_qba << QStringList{u"-[0]: 1"_s, u"+[1]: 1"_s};
    QTest::newRow("notation of a number") << "[1.0]"_qba
                                          << "[1]"_qba << QStringList{u"[0]: 1.0 → 1"_s};
    QTest::newRow("escapes") << R"(["\u0041"])"_qba
                             << R"(["A"])"_qba << QStringList();
    QTest::newRow("root") << "[]"_qba
                          << "{}"_qba << QStringList{u": [] → {}"_s};
}

void TestJsonDiff::comparesMembers()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QTEST(changesIn(diffOf(before, after)), "changes");
}

void TestJsonDiff::comparesLongArraysByTheirEnds()
{
    QByteArrayList elements;
    for (int i = 0; i < 2000; ++i)
        elements += QByteArray::number(i);
    const QByteArray before = '[' + elements.join(',') + ']';
    elements.removeAt(1000);
    QCOMPARE(changesIn(diffOf(before, '[' + elements.join(',') + ']')), QStringList{u"-[1000]: 1000"_s});
}

void TestJsonDiff::comparesDeepDocuments()
{
    constexpr int kDepth = 900; // Qt accepts a thousand
    const auto nested = [](const QByteArray &value) { return QByteArray(kDepth, '[') + value + QByteArray(kDepth, ']'); };
    const JsonDiff diff = diffOf(nested("1"), nested("2"));
    QCOMPARE(diff.changes.size(), 1U);
    QCOMPARE(diff.path(diff.changes[0]).count(u"[0]"_s), kDepth);
}

void TestJsonDiff::listsALimitedNumber()
{
    const auto array = [](const QByteArray &element) {
        return '[' + QByteArrayList(qsizetype(JsonDiff::kMaxChanges) + 10, element).join(',') + ']';
    };
    const JsonDiff diff = diffOf(array("1"), array("2"));
    QCOMPARE(diff.changes.size(), JsonDiff::kMaxChanges);
    QVERIFY(!diff.isComplete);
}

void TestJsonDiff::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto tree = need(JsonTree::parse("{}"_qba, {}));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)diffJson(tree, tree, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestJsonDiff)
#include "tst_json_diff.moc"
