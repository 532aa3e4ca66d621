// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "image/open_image.h"
#include "report/change_details.h"
#include "report/html_report.h"
#include "report/markdown_report.h"
#include "store/store.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// Names that would be markup, scripts, mentions or tricks of writing direction if they were not escaped.
const std::vector<std::string> kHostileNames{
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "a|b\\|c",
    "`code`",
    "``` fence",
    "[link](http://example.test)",
    "**bold** _it_ ~~gone~~",
    "@someone #1 http://example.test www.example.test",
    "line\nbreak\r",
    "\x1B[31mred",
    "\xE2\x80\xAEgnp.exe", // a right-to-left override
    "&lt;&amp;&#60;",
    "odd-\xE9\xFF",
    "-->",
    "</details></pre>",
};

/// Reports what of a page is not as it should be: unbalanced elements, attributes with events, references to anything else.
constexpr auto kCheckHtml = R"py(
import sys
from html.parser import HTMLParser
allowed = set('html head meta title style body header h1 h2 p ul li b table tr th td code details summary div span pre footer'.split())
if sys.argv[1:] == ['markdown']:
    allowed = set('h2 h3 p ul li strong em table thead tbody tr th td code details summary pre'.split())
class Check(HTMLParser):
    stack = []
    def handle_starttag(self, tag, attributes):
        if tag not in allowed: print('element', tag)
        for name, value in attributes:
            if name not in ('class', 'lang', 'charset', 'http-equiv', 'content', 'name', 'open', 'align'): print('attribute', tag, name)
        if tag != 'meta': self.stack.append(tag)
    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag: print('unbalanced', tag, self.getpos())
check = Check()
page = sys.stdin.buffer.read().decode('utf-8')
check.feed(page)
check.close()
if check.stack: print('open', check.stack)
if any(ord(c) < 32 and c not in '\n\t' for c in page): print('control character')
if any(c in page for c in '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'): print('direction')
if '@import' in page or 'url(' in page: print('reference')
)py";

} // namespace

class TestReports : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<const Image> open(const TestImage &made)
    {
        TestImage image = made;
        image.compression = Compression::Gzip; // stored and verified when the image is opened
        const QString path = m_folder.filePath(u"image%1"_s.arg(++m_images));
        writeFiles(path, ociLayout({image}));
        ProgressMeter progress;
        return need(openImage(u"oci:"_s + path, {}, m_store, progress, {}));
    }
    ComparisonReport compare(const TestImage &before, const TestImage &after, ComparisonRules rules = {})
    {
        return need(ComparisonReport::make(DiffSide::whole(open(before)), DiffSide::whole(open(after)), std::move(rules), {}));
    }
    static QByteArray html(const ComparisonReport &report)
    {
        MemorySink sink;
        need(writeHtmlReport(report, sink, {}));
        if (!sink.isFinished)
            qFatal("the sink is not finished");
        return QByteArray::fromStdString(sink.text);
    }
    QByteArray problemsOf(const QByteArray &page, const QStringList &arguments = {}) const
    {
        return runTool(u"python3"_s, QStringList{u"-c"_s, QString::fromLatin1(kCheckHtml)} + arguments, m_folder.path(), page);
    }

    QTemporaryDir m_folder;
    Store m_store = need(Store::open(m_folder.filePath(u"store"_s)));
    int m_images = 0;

private Q_SLOTS:
    void everythingIsReported()
    {
        TarBuilder old;
        old.dir("etc").file("etc/conf", "one\ntwo\nthree\n").file("etc/gone", "gone").file("etc/moved", "moved along");
        old.file("bin",
                 std::string("\x7F"
                             "ELF\0\1",
                             6))
            .file("touched", "t")
            .file("suid", "s");
        TarBuilder now;
        now.dir("etc").file("etc/conf", "one\n2\nthree\n").file("etc/new", "new").file("elsewhere", "moved along");
        now.file("bin",
                 std::string("\x7F"
                             "ELF\0\2",
                             6))
            .add({.path = "touched", .content = "t", .mtime = kTestTime + 1});
        now.add({.path = "suid", .content = "s", .mode = 04755});
        const ComparisonReport report
            = compare({.layers = {old.finish()}, .name = u"app:1"_s, .run = {{u"User"_s, u"app"_s}}},
                      {.layers = {now.finish()}, .name = u"app:2"_s, .run = {{u"WorkingDir"_s, u"/x"_s}}});
        const ComparisonReport::Counts expected{.added = 1, .removed = 1, .modified = 4, .onlyTimes = 1, .moved = 1, .copied = 0};
        QCOMPARE(report.counts, expected);
        const QByteArray page = html(report);
        QCOMPARE(problemsOf(page), QByteArray());
        for (const auto part : {"<b>+1</b> added", "<b>~4</b> modified <span class=\"muted\">(in 1 only the time)</span>",
                                "moved from /etc/moved", "moved to /elsewhere", "mode 0644 \xE2\x86\x92 4755",
                                "<span class=\"minus\">-two</span><span class=\"plus\">+2</span>",
                                "1 file of which only the time differs", "<code>workingDir</code>", "<code>/x</code>"})
            QVERIFY2(page.contains(part), part);
        QVERIFY(!page.contains("<span class=\"minus\">-\\x7fELF")); // not a text
        QCOMPARE(page, html(report));

        const std::string text = markdownReport(report);
        for (const auto part :
             {"**1 added, 1 removed, 4 modified (in 1 only the time differs), 1 moved**\n", "| `user` | `app` | *none* |\n",
              "\n! /suid (mode 0644 \xE2\x86\x92 4755)\n", "\n\xE2\x86\x92 /elsewhere (moved from /etc/moved)\n",
              "<summary>All 7 differences</summary>\n\n```diff\n"})
            QVERIFY2(text.find(part) != std::string::npos, part);
        QCOMPARE(text, markdownReport(report));
    }

    void equalImages()
    {
        TarBuilder tar;
        tar.file("a", "a");
        const ComparisonReport report = compare({.layers = {tar.finish()}}, {.layers = {tar.finish()}});
        QVERIFY(!report.hasDifferences());
        QVERIFY(html(report).contains("There are no differences."));
        QCOMPARE(problemsOf(html(report)), QByteArray());
        QVERIFY(markdownReport(report).find("**no differences**") != std::string::npos);
    }

    void hostileNames()
    {
        TarBuilder tar;
        TarBuilder changed;
        TestImage before{.layers = {}, .name = u"example.test/app:1"_s};
        TestImage after{.layers = {}, .name = u"example.test/app:2"_s};
        QJsonObject labels;
        int number = 0;
        for (const std::string &name : kHostileNames) {
            std::string file = name;
            std::ranges::replace(file, '/', '!');
            const std::string directory = "d" + std::to_string(number++);
            tar.dir(directory).file(directory + "/" + file, "old " + name).symlink(directory + "/link", "x");
            changed.dir(directory).file(directory + "/" + file, "new\n" + name).symlink(directory + "/link", name);
            changed.file(directory + "/new " + file, name);
            labels.insert(printable(name), QString::fromStdString(name));
        }
        after.run = {{u"Labels"_s, labels}, {u"Env"_s, QJsonArray{u"<b>=\u202E</script>"_s}}};
        before.layers = {tar.finish()};
        after.layers = {changed.finish()};
        const ComparisonReport report = compare(before, after, need(ComparisonRules::make({"<i>*"}, false, false, false)));
        QCOMPARE(report.counts.modified, std::uint64_t(2 * kHostileNames.size()));
        const QByteArray page = html(report);
        QCOMPARE(problemsOf(page), QByteArray());
        QVERIFY(page.contains("&lt;script&gt;alert(1)&lt;!script&gt;"));
        QVERIFY(page.contains("\\xe2\\x80\\xaegnp.exe"));
        QVERIFY(page.contains("odd-\\xe9\\xff"));
        QVERIFY(page.contains("line\\x0abreak\\x0d"));

        const QString text = QString::fromStdString(markdownReport(report));
        // Outside of code, nothing of a name is left but letters and digits.
        QString rest = text;
        rest.remove(QRegularExpression(u"\n(`{3,})diff\n.*?\n\\1\n"_s, QRegularExpression::DotMatchesEverythingOption));
        QVERIFY(!rest.contains(u"diff\n!"_s));
        rest.remove(QRegularExpression(u"`[^`\n|]+`"_s));
        rest.remove(QRegularExpression(u"<code>[^<>`|*_@:\n]*</code>"_s));
        for (const QString &part :
             {u"script"_s, u"onerror"_s, u"example.test"_s, u"someone"_s, u"bold"_s, u"fence"_s, u"\u202E"_s, u"\x1B"_s})
            QVERIFY2(!rest.contains(part), qPrintable(part + u'\n' + rest));
        QVERIFY(text.contains(u"\n````diff\n"_s)); // longer than what is in it
        for (const QString &line : rest.split(u'\n')) {
            if (line.startsWith(u"| "_s))
                QVERIFY2(line.count(u'|') == 3 || line.count(u'|') == 4 || line.count(u'|') == 5, qPrintable(line));
        }
    }

    /// GitHub's own program makes no links, images, emphasis or scripts of what is in a report.
    void hostileNamesInMarkdown()
    {
        if (QStandardPaths::findExecutable(u"cmark-gfm"_s).isEmpty())
            QSKIP("cmark-gfm is not installed");
        TarBuilder tar;
        QJsonObject labels;
        for (std::string name : kHostileNames) {
            labels.insert(QString::fromUtf8(name.c_str()), QString::fromUtf8(name.c_str()));
            std::ranges::replace(name, '/', '!');
            tar.file(name, std::string(100, 'x'));
        }
        const ComparisonReport report
            = compare({.layers = {TarBuilder().finish()}}, {.layers = {tar.finish()}, .run = {{u"Labels"_s, labels}}});
        const QByteArray page
            = runTool(u"cmark-gfm"_s, {u"--unsafe"_s, u"-e"_s, u"table"_s, u"-e"_s, u"autolink"_s, u"-e"_s, u"strikethrough"_s},
                      m_folder.path(), QByteArray::fromStdString(markdownReport(report)));
        QCOMPARE(problemsOf(page, {u"markdown"_s}), QByteArray());
        QVERIFY(page.contains("<td><code>/a|b\\|c</code></td>"));
        QVERIFY(page.contains("<td><code>/&lt;script&gt;alert(1)&lt;!script&gt;</code></td>"));
        QCOMPARE(page.count("<em>"), labels.size()); // "none", before
        QVERIFY(page.contains("\n+ /`code` (100 bytes)\n"));
    }

    void onlyTheBrowserOwnStyle()
    {
        TarBuilder tar;
        const QByteArray page = html(compare({.layers = {tar.finish()}}, {.layers = {tar.finish()}}));
        const auto style = QRegularExpression(u"<style>(.*)</style>"_s, QRegularExpression::DotMatchesEverythingOption)
                               .match(QString::fromUtf8(page));
        QVERIFY(style.hasMatch());
        const QByteArray digest
            = runTool(u"openssl"_s, {u"dgst"_s, u"-sha256"_s, u"-binary"_s}, m_folder.path(), style.captured(1).toUtf8())
                  .toBase64();
        QVERIFY2(
            page.contains("content=\"default-src 'none'; style-src 'sha256-" + digest + "'; base-uri 'none'; form-action 'none'\""),
            digest.constData());
    }

    void longReportsAreCut()
    {
        TarBuilder before;
        TarBuilder after;
        for (int i = 0; i < 25'000; ++i) {
            if (i % 100 == 0)
                after.dir("directory" + std::to_string(i / 100));
            after.file("directory" + std::to_string(i / 100) + "/file" + std::to_string(i), i % 2 == 0 ? "x" : "");
        }
        std::string deep;
        for (int i = 0; i < 300; ++i) {
            deep += "d/";
            after.dir(deep.substr(0, deep.size() - 1));
        }
        const ComparisonReport report = compare({.layers = {before.finish()}}, {.layers = {after.finish()}});
        QCOMPARE(report.counts.added, std::uint64_t(25'000 + 250 + 300));
        const QByteArray page = html(report);
        QCOMPARE(problemsOf(page), QByteArray());
        QVERIFY(page.contains("<b>+25,550</b> added"));
        QVERIFY(page.contains("This report lists at most 20,000 entries"));
        QVERIFY(page.contains(" more entries are not listed here"));
        QVERIFY(page.count("<div class=\"row added\">") <= int(kMostReportedEntries));

        const std::string text = markdownReport(report);
        QVERIFY(text.size() < kMostMarkdown);
        QVERIFY(text.size() > kMostMarkdown / 2);
        QVERIFY(text.find(" more differences do not fit into a comment.") != std::string::npos);
        QVERIFY(text.ends_with("</details>\n"));
    }

    void longValuesAreCut()
    {
        TarBuilder tar;
        QJsonArray env;
        for (int i = 0; i < 3000; ++i)
            env << u"VARIABLE%1=%2"_s.arg(i).arg(QString(3000, u'|'));
        const ComparisonReport report = compare({.layers = {tar.finish()}}, {.layers = {tar.finish()}, .run = {{u"Env"_s, env}}});
        const QByteArray page = html(report);
        QCOMPARE(problemsOf(page), QByteArray());
        QVERIFY(page.contains("(3,000 characters)"));
        QVERIFY(page.contains("1,000 more values are not listed here."));
        const std::string text = markdownReport(report);
        QVERIFY(text.size() < kMostMarkdown);
        QVERIFY(text.find("Some of this is left out, since comments are limited in length.") != std::string::npos);
    }

    void largestFirst()
    {
        TarBuilder before;
        before.file("a", std::string(10, 'x')).file("b", std::string(500, 'y')).file("c", "same").file("d", std::string(90, 'z'));
        TarBuilder after;
        after.file("a", std::string(40, 'x')).file("c", "same").file("moved", std::string(90, 'z')).file("e", std::string(31, 'e'));
        const ComparisonReport report = compare({.layers = {before.finish()}}, {.layers = {after.finish()}});
        QStringList found;
        for (const NodeId node : report.largest(3))
            found << QString::fromStdString(report.files.fs.tree->path(node)) + u' '
                    + QString::number(bytesGained(*report.comparison, report.files, node));
        QCOMPARE(found, (QStringList{u"/b -500"_s, u"/e 31"_s, u"/a 30"_s}));
        QCOMPARE(report.largest(1).size(), std::size_t(1));
    }

    void sidesOfTheSameName()
    {
        TarBuilder tar;
        const TestImage image{.layers = {tar.finish()}};
        QCOMPARE(compare(image, {.layers = {tar.finish()}, .name = u"example.test/app:2"_s}).titles(),
                 std::pair(u"example.test/app:1"_s, u"example.test/app:2"_s));
        const auto byDigest = compare(image, {.layers = {tar.finish()}, .run = {{u"User"_s, u"x"_s}}}).titles();
        QVERIFY2(byDigest.first.startsWith(u"example.test/app:1 (sha256:"_s), qPrintable(byDigest.first));
        QVERIFY(byDigest.first != byDigest.second);
    }
};

STRATOSCOPE_GUILESS_TEST(TestReports)
#include "tst_reports.moc"
