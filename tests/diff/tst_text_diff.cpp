// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "base/file.h"
#include "diff/file/line_pairs.h"
#include "diff/file/text_diff.h"
#include "support/need.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

struct TextPair {
    QByteArray before;
    QByteArray after;
};

/// Texts as they are found in images: repeated lines, blank lines, indentation, long lines and other line ends.
class TextMaker
{
public:
    explicit TextMaker(unsigned seed)
        : m_random(seed)
    {
    }

    TextPair pair()
    {
        const int style = below(4);
        QByteArrayList lines;
        for (int i = below(120); i > 0; --i)
            lines += line(style);
        const QByteArrayList before = lines;
        for (int edits = below(12); edits > 0; --edits) {
            const qsizetype at = below(int(lines.size()) + 1);
            const qsizetype count = std::min<qsizetype>(below(6), lines.size() - at);
            switch (below(4)) {
            case 0:
                lines.remove(at, count);
                break;
            case 1:
                for (qsizetype i = 0; i <= count; ++i)
                    lines.insert(at, line(style));
                break;
            case 2: { // moves
                const QByteArrayList moved = lines.mid(at, count);
                lines.remove(at, count);
                const qsizetype to = below(int(lines.size()) + 1);
                for (const QByteArray &one : moved)
                    lines.insert(to, one);
                break;
            }
            default:
                if (at < lines.size())
                    lines[at] = line(style);
            }
        }
        return {join(before), join(lines)};
    }

private:
    int below(int limit) { return int(m_random() % unsigned(limit)); }

    QByteArray line(int style)
    {
        static const QByteArrayList kCode{
            "",          "}",           "    return 0;", "int run(int x)", "{",          "    if (x) {", "    }",
            "$variable", "_underscore", "\tcase 1:",     "  # a",          "\t\tbreak;", "\xc3\xa4",     "-minus",
            "+plus",     " ",           "@@ x",          "\\ No newline"};
        if (style == 0)
            return QByteArray(1, char('a' + below(3)));
        if (style == 1)
            return kCode[below(int(kCode.size()))];
        if (style == 2) // functions beyond what git prints of them
            return QByteArray("function ") + QByteArray(60 + below(20), 'x') + QString(below(9), u'ä').toUtf8() + "   ";
        return "line " + QByteArray::number(below(1000)) + (below(2) == 0 ? "\r" : "");
    }

    QByteArray join(const QByteArrayList &lines)
    {
        const QByteArray text = lines.join('\n');
        return below(3) == 0 || text.isEmpty() ? text : text + '\n';
    }

    std::mt19937 m_random;
};

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s", qPrintable(file.errorString()));
}

/// By name of the file: what git prints after the header.
QMap<QByteArray, QByteArray> gitDiffs(const QString &folder, int contextLines)
{
    const QByteArray all = runTool(
        u"sh"_s,
        {u"-c"_s, u"cd \"$1\" && git diff --no-index --no-color --text --no-renames -U%1 a b; test $? -le 1"_s.arg(contextLines),
         u"sh"_s, folder},
        folder);
    QMap<QByteArray, QByteArray> diffs;
    QByteArray name;
    bool isHeader = false;
    for (const QByteArray &line : all.split('\n')) {
        if (line.startsWith("diff --git ")) {
            name = line.mid(line.lastIndexOf('/') + 1);
            diffs.insert(name, {});
            isHeader = true;
        }
        isHeader = isHeader && !line.startsWith("@@");
        if (!isHeader && !name.isEmpty())
            diffs[name] += line + '\n';
    }
    if (!name.isEmpty())
        diffs[name].chop(1); // of the empty line after the last one
    return diffs;
}

/// Makes one text of the other by the changes, and checks what they promise.
QByteArray applied(const TextDiff &diff)
{
    QByteArray text;
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    for (const LineChange &change : diff.changes) {
        if (change.beforeCount + change.afterCount == 0 || (before > 0 && change.before <= before)
            || change.before - before != change.after - after)
            qFatal("the changes are not in order");
        text.append(diff.before.lines(before, change.before - before)).append(diff.after.lines(change.after, change.afterCount));
        before = change.before + change.beforeCount;
        after = change.after + change.afterCount;
    }
    return text.append(diff.before.lines(before, diff.before.count() - before));
}

QByteArray marked(const QString &text, const std::vector<LinePart> &parts)
{
    QString result = text;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        result.insert(part->end, u']').insert(part->begin, u'[');
    return result.toUtf8();
}

} // namespace

class TestTextDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsLines();
    void printsWhatGitPrints_data();
    void printsWhatGitPrints();
    void dividesLongTexts();
    void fallsBackForTextsWithNothingInCommon();
    void findsLinesInTextsOfManyMoves();
    void refusesLargeTexts();
    void stops();
    void pairsSimilarLines();
    void marksWords_data();
    void marksWords();
};

void TestTextDiff::splitsLines()
{
    const TextLines lines("one\n\ntwo\r\nlast"_qba);
    QCOMPARE(lines.count(), 4U);
    QCOMPARE(lines.line(0), "one\n"_qba);
    QCOMPARE(lines.text(1), ""_qba);
    QCOMPARE(lines.text(2), "two\r"_qba);
    QCOMPARE(lines.line(3), "last"_qba);
    QCOMPARE(lines.text(3), "last"_qba);
    QCOMPARE(TextLines(QByteArray()).count(), 0U);
    QCOMPARE(TextLines("\n"_qba).count(), 1U);
}

void TestTextDiff::printsWhatGitPrints_data()
{
    QTest::addColumn<int>("contextLines");
    for (const int lines : {0, 1, 3, 10})
        QTest::addRow("%d lines of context", lines) << lines;
}

void TestTextDiff::printsWhatGitPrints()
{
    QFETCH(const int, contextLines);
    QTemporaryDir folder;
    QDir(folder.path()).mkdir(u"a"_s);
    QDir(folder.path()).mkdir(u"b"_s);
    TextMaker maker{unsigned(contextLines)};
    QMap<QByteArray, TextPair> pairs;
    for (int i = 0; i < 400; ++i)
        pairs.insert(QByteArray::number(i), maker.pair());
    pairs.insert("empty"_qba, {{}, "one\n"_qba});
    pairs.insert("emptied"_qba, {"one\ntwo"_qba, {}});
    pairs.insert("newline"_qba, {"one\ntwo"_qba, "one\ntwo\n"_qba});
    for (auto pair = pairs.cbegin(); pair != pairs.cend(); ++pair) {
        write(folder.filePath(u"a/"_s + QString::fromUtf8(pair.key())), pair->before);
        write(folder.filePath(u"b/"_s + QString::fromUtf8(pair.key())), pair->after);
    }
    const auto expected = gitDiffs(folder.path(), contextLines);
    QVERIFY(expected.size() > 300);
    for (auto pair = pairs.cbegin(); pair != pairs.cend(); ++pair) {
        const TextDiff diff = need(diffTexts(pair->before, pair->after, {}));
        QVERIFY(!diff.isCoarse);
        const QByteArray printed = unifiedText(diff, std::uint32_t(contextLines));
        if (printed != expected.value(pair.key()))
            qWarning("before:\n%s\nafter:\n%s", pair->before.constData(), pair->after.constData());
        QCOMPARE(printed, expected.value(pair.key()));
        QCOMPARE(applied(diff), pair->after);
    }
}

/// Beyond the limit for what git compares as a whole, the result is the same where changes lie apart.
void TestTextDiff::dividesLongTexts()
{
    QByteArrayList lines;
    for (int i = 0; i < 250'000; ++i)
        lines += i % 3 == 0 ? "    shared();"_qba : "    line " + QByteArray::number(i);
    TextPair pair;
    pair.before = lines.join('\n');
    std::mt19937 random(7);
    for (int i = 0; i < 200; ++i) {
        const qsizetype at = qsizetype(random() % unsigned(lines.size()));
        if (i % 3 == 0)
            lines[at] += " changed"_qba;
        else if (i % 3 == 1)
            lines.remove(at, std::min<qsizetype>(2, lines.size() - at));
        else
            lines.insert(at, "    shared();"_qba);
    }
    pair.after = lines.join('\n');
    QTemporaryDir folder;
    QDir(folder.path()).mkdir(u"a"_s);
    QDir(folder.path()).mkdir(u"b"_s);
    write(folder.filePath(u"a/long"_s), pair.before);
    write(folder.filePath(u"b/long"_s), pair.after);
    const TextDiff diff = need(diffTexts(pair.before, pair.after, {}));
    QVERIFY(!diff.isCoarse);
    QCOMPARE(applied(diff), pair.after);
    QCOMPARE(unifiedText(diff), gitDiffs(folder.path(), 3).value("long"_qba));
}

void TestTextDiff::fallsBackForTextsWithNothingInCommon()
{
    TextPair pair;
    for (int i = 0; i < 300'000; ++i) {
        pair.before += "before " + QByteArray::number(i) + '\n';
        pair.after += "after " + QByteArray::number(i) + '\n';
    }
    const TextDiff diff = need(diffTexts("first\n" + pair.before + "last\n", "first\n" + pair.after + "last\n", {}));
    QVERIFY(diff.isCoarse);
    QCOMPARE(diff.changes, (std::vector<LineChange>{{1, 300'000, 1, 300'000}}));
    QCOMPARE(diff.removedLines(), 300'000U);
    QCOMPARE(diff.addedLines(), 300'000U);

    const TextDiff added = need(diffTexts({}, pair.after, {}));
    QVERIFY2(!added.isCoarse, "everything is new");
    QCOMPARE(added.addedLines(), 300'000U);
}

void TestTextDiff::findsLinesInTextsOfManyMoves()
{
    QByteArrayList lines;
    for (int i = 0; i < 300'000; ++i)
        lines += QByteArray::number(i);
    const QByteArray before = lines.join('\n');
    std::mt19937 random(3);
    std::shuffle(lines.begin(), lines.end(), random);
    const QByteArray after = lines.join('\n');
    const TextDiff diff = need(diffTexts(before, after, {}));
    QCOMPARE(applied(diff), after);
    QVERIFY2(diff.removedLines() < 300'000 - 900, "the longest rising sequence has about twice the square root of the number");
}

void TestTextDiff::refusesLargeTexts()
{
    const auto diff = diffTexts(QByteArray(kMaxComparedText + 1, '\n'), "x"_qba, {});
    QVERIFY(!diff);
    QCOMPARE(diff.error().kind, ErrorKind::TooLarge);
}

void TestTextDiff::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)diffTexts("a\n"_qba, "b\n"_qba, stop.get_token()));
}

void TestTextDiff::pairsSimilarLines()
{
    const TextDiff diff = need(diffTexts("begin\nport = 80\nhost = example.org\nend\n"_qba,
                                         "begin\n# a comment that is new\nport = 8080\nhost = example.com\nend\n"_qba, {}));
    QCOMPARE(diff.changes, (std::vector<LineChange>{{1, 2, 1, 3}}));
    QCOMPARE(pairLines(diff, diff.changes[0]), (std::vector<LinePair>{{{}, 1}, {1, 2}, {2, 3}}));
    const TextDiff other = need(diffTexts("one\ntwo\n"_qba, "x\n"_qba, {}));
    QCOMPARE(pairLines(other, other.changes[0]), (std::vector<LinePair>{{0, 0}, {1, {}}}));
}

void TestTextDiff::marksWords_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("a word") << "port = [80];"_qba
                            << "port = [8080];"_qba;
    QTest::newRow("two words") << "the [quick] brown [fox]"_qba
                               << "the [slow] brown [wolf]"_qba;
    QTest::newRow("adjacent words") << "keep [one two] it"_qba
                                    << "keep [six ten] it"_qba;
    QTest::newRow("added") << "PATH=/usr/bin"_qba
                           << "PATH=/usr/bin[:/opt/bin]"_qba;
    QTest::newRow("removed") << "apt-get install [vim ]git"_qba
                             << "apt-get install git"_qba;
    QTest::newRow("blanks") << "a[ ]b c"_qba
                            << "a[   ]b c"_qba;
    QTest::newRow("line end") << "all the same[\r]"_qba
                              << "all the same"_qba;
    QTest::newRow("nothing in common") << "completely"_qba
                                       << "different"_qba;
    QTest::newRow("hardly anything") << "a = something else;"_qba
                                     << "b(1, 2, 3, 4, 5, 6) + 7;"_qba;
    QTest::newRow("other scripts") << "名称 [旧值]"_qba
                                   << "名称 [新值]"_qba;
    QTest::newRow("same") << "x"_qba
                          << "x"_qba;
}

void TestTextDiff::marksWords()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    const auto plain = [](QByteArray text) { return QString::fromUtf8(text.replace("[", "").replace("]", "")); };
    const ChangedParts parts = changedParts(plain(before), plain(after));
    QCOMPARE(marked(plain(before), parts.before), before);
    QCOMPARE(marked(plain(after), parts.after), after);
}

STRATOSCOPE_APPLESS_TEST(TestTextDiff)
#include "tst_text_diff.moc"
