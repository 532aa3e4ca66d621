// SPDX-License-Identifier: Apache-2.0
#include "grep/grep.h"

#include "base/cancel.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QStringEncoder>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// `PATH:LINE:COLUMN:TEXT` of what is found, with the match in brackets.
QStringList found(const GrepFiles &files, const GrepQuery &query, const GrepOptions &options = {})
{
    const GrepPattern pattern = need(GrepPattern::compile(query));
    QStringList lines;
    ProgressMeter progress;
    need(grep(files, pattern, options,
              [&lines](const GrepFinding &finding) -> Result<void> {
                  const QString path = printable(finding.file.path());
                  for (const GrepLine &line : finding.lines) {
                      std::string text = line.text;
                      text.insert(line.end, "]").insert(line.begin, "[");
                      lines += u"%1:%2:%3:%4"_s.arg(path).arg(line.number).arg(line.column).arg(QString::fromStdString(text));
                  }
                  if (finding.problem)
                      lines += u"%1! %2"_s.arg(path, finding.problem->detail);
                  return {};
              },
              progress, {}));
    return lines;
}

QStringList found(const ImageFs &fs, const GrepQuery &query, const GrepOptions &options = {},
                  const std::vector<std::string> &paths = {})
{
    return found(need(GrepFiles::ofTree(fs, {}, paths, {})), query, options);
}

QStringList found(const std::string &content, const GrepQuery &query, const GrepOptions &options = {})
{
    return found(fsOf({TarBuilder().file("f", content)}), query, options);
}

std::string utf16(const QString &text, QStringConverter::Encoding encoding)
{
    QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
    return QByteArray(encoder.encode(text)).toStdString();
}

/// As openImage() makes one, without digests.
Image imageOf(const std::vector<TarBuilder> &tars)
{
    Image image;
    const ImageFs fs = fsOf(tars);
    for (std::size_t i = 0; i < tars.size(); ++i) {
        ImageLayer layer;
        layer.index = fs.tree->layers()[i];
        layer.contents = fs.contents[i];
        layer.check = std::make_shared<ImageLayer::Check>(Verification::Pending);
        image.layers.push_back(std::move(layer));
    }
    image.tree = fs.tree;
    return image;
}

} // namespace

class TestGrep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsLines()
    {
        const ImageFs fs = fsOf({TarBuilder()
                                     .file("etc/passwd", "root:x:0:0\napp:x:1:1\n")
                                     .file("etc/none", "nothing\n")
                                     .file("etc/empty", "")
                                     .symlink("etc/link", "passwd")
                                     .dir("etc/root/")
                                     .file("last", "no\nroot root without end")});
        QCOMPARE(found(fs, {.pattern = "root"}),
                 (QStringList{u"/etc/passwd:1:1:[root]:x:0:0"_s, u"/last:2:1:[root] root without end"_s}));
        QCOMPARE(found(fs, {.pattern = "x:1"}), QStringList{u"/etc/passwd:2:5:app:[x:1]:1"_s});
        QCOMPARE(found(fs, {.pattern = "root"}, {}, {"/last"}), QStringList{u"/last:2:1:[root] root without end"_s});
        QCOMPARE(found(fs, {.pattern = "root"}, {.mostText = 6}),
                 (QStringList{u"/etc/passwd:1:1:[root]:x"_s, u"/last:2:1:[root] r"_s}));
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("isText");
        QTest::addColumn<bool>("ignoresCase");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *pattern, const QStringList &expected, bool isText = false, bool ignoresCase = false) {
            QTest::addRow("%s%s%s", pattern, isText ? " -F" : "", ignoresCase ? " -i" : "")
                << QString::fromUtf8(pattern) << isText << ignoresCase << expected;
        };
        row("^$", {u"3:1:[]"_s});
        row("x*", {u"1:1:[]foo bar"_s, u"2:1:[]  foo"_s, u"3:1:[]"_s, u"4:1:[]bär_k \"a"_s, u"5:1:[]b\" foo.(x"_s});
        row("^foo", {u"1:1:[foo] bar"_s});
        row("foo$", {u"2:3:  [foo]"_s});
        row(R"(foo\s+bar)", {u"1:1:[foo bar]"_s});
        row(R"(foo\s*$)", {u"2:3:  [foo]"_s});
        row(R"(\s+)", {u"1:4:foo[ ]bar"_s, u"2:1:[  ]foo"_s, u"4:7:bär_k[ ]\"a"_s, u"5:3:b\"[ ]foo.(x"_s});
        row("\"[^\"]*\"", {});
        row(R"([^q]+)", {u"1:1:[foo bar]"_s, u"2:1:[  foo]"_s, u"4:1:[bär_k \"a]"_s, u"5:1:[b\" foo.(x]"_s});
        row(R"(foo(?!\s))", {u"2:3:  [foo]"_s, u"5:4:b\" [foo].(x"_s});
        row(R"(foo(?=\z))", {u"2:3:  [foo]"_s});
        row(R"(foo\s*+$)", {u"2:3:  [foo]"_s});
        row(R"(\Afoo)", {u"1:1:[foo] bar"_s});
        row(R"(\w+_k)", {u"4:1:[bär_k] \"a"_s});
        row("b.r_", {u"4:1:[bär_]k \"a"_s});
        row("foo.(", {u"5:4:b\" [foo.(]x"_s}, true);
        row("BÄR_K", {u"4:1:[bär_k] \"a"_s}, true, true);
        row("FOO B", {u"1:1:[foo b]ar"_s}, false, true);
        row("r_K", {}, true);
        row("a{2}", {});
    }
    void patterns()
    {
        QFETCH(const QString, pattern);
        QFETCH(const bool, isText);
        QFETCH(const bool, ignoresCase);
        const std::string content = "foo bar\n  foo\n\nb\xC3\xA4r_k \"a\nb\" foo.(x\n";
        QStringList lines = found(content, {.pattern = pattern.toStdString(), .isText = isText, .ignoresCase = ignoresCase});
        for (QString &line : lines)
            line.remove(0, 3);
        QTEST(lines, "expected");
    }

    void wrongPatterns()
    {
        const auto detail = [](const char *pattern, bool isText = false) {
            const auto compiled = GrepPattern::compile({.pattern = pattern, .isText = isText});
            return compiled ? QString() : compiled.error().message();
        };
        QCOMPARE(detail("a(b"), u"a(b: missing closing parenthesis (after “a(b”)"_s);
        QCOMPARE(detail("a[b"), u"a[b: missing terminating ] for character class (after “a[b”)"_s);
        QCOMPARE(detail(""), u"pattern: is empty"_s);
        QCOMPARE(detail(R"(a\nb)"), u"a\\nb: contains a line break, but lines are searched one by one"_s);
        QCOMPARE(detail("a\nb", true), u"a\\x0ab: contains a line break, but lines are searched one by one"_s);
        QCOMPARE(detail(R"(a\nb)", true), QString());
    }

    void binaryFiles()
    {
        const std::string content = std::string("one\ntwo\n\0 one\n", 15);
        QCOMPARE(found(content, {.pattern = "one"}), QStringList());
        QCOMPARE(found(content, {.pattern = "o.e"}), QStringList());
        QCOMPARE(found(content, {.pattern = "two"}, {.searchesBinaryFiles = true}), QStringList{u"/f:2:1:[two]"_s});
        const std::string large = std::string(3 << 20, 'x') + "\none\n" + std::string(3 << 20, 'x') + '\0';
        QCOMPARE(found(large, {.pattern = "one"}), QStringList());
        QCOMPARE(found(large, {.pattern = "one"}, {.searchesBinaryFiles = true}), QStringList{u"/f:2:1:[one]"_s});
        QCOMPARE(found('\0' + large, {.pattern = "one"}), QStringList());
    }

    void byteOrderMarks()
    {
        QCOMPARE(found("\xEF\xBB\xBFone\n", {.pattern = "^one"}), QStringList{u"/f:1:1:[one]"_s});
        const QString text = u"first\nähnlich one\n"_s;
        for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
            QCOMPARE(found(utf16(text, encoding), {.pattern = "one"}), QStringList{u"/f:2:10:ähnlich [one]"_s});
            const std::string large = utf16(text + text.repeated(100'000) + u"end"_s, encoding);
            QCOMPARE(found(large, {.pattern = "^end$"}), QStringList{u"/f:200003:1:[end]"_s});
        }
    }

    void largeFiles()
    {
        std::string content;
        QStringList expected;
        for (int line = 1; line <= 200'000; ++line) {
            const bool matches = line % 20'000 == 1;
            content += matches ? "it matches here\n" : "a line of no interest\n";
            if (matches)
                expected += u"/f:%1:4:it [matches] here"_s.arg(line);
        }
        QVERIFY(content.size() > 4u << 20);
        QCOMPARE(found(content, {.pattern = "matches"}), expected);
        QCOMPARE(found(content, {.pattern = "matches"}, {.mostLines = 2}), expected.first(2));
        QCOMPARE(found(content, {.pattern = "^"}).size(), 200'000);
        QCOMPARE(found(content.substr(0, content.size() - 1), {.pattern = "^"}).size(), 200'000);
    }

    void longLines()
    {
        const GrepOptions few{.mostText = 8};
        const std::string most(kLongestLine * 3, '-');
        const std::string content = "one\n" + most + "one--" + most + "two\none\n" + most + "\nend";
        const auto column = [](std::size_t number) { return QString::number(number); };
        QCOMPARE(found(content, {.pattern = "one"}, few),
                 (QStringList{u"/f:1:1:[one]"_s, u"/f:2:%1:--[one]---"_s.arg(column(most.size() + 1)), u"/f:3:1:[one]"_s}));
        QCOMPARE(found(content, {.pattern = "two"}, few), QStringList{u"/f:2:%1:-----[two]"_s.arg(column(2 * most.size() + 6))});
        QCOMPARE(found(content, {.pattern = "^(one|--)"}, few).size(), 4);
        QCOMPARE(found(content, {.pattern = "(two|-|end)$"}, few),
                 (QStringList{u"/f:2:%1:-----[two]"_s.arg(column(2 * most.size() + 6)),
                              u"/f:4:%1:-------[-]"_s.arg(column(most.size())), u"/f:5:1:[end]"_s}));
        QCOMPARE(found(content, {.pattern = "^$"}, few), QStringList());
    }

    void cutsLinesAtCharacters()
    {
        QCOMPARE(found("ääääääone", {.pattern = "one"}, {.mostText = 6}), QStringList{u"/f:1:13:ä[one]"_s});
        QCOMPARE(found("oneääää", {.pattern = "one"}, {.mostText = 6}), QStringList{u"/f:1:1:[one]ä"_s});
    }

    void sparseFiles()
    {
        const SparseFile file{.path = "s", .size = 1ull << 40, .parts = {{0, "one\n"}, {1ull << 30, "two\n"}}};
        const ImageFs fs = fsOf({TarBuilder().sparse(file, SparseForm::Pax10)});
        QCOMPARE(found(fs, {.pattern = "two"}), QStringList());
        QCOMPARE(found(fs, {.pattern = "two"}, {.searchesBinaryFiles = true}).size(), 1);
        QCOMPARE(found(fs, {.pattern = "three"}, {.searchesBinaryFiles = true}), QStringList());
    }

    /// Files that are read at once, in which a text is looked for before they are searched one by one.
    void smallFilesOneAfterAnother()
    {
        TarBuilder tar;
        tar.file("a", "secret\n").file("b", "nothing\n").file("c", std::string(500, '-') + "\nsec").file("d", "ret\n");
        tar.file("e", "x secret y\nsecret\n").file("f", utf16(u"secret"_s, QStringConverter::Utf16LE));
        tar.file("g", std::string("secret\0", 7)).file("h", std::string(506, '-') + "secret").file("i", "secret");
        const ImageFs fs = fsOf({tar});
        const QStringList expected{u"/a:1:1:[secret]"_s,
                                   u"/e:1:3:x [secret] y"_s,
                                   u"/e:2:1:[secret]"_s,
                                   u"/f:1:1:[secret]"_s,
                                   u"/h:1:507:"_s + QString(506, u'-') + u"[secret]"_s,
                                   u"/i:1:1:[secret]"_s};
        QCOMPARE(found(fs, {.pattern = "secret"}), expected);
        QCOMPARE(found(fs, {.pattern = "secret", .isText = true}), expected);
        QCOMPARE(found(fs, {.pattern = "secre[t]"}), expected);
        QCOMPARE(found(fs, {.pattern = "SECRET", .ignoresCase = true}), expected);
        QCOMPARE(found(fs, {.pattern = "secret|none"}), expected);
    }

    void hardLinks()
    {
        const ImageFs fs = fsOf({TarBuilder().file("a", "one\n").hardlink("b", "a"), TarBuilder().file("a", "other\n")});
        QCOMPARE(found(fs, {.pattern = "one"}), QStringList{u"/b:1:1:[one]"_s});
        std::string large;
        for (int i = 0; i < 5000; ++i) // more than is reported at once
            large += "one\n";
        const QStringList lines = found(fsOf({TarBuilder().file("a", large).hardlink("b", "a")}), {.pattern = "one"});
        QCOMPARE(lines.size(), 10'000);
        QCOMPARE(lines[4999], u"/a:5000:1:[one]"_s);
        QCOMPARE(lines[5000], u"/b:1:1:[one]"_s);
    }

    void layers()
    {
        const Image image
            = imageOf({TarBuilder().file("a", "one 0\n").file("gone", "one\n").symlink("lib", "usr/lib").dir("usr/lib/"),
                       TarBuilder().file("a", "one 1\n").file(".wh.gone").file("usr/lib/x", "one\n"),
                       TarBuilder().file("usr/lib/x", "other\n")});
        QCOMPARE(found(image.fs(), {.pattern = "one"}), QStringList{u"/a:1:1:[one] 1"_s});
        QCOMPARE(found(need(image.fsUpTo(0, {})), {.pattern = "one"}), (QStringList{u"/a:1:1:[one] 0"_s, u"/gone:1:1:[one]"_s}));
        QCOMPARE(found(image.fsOfLayer(1), {.pattern = "one"}), (QStringList{u"/a:1:1:[one] 1"_s, u"/usr/lib/x:1:1:[one]"_s}));
        const auto ofAll = [&image](const std::vector<std::string> &paths) {
            return found(need(GrepFiles::ofAllLayers(image, paths, {})), {.pattern = "one"});
        };
        QCOMPARE(ofAll({}),
                 (QStringList{u"/a:1:1:[one] 0"_s, u"/gone:1:1:[one]"_s, u"/a:1:1:[one] 1"_s, u"/usr/lib/x:1:1:[one]"_s}));
        QCOMPARE(ofAll({"gone"}), QStringList{u"/gone:1:1:[one]"_s});
        QCOMPARE(ofAll({"/lib/x"}), QStringList{u"/usr/lib/x:1:1:[one]"_s});
        const auto missing = GrepFiles::ofAllLayers(image, std::vector<std::string>{"/a", "/nowhere"}, {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().message(), u"/nowhere: no layer has this path"_s);
    }

    /// A pattern that would take for ever stops at a limit, and the other files are searched.
    void limits()
    {
        std::string many;
        for (int i = 0; i < 40; ++i)
            many += "aaaaaaaaaa";
        const ImageFs fs = fsOf({TarBuilder().file("bad", "ab\n" + many + "cb\n").file("good", "aab\n")});
        const QStringList lines = found(fs, {.pattern = "^(a|a)+b"});
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0], u"/bad:1:1:[ab]"_s);
        QVERIFY2(lines[1].startsWith(u"/bad! not searched to its end"_s), qPrintable(lines[1]));
        QCOMPARE(lines[2], u"/good:1:1:[aab]"_s);
    }

    void unreadableFiles()
    {
        const std::string tar = TarBuilder().file("a", "one\n").file("b", std::string(5000, '-') + "one\n").finish();
        ImageFs fs = fsOf({TarBuilder().file("a", "one\n").file("b", std::string(5000, '-') + "one\n")});
        FileRegion cut = fs.contents[0].region();
        cut.size = 2000;
        fs.contents[0] = LayerContents(cut);
        const QStringList lines = found(fs, {.pattern = "one"});
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], u"/a:1:1:[one]"_s);
        QVERIFY2(lines[1].startsWith(u"/b! ends within"_s), qPrintable(lines[1]));
    }

    /// Whatever the number of threads, and however much each finds.
    void keepsTheOrder()
    {
        TarBuilder tar;
        QStringList expected;
        for (int i = 0; i < 300; ++i) {
            const std::string name = "f" + std::to_string(i);
            std::string content = "one " + name + "\n";
            content.append(i % 7 * 100'000, i % 2 == 0 ? '\n' : ' ');
            tar.file(name, content);
            expected += u"/f%1:1:1:[one] f%1"_s.arg(i);
        }
        const ImageFs fs = fsOf({tar});
        for (int round = 0; round < 3; ++round)
            QCOMPARE(found(fs, {.pattern = "one"}), expected);
    }

    void stops()
    {
        TarBuilder tar;
        for (int i = 0; i < 100; ++i)
            tar.file(std::to_string(i), "one\n" + std::string(1 << 20, '-'));
        const GrepFiles files = need(GrepFiles::ofTree(fsOf({tar}), {}, {}, {}));
        const GrepPattern pattern = need(GrepPattern::compile({.pattern = "one"}));
        ProgressMeter progress;
        std::stop_source stop;
        int count = 0;
        const auto stopAtOnce = [&](const GrepFinding &) -> Result<void> {
            ++count;
            stop.request_stop();
            return {};
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(grep(files, pattern, {}, stopAtOnce, progress, stop.get_token())));
        QCOMPARE(count, 1);
        const auto fails = [](const GrepFinding &) -> Result<void> { return fail(ErrorKind::NoSpace, u"here"_s, u"full"_s); };
        const auto failed = grep(files, pattern, {}, fails, progress, {});
        QVERIFY(!failed);
        QCOMPARE(failed.error().message(), u"here: full"_s);
        const auto throws = [](const GrepFinding &) -> Result<void> { throw std::runtime_error("x"); };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(grep(files, pattern, {}, throws, progress, {})));
    }
};

STRATOSCOPE_APPLESS_TEST(TestGrep)
#include "tst_grep.moc"
