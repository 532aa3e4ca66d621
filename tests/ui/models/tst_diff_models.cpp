// SPDX-License-Identifier: Apache-2.0
//
// What the views of a difference show.
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/diff/attribute_changes.h"
#include "ui/diff/change_list.h"
#include "ui/diff/text_matches.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

TextRows rowsOf(const QByteArray &before, const QByteArray &after, TextLayout layout)
{
    return TextRows::make(std::make_shared<TextDiff>(need(diffTexts(before, after, {}))), layout, {});
}

/// "  text", "- text", "+ text", "before | after", "... 12".
QStringList linesOf(const TextRows &rows)
{
    QStringList lines;
    for (int i = 0; i < rows.count(); ++i) {
        const QString before = rows.text(i, DiffSideName::Before);
        const QString after = rows.text(i, DiffSideName::After);
        switch (rows.row(i).kind) {
        case TextRow::Fold:
            lines += u"... %1"_s.arg(rows.row(i).other);
            break;
        case TextRow::Equal:
            lines += u"  "_s + after;
            break;
        case TextRow::Removed:
            lines += u"- "_s + before;
            break;
        case TextRow::Added:
            lines += u"+ "_s + after;
            break;
        case TextRow::Changed:
            lines += before + u" | "_s + after;
            break;
        }
    }
    return lines;
}

QByteArray numbers(int first, int last)
{
    QByteArray text;
    for (int i = first; i <= last; ++i)
        text += QByteArray::number(i) + '\n';
    return text;
}

QStringList pills(const TarEntry &before, const TarEntry &after)
{
    const ImageFs left = fsOf({TarBuilder().add(before)});
    const ImageFs right = fsOf({TarBuilder().add(after)});
    QStringList texts;
    for (const AttributeChange &change :
         attributeChanges({left, *left.tree->find(before.path)}, {right, *right.tree->find(after.path)}))
        texts += change.text;
    return texts;
}

} // namespace

class TestDiffModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersUnifiedRows();
    void ordersRowsSideBySide();
    void foldsAndUnfolds();
    void marksWords();
    void splitsLongLines();
    void findsText();
    void revealsLines();
    void knowsMissingLineFeeds();
    void comparesAttributes_data();
    void comparesAttributes();
    void listsMembers();
    void listsFactsAboutPrograms();
};

void TestDiffModels::ordersUnifiedRows()
{
    const TextRows rows = rowsOf("a\nport 1\nhost x\nz\n", "a\nport 2\nhost y\nnew\nz\n", TextLayout::Unified);
    QCOMPARE(linesOf(rows),
             (QStringList{u"  a"_s, u"- port 1"_s, u"- host x"_s, u"+ port 2"_s, u"+ host y"_s, u"+ new"_s, u"  z"_s}));
    QCOMPARE(rows.changeCount(), 1);
    QCOMPARE(rows.changeRow(0), 1);
    QCOMPARE(rows.changeAt(0), -1);
    QCOMPARE(rows.changeAt(6), 0);
    QCOMPARE(rows.row(1).before, 1U);
    QCOMPARE(rows.row(1).after, TextRow::kNone);
    QCOMPARE(rows.row(6).before, 3U);
    QCOMPARE(rows.row(6).after, 4U);
}

void TestDiffModels::ordersRowsSideBySide()
{
    const TextRows rows = rowsOf("a\nport 1\nhost x\nz\n", "a\nport 2\nhost y\nnew\nz\n", TextLayout::SideBySide);
    QCOMPARE(linesOf(rows), (QStringList{u"  a"_s, u"port 1 | port 2"_s, u"host x | host y"_s, u" | new"_s, u"  z"_s}));
}

void TestDiffModels::foldsAndUnfolds()
{
    const QByteArray before = numbers(1, 30);
    QByteArray after = before;
    after.replace("\n10\n", "\nten\n").replace("\n25\n", "\n");
    TextRows rows = rowsOf(before, after, TextLayout::Unified);
    const QStringList folded{u"... 6"_s, u"  7"_s,  u"  8"_s,   u"  9"_s,  u"- 10"_s, u"+ ten"_s, u"  11"_s,
                             u"  12"_s,  u"  13"_s, u"... 8"_s, u"  22"_s, u"  23"_s, u"  24"_s,  u"- 25"_s,
                             u"  26"_s,  u"  27"_s, u"  28"_s,  u"  29"_s, u"  30"_s};
    QCOMPARE(linesOf(rows), folded);
    QCOMPARE(rows.changeRow(1), 13);
    rows.unfold(4); // not a fold
    QCOMPARE(linesOf(rows), folded);
    rows.unfold(0);
    QCOMPARE(linesOf(rows).mid(0, 7), (QStringList{u"  1"_s, u"  2"_s, u"  3"_s, u"  4"_s, u"  5"_s, u"  6"_s, u"  7"_s}));
    QCOMPARE(rows.changeRow(1), 18);
    QVERIFY(rows.hasFolds());
    rows.unfoldAll();
    QVERIFY(!rows.hasFolds());
    QCOMPARE(rows.count(), 31);
    QCOMPARE(linesOf(rows)[rows.changeRow(1)], u"- 25"_s);
    QCOMPARE(rows.row(rows.count() - 1).before, 29U);
}

void TestDiffModels::marksWords()
{
    for (const TextLayout layout : {TextLayout::Unified, TextLayout::SideBySide}) {
        const TextRows rows = rowsOf("the port = 80;\nx\n", "the port = 8080;\nx\n", layout);
        const int after = layout == TextLayout::Unified ? 1 : 0;
        QCOMPARE(rows.changedParts(0, DiffSideName::Before), (std::vector<LinePart>{{11, 13}}));
        QCOMPARE(rows.changedParts(after, DiffSideName::After), (std::vector<LinePart>{{11, 15}}));
        QCOMPARE(rows.changedParts(rows.count() - 1, DiffSideName::After), std::vector<LinePart>());
    }
}

void TestDiffModels::splitsLongLines()
{
    const QByteArray begin = QString(1999, u'ä').toUtf8() + "xä"; // a character would be cut in two
    const QByteArray before = begin + QByteArray(4000, 'a') + "1" + QByteArray(3000, 'b') + '\n';
    const QByteArray after = begin + QByteArray(4000, 'a') + "2" + QByteArray(3000, 'b') + '\n';
    const TextRows rows = rowsOf(before, after, TextLayout::SideBySide);
    QCOMPARE(rows.count(), 3);
    QString joined;
    QString marked;
    for (int i = 0; i < rows.count(); ++i) {
        QCOMPARE(rows.row(i).isContinued(), i > 0);
        const QString text = rows.text(i, DiffSideName::After);
        joined += text;
        for (const LinePart &part : rows.changedParts(i, DiffSideName::After))
            marked += text.mid(part.begin, part.end - part.begin);
    }
    QCOMPARE(joined, QString::fromUtf8(after).chopped(1));
    QCOMPARE(marked, u"2"_s);
}

/// In the order in which a unified difference shows it, what is unchanged once.
void TestDiffModels::findsText()
{
    const TextDiff diff = need(diffTexts("key\nold key, KEY\nz\n\xC3\x84key\n", "key\nnew\nkeykey\nz\n\xC3\x84key\n", {}));
    using Side = DiffSideName;
    const auto found = [&diff](const QString &text, Qt::CaseSensitivity sensitivity = Qt::CaseInsensitive) {
        return findInDifference(diff, text, sensitivity, {});
    };
    QCOMPARE(found(u"key"_s),
             (std::vector<TextMatch>{{Side::After, 0, 0, 3},
                                     {Side::Before, 1, 4, 3},
                                     {Side::Before, 1, 9, 3},
                                     {Side::After, 2, 0, 3},
                                     {Side::After, 2, 3, 3},
                                     {Side::After, 4, 1, 3}}));
    QCOMPARE(found(u"KEY"_s, Qt::CaseSensitive), (std::vector<TextMatch>{{Side::Before, 1, 9, 3}}));
    QCOMPARE(found(u"äk"_s), (std::vector<TextMatch>{{Side::After, 4, 0, 2}}));
    QCOMPARE(found({}), std::vector<TextMatch>());
    QCOMPARE(found(u"z\nä"_s), std::vector<TextMatch>());
}

void TestDiffModels::revealsLines()
{
    const QByteArray longLine(9000, 'x');
    for (const TextLayout layout : {TextLayout::Unified, TextLayout::SideBySide}) {
        TextRows rows = rowsOf(numbers(1, 40) + "a\n", numbers(1, 40) + longLine + "\n", layout);
        QCOMPARE(rows.row(rows.rowOf(5, DiffSideName::After)).kind, TextRow::Fold);
        QCOMPARE(rows.reveal(5, DiffSideName::After, 0), std::pair(5, 0));
        QCOMPARE(rows.text(5, DiffSideName::After), u"6"_s);
        QVERIFY(!rows.hasFolds());
        QCOMPARE(rows.reveal(5, DiffSideName::Before, 1), std::pair(5, 1));
        const int first = rows.rowOf(40, DiffSideName::After);
        QCOMPARE(rows.reveal(40, DiffSideName::After, 3999), std::pair(first, 3999));
        QCOMPARE(rows.reveal(40, DiffSideName::After, 8500), std::pair(first + 2, 500));
        QCOMPARE(rows.rowOf(40, DiffSideName::Before), layout == TextLayout::Unified ? first - 1 : first);
    }
}

void TestDiffModels::knowsMissingLineFeeds()
{
    const TextRows rows = rowsOf("a\nb", "a\nc\n", TextLayout::Unified);
    QCOMPARE(linesOf(rows), (QStringList{u"  a"_s, u"- b"_s, u"+ c"_s}));
    QVERIFY(!rows.lacksLineFeed(0, DiffSideName::Before));
    QVERIFY(rows.lacksLineFeed(1, DiffSideName::Before));
    QVERIFY(!rows.lacksLineFeed(2, DiffSideName::After));
}

void TestDiffModels::comparesAttributes_data()
{
    QTest::addColumn<TarEntry>("before");
    QTest::addColumn<TarEntry>("after");
    QTest::addColumn<QStringList>("texts");
    // Revision 2 of linux/capability.h: permitted, with the effective bit.
    const auto capabilities = [](char permitted1, char permitted2) {
        std::string value(20, '\0');
        value[0] = 1;
        value[3] = 2;
        value[4] = permitted1;
        value[5] = permitted2;
        return value;
    };
    const auto with = [](const std::string &name, const std::string &value) {
        return TarEntry{.path = "f", .pax = {{"SCHILY.xattr." + name, value}}};
    };
    const TarEntry plain{.path = "f"};
    QTest::newRow("same") << plain << plain << QStringList();
    QTest::newRow("mode") << TarEntry{.path = "f", .mode = 0755} << TarEntry{.path = "f", .mode = 04755}
                          << QStringList{u"0755 → 4755"_s};
    QTest::newRow("owner") << plain << TarEntry{.path = "f", .uid = 1000, .gid = 100} << QStringList{u"0:0 → 1000:100"_s};
    QTest::newRow("type") << TarEntry{.path = "f", .type = '2', .link = "x"} << plain << QStringList{u"Symbolic link → File"_s};
    QTest::newRow("link") << TarEntry{.path = "f", .type = '2', .link = "a"} << TarEntry{.path = "f", .type = '2', .link = "b"}
                          << QStringList{u"a → b"_s};
    QTest::newRow("device") << TarEntry{.path = "f", .type = '3', .deviceMajor = 1, .deviceMinor = 3}
                            << TarEntry{.path = "f", .type = '3', .deviceMajor = 1, .deviceMinor = 5}
                            << QStringList{u"1:3 → 1:5"_s};
    QTest::newRow("capability added") << plain << with("security.capability", capabilities(0, 4))
                                      << QStringList{u"+cap_net_bind_service"_s};
    QTest::newRow("capability replaced") << with("security.capability", capabilities(1, 4))
                                         << with("security.capability", capabilities(3, 0))
                                         << QStringList{u"+cap_dac_override"_s, u"−cap_net_bind_service"_s};
    QTest::newRow("attribute removed") << with("user.note", "x") << plain << QStringList{u"−user.note"_s};
    QTest::newRow("attribute changed") << with("user.note", "x") << with("user.note", "y") << QStringList{u"user.note changed"_s};
}

void TestDiffModels::comparesAttributes()
{
    QFETCH(const TarEntry, before);
    QFETCH(const TarEntry, after);
    QTEST(pills(before, after), "texts");
}

void TestDiffModels::listsMembers()
{
    const auto tree = [](const QByteArray &text) { return need(JsonTree::parse(text, {})); };
    const auto diff = std::make_shared<JsonDiff>(
        diffJson(tree(R"({"a": 1, "b": {"c": [1, {"d": 2}]}, "same": 0})"), tree(R"({"a": "x", "same": 0, "new": null})"), {}));
    ChangeListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setList(changeList(diff));
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows += model.text(row);
    QCOMPARE(rows, (QStringList{u"~ a: 1 → \"x\""_s, u"− b: {c: […]}"_s, u"+ new: null"_s}));
    QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), u"Member"_s);
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Changed: a"_s);
}

void TestDiffModels::listsFactsAboutPrograms()
{
    const auto before = std::make_shared<ElfFacts>();
    before->needed = {u"libc.so.6"_s, u"libssl.so.1.1"_s};
    before->buildId = u"aa"_s;
    before->sections = {{u".text"_s, 1000}, {u".data"_s, 8}};
    const auto after = std::make_shared<ElfFacts>(*before);
    after->needed = {u"libssl.so.3"_s, u"libc.so.6"_s};
    after->buildId = u"bb"_s;
    after->sections = {{u".text"_s, 2500}, {u".data"_s, 8}};
    ChangeListModel model;
    model.setList(changeList(before, after));
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows += model.text(row);
    QCOMPARE(rows,
             (QStringList{u"− Needed library: libssl.so.1.1"_s, u"+ Needed library: libssl.so.3"_s, u"~ Build ID: aa → bb"_s,
                          u"~ Section .text: 1,000 B → 2,500 B"_s}));
    QCOMPARE(changeList(before, before).count, 0);
}

STRATOSCOPE_GUILESS_TEST(TestDiffModels)
#include "tst_diff_models.moc"
