// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "query/tree_filter.h"
#include "support/hand_made.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// The filter language.
class TestTreeFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void finds_data();
    void finds();
    void findsChanges_data();
    void findsChanges();
    void namesTermsAboutChanges();
    void countsTheLayersOfEachSide();
    void refuses_data();
    void refuses();
    void highlights_data();
    void highlights();
    void limitsExpensivePatterns();
    void stops();

private:
    std::shared_ptr<const MergedTree> m_tree;
};

namespace {

Result<std::uint32_t> lookUp(const std::string &name, bool isGroup)
{
    if (name == "www-data")
        return isGroup ? 44 : 33;
    return fail(ErrorKind::NotFound, QString::fromStdString(name), u"no such user"_s);
}

} // namespace

void TestTreeFilter::initTestCase()
{
    const auto large = [](const char *path, std::int64_t mode, const PaxRecordList &pax = {}) {
        return TarEntry{.path = path, .content = std::string(3000, 'x'), .mode = mode, .uid = 33, .gid = 44, .pax = pax};
    };
    m_tree = merged({
        TarBuilder()
            .dir("etc")
            .file("etc/passwd", "12")
            .file("etc/my file.conf")
            .dir("etc/ssl")
            .file("etc/ssl/key.conf")
            .symlink("bin", "usr/bin"),
        TarBuilder()
            .dir("usr")
            .dir("usr/bin")
            .add(large("usr/bin/sudo", 04755))
            .add(large("usr/bin/ping", 0755, {{"SCHILY.xattr.security.capability", "x"}}))
            .hardlink("usr/bin/ping4", "usr/bin/ping")
            .device("null", '3', 1, 3)
            .fifo("pipe"),
        TarBuilder().file("etc/passwd", "1234").dir("tmp", 01777).file("tmp/\xe9t\xe9"),
    });
}

void TestTreeFilter::finds_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *filter, const QStringList &expected) { QTest::newRow(filter) << QString::fromUtf8(filter) << expected; };
    row("PASS", {u"/etc/passwd"_s});
    row("etc/ssl", {u"/etc/ssl"_s});
    row("\"my file\"", {u"/etc/my file.conf"_s});
    row("my conf", {u"/etc/my file.conf"_s});
    row("conf -my", {u"/etc/ssl/key.conf"_s});
    row("*.conf", {u"/etc/my file.conf"_s, u"/etc/ssl/key.conf"_s});
    row("/etc/*.conf", {u"/etc/my file.conf"_s});
    row("etc/**.conf", {u"/etc/my file.conf"_s, u"/etc/ssl/key.conf"_s});
    row("p?ng", {u"/usr/bin/ping"_s});
    row("p[!o]ng*", {u"/usr/bin/ping"_s, u"/usr/bin/ping4"_s});
    row("re:^p.ng\\d?$", {u"/usr/bin/ping"_s, u"/usr/bin/ping4"_s});
    row("re:/bin/s", {u"/usr/bin/sudo"_s});
    row("-re:. type:dir", {});
    row("size:>1k -ping", {u"/usr/bin/sudo"_s});
    row("size:2..4", {u"/etc/passwd"_s});
    row("size:4 pass", {u"/etc/passwd"_s});
    row("size:<1", {u"/etc/my file.conf"_s, u"/etc/ssl/key.conf"_s, u"/tmp/\uFFFDt\uFFFD"_s});
    row("size:>=2.9KiB sudo", {u"/usr/bin/sudo"_s});
    row("type:symlink", {u"/bin"_s});
    row("type:link", {u"/bin"_s});
    row("type:hard", {u"/usr/bin/ping4"_s});
    row("type:device", {u"/null"_s});
    row("type:fifo", {u"/pipe"_s});
    row("type:dir s", {u"/etc/ssl"_s, u"/usr"_s});
    row("mode:suid", {u"/usr/bin/sudo"_s});
    row("mode:sticky", {u"/tmp"_s});
    row("mode:exec", {u"/usr/bin/ping"_s, u"/usr/bin/ping4"_s, u"/usr/bin/sudo"_s});
    row("mode:4755", {u"/usr/bin/sudo"_s});
    row("mode:/4000", {u"/usr/bin/sudo"_s});
    row("mode:writable", {u"/tmp"_s});
    row("layer:2", {u"/etc/passwd"_s, u"/tmp"_s, u"/tmp/\uFFFDt\uFFFD"_s});
    row("layer:>0 p", {u"/etc/passwd"_s, u"/pipe"_s, u"/tmp"_s, u"/usr/bin/ping"_s, u"/usr/bin/ping4"_s});
    row("owner:33 sudo", {u"/usr/bin/sudo"_s});
    row("owner:33:44 s", {u"/usr/bin/sudo"_s});
    row("owner:www-data s", {u"/usr/bin/sudo"_s});
    row("group:www-data s", {u"/usr/bin/sudo"_s});
    row("xattr:", {u"/usr/bin/ping"_s, u"/usr/bin/ping4"_s});
    row("xattr:capab -4", {u"/usr/bin/ping"_s});
    row("changed: etc", {});
    row("changed: pass", {u"/etc/passwd"_s});
    row("\"unknown:key\"", {});
    row("un1:key", {});
    row("Un::key", {});
    row("C:", {});
    row("SIZE:4 Type:file", {u"/etc/passwd"_s});
}

void TestTreeFilter::finds()
{
    QFETCH(const QString, filter);
    QFETCH(const QStringList, expected);
    const auto parsed = TreeFilter::parse(filter.toStdString(), lookUp);
    QVERIFY(parsed);
    QCOMPARE((*parsed)->text(), filter.toStdString());
    QStringList found;
    NodeId last = 0;
    for (const NodeId node : (*parsed)->find(*m_tree, nullptr, {})) {
        QVERIFY(node > last);
        last = node;
        found += QString::fromStdString(m_tree->path(node));
    }
    found.sort();
    QCOMPARE(found, expected);
}

void TestTreeFilter::findsChanges_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<std::vector<NodeId>>("expected");
    QTest::newRow("any") << u"changed:"_s << std::vector<NodeId>{1, 2, 3, 4, 5};
    QTest::newRow("added") << u"changed:added"_s << std::vector<NodeId>{1};
    QTest::newRow("removed") << u"changed:removed"_s << std::vector<NodeId>{2};
    QTest::newRow("modified") << u"changed:mod"_s << std::vector<NodeId>{3};
    QTest::newRow("moved") << u"changed:moved"_s << std::vector<NodeId>{4};
    QTest::newRow("copied") << u"changed:c"_s << std::vector<NodeId>{5};
    QTest::newRow("not moved") << u"changed: -changed:mov"_s << std::vector<NodeId>{1, 2, 3, 5};
}

void TestTreeFilter::findsChanges()
{
    QFETCH(const QString, filter);
    std::vector<Change> changes(m_tree->size(), Change::None);
    changes[1] = Change::Added;
    changes[2] = Change::Removed;
    changes[3] = Change::Modified;
    changes[4] = Change::Moved;
    changes[5] = Change::Copied;
    QTEST(TreeFilter::parse(filter.toStdString()).value()->find(*m_tree, &changes, {}), "expected");
}

void TestTreeFilter::namesTermsAboutChanges()
{
    const auto terms = [](const char *text) {
        const auto filter = TreeFilter::parse(text).value();
        return std::pair(filter->changeTerm(), filter->removalTerm());
    };
    using Terms = std::pair<std::string, std::string>;
    QCOMPARE(terms("a size:0"), Terms());
    QCOMPARE(terms("a changed: size:0"), Terms("changed:", ""));
    QCOMPARE(terms("-changed:removed changed:add"), Terms("changed:removed", ""));
    QCOMPARE(terms("Changed:rem"), Terms("Changed:rem", "Changed:rem"));
    QCOMPARE(TreeFilter::parse("changed:mod")->get()->moveTerm(), "");
    QCOMPARE(TreeFilter::parse("x changed:mov changed:copied")->get()->moveTerm(), "changed:mov");
}

/// In a tree of differences, both sides count their layers from 0.
void TestTreeFilter::countsTheLayersOfEachSide()
{
    const auto tree = test::makeTree({{"a 1"}, {"b 1"}, {"c 1"}, {"d 1"}});
    const auto find = [&tree](const std::string &filter, int layersBefore) {
        std::string found;
        for (const NodeId node : TreeFilter::parse(filter, {}, layersBefore).value()->find(*tree, nullptr, {}))
            found += tree->name(node);
        return found;
    };
    QCOMPARE(find("layer:1", 0), "b");
    QCOMPARE(find("layer:1", 2), "bd");
    QCOMPARE(find("layer:0", 3), "ad");
}

void TestTreeFilter::refuses_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<FilterError::Problem>("problem");
    QTest::addColumn<QString>("message");
    using Problem = FilterError::Problem;
    QTest::newRow("a size") << u"a -size:big"_s << Problem::Size
                            << u"size:big: expected a size, such as size:>10M, size:<=4k or size:1M..2M"_s;
    QTest::newRow("a size out of range") << u"size:1e99"_s << Problem::Size
                                         << u"size:1e99: expected a size, such as size:>10M, size:<=4k or size:1M..2M"_s;
    QTest::newRow("a type")
        << u"type:blob"_s << Problem::Type
        << u"type:blob: expected file, directory, symlink, hardlink, device, character, block, fifo or socket"_s;
    QTest::newRow("a mode") << u"mode:99"_s << Problem::Mode
                            << u"mode:99: expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several "
                               "bits (/022)"_s;
    QTest::newRow("a layer") << u"layer:top"_s << Problem::Layer
                             << u"layer:top: expected a layer, such as layer:3, layer:>0 or layer:2..4"_s;
    QTest::newRow("a user") << u"owner:nobody"_s << Problem::UnknownOwner << u"owner:nobody: nobody: no such user"_s;
    QTest::newRow("a group") << u"owner:0:"_s << Problem::Owner
                             << u"owner:0:: expected a numeric ID or a name from the image, such as owner:0"_s;
    QTest::newRow("a change")
        << u"changed:x"_s << Problem::Change
        << u"changed:x: expected added, modified, removed, moved or copied; changed: on its own finds them all"_s;
    QTest::newRow("a key") << u"-un:1"_s << Problem::Key << u"un:1: is not a term; put it in quotes to search for the text"_s;
    QTest::newRow("a key in capitals") << u"a UID:1"_s << Problem::Key
                                       << u"UID:1: is not a term; put it in quotes to search for the text"_s;
    QTest::newRow("an expression") << u"re:a(b"_s << Problem::Pattern
                                   << u"re:a(b: invalid pattern: missing closing parenthesis (after “a(b”)"_s;
}

void TestTreeFilter::refuses()
{
    QFETCH(const QString, filter);
    const auto parsed = TreeFilter::parse(filter.toStdString(), lookUp);
    QVERIFY(!parsed);
    QTEST(parsed.error().problem, "problem");
    QTEST(parsed.error().toError().message(), "message");
    QCOMPARE(parsed.error().toError().kind, ErrorKind::Invalid);
}

void TestTreeFilter::highlights_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("length");
    QTest::newRow("a text") << u"lib"_s << 3 << 3;
    QTest::newRow("the first of two") << u"size:0 -x LIB my"_s << 3 << 3;
    QTest::newRow("an expression") << u"re:l.b"_s << 3 << 3;
    QTest::newRow("a glob") << u"*.so"_s << 0 << 9;
    QTest::newRow("no name") << u"size:0"_s << 0 << 0;
    QTest::newRow("an excluded term") << u"-lib"_s << 0 << 0;
}

void TestTreeFilter::highlights()
{
    QFETCH(const QString, filter);
    const auto [begin, length] = TreeFilter::parse(filter.toStdString()).value()->matchInName("my-lib.so");
    QTEST(int(begin), "begin");
    QTEST(int(length), "length");
}

void TestTreeFilter::limitsExpensivePatterns()
{
    const auto tree = merged({TarBuilder().file(std::string(90, 'a').append("!"))});
    QVERIFY(TreeFilter::parse("re:^(a+)+$").value()->find(*tree, nullptr, {}).empty());
}

void TestTreeFilter::stops()
{
    TarBuilder tar;
    for (int i = 0; i < 20'000; ++i)
        tar.file(std::to_string(i));
    const auto tree = merged({tar});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)TreeFilter::parse("size:0").value()->find(*tree, nullptr, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestTreeFilter)

#include "tst_tree_filter.moc"
