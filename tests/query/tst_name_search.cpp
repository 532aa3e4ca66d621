// SPDX-License-Identifier: Apache-2.0
#include "query/name_search.h"
#include "support/hand_made.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestNameSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void agreesWithSimpleSearch_data();
    void agreesWithSimpleSearch();
    void locatesMatches();
};

void TestNameSearch::finds_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("empty") << ""_qba << QStringList{};
    QTest::newRow("either case") << "lIb"_qba << QStringList{u"/lib"_s, u"/usr/LIB"_s, u"/usr/lib64"_s};
    QTest::newRow("one letter, one match per name")
        << "b"_qba << QStringList{u"/lib"_s, u"/usr/LIB"_s, u"/usr/lib64"_s, u"/usr/LIB/bbb"_s};
    QTest::newRow("overlapping") << "bb"_qba << QStringList{u"/usr/LIB/bbb"_s};
    QTest::newRow("at the end of the last name") << "zz"_qba << QStringList{u"/usr/lib64/zz"_s};
    QTest::newRow("not across names") << "libusr"_qba << QStringList{};
    QTest::newRow("bytes") << "\xe9"_qba << QStringList{u"/usr/lib64/\\xe9t\\xe9"_s};
    QTest::newRow("longer than all names") << QByteArray(1000, 'x') << QStringList{};
    QTest::newRow("directory's children") << "usr/"_qba << QStringList{u"/usr/LIB"_s, u"/usr/lib64"_s};
    QTest::newRow("child of the root") << "/usr"_qba << QStringList{u"/usr"_s};
    QTest::newRow("path in the middle") << "sr/lib/b"_qba << QStringList{u"/usr/LIB/bbb"_s};
    QTest::newRow("components in between must match completely") << "usr/ib/b"_qba << QStringList{};
    QTest::newRow("slash only") << "/"_qba << QStringList{u"/lib"_s,
                                                          u"/usr"_s,
                                                          u"/usr/LIB"_s,
                                                          u"/usr/lib64"_s,
                                                          u"/usr/LIB/bbb"_s,
                                                          u"/usr/lib64/zz"_s,
                                                          u"/usr/lib64/\\xe9t\\xe9"_s};
}

void TestNameSearch::finds()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QStringList, expected);
    const auto tree = test::makeTree({{"lib/", "usr/LIB/bbb 1", "usr/lib64/\xe9t\xe9 1", "usr/lib64/zz 1"}});
    QStringList found;
    for (const NodeId node : findNames(*tree, NodeRange(1, tree->size() - 1), NamePattern(pattern.toStdString()), {}))
        found += printable(tree->path(node));
    found.sort();
    expected.sort();
    QCOMPARE(found, expected);
}

void TestNameSearch::agreesWithSimpleSearch_data()
{
    QTest::addColumn<QByteArray>("pattern");
    for (const char *pattern : {"e", "E", "Z", "-1", "py", "PACKAGE_7", "module-19", "311.pyc", "q"})
        QTest::newRow(pattern) << QByteArray(pattern);
}

void TestNameSearch::agreesWithSimpleSearch()
{
    QFETCH(QByteArray, pattern);
    const auto image = test::makeLargeImage(20'000, 1);
    const MergedTree &tree = *image->tree;
    std::vector<NodeId> expected;
    for (NodeId node = 1; node < tree.size(); ++node) {
        if (QString::fromUtf8(tree.name(node).data()).contains(QString::fromUtf8(pattern), Qt::CaseInsensitive))
            expected.push_back(node);
    }
    QCOMPARE(findNames(tree, NodeRange(1, tree.size() - 1), NamePattern(pattern.toStdString()), {}), expected);
}

void TestNameSearch::locatesMatches()
{
    const auto match = [](const char *pattern, const char *name) { return NamePattern(pattern).matchInName(name); };
    using Found = std::pair<std::size_t, std::size_t>;
    QCOMPARE(match("pass", "MyPassword"), Found(2, 4));
    QCOMPARE(match("pass", "none"), Found(0, 0));
    QCOMPARE(match("etc/pa", "passwd"), Found(0, 2));
    QCOMPARE(match("etc/", "passwd"), Found(0, 0));
}

STRATOSCOPE_APPLESS_TEST(TestNameSearch)
#include "tst_name_search.moc"
