// SPDX-License-Identifier: Apache-2.0
#include "content/file_links.h"
#include "support/hand_made.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestFileLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsChains_data();
    void followsChains();
    void findsOtherNames();
};

void TestFileLinks::followsChains_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QStringList>("steps");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("missing");
    QTest::newRow("java") << "usr/bin/java"_qba << QStringList{u"/etc/alternatives/java"_s, u"/opt/jdk/bin/java"_s}
                          << int(LinkChain::Found) << QByteArray();
    QTest::newRow("through a linked directory")
        << "j"_qba << QStringList{u"/usr/bin/java"_s, u"/etc/alternatives/java"_s, u"/opt/jdk/bin/java"_s} << int(LinkChain::Found)
        << QByteArray();
    QTest::newRow("dangling") << "lost"_qba << QStringList{} << int(LinkChain::Missing) << "/no/where"_qba;
    QTest::newRow("dangling later") << "half"_qba << QStringList{u"/lost"_s} << int(LinkChain::Missing) << "/no/where"_qba;
    QTest::newRow("itself") << "self"_qba << QStringList{} << int(LinkChain::Loop) << QByteArray();
    QTest::newRow("loop") << "one"_qba << QStringList{u"/two"_s} << int(LinkChain::Loop) << QByteArray();
    QTest::newRow("directory") << "bin"_qba << QStringList{u"/usr/bin"_s} << int(LinkChain::Found) << QByteArray();
}

void TestFileLinks::followsChains()
{
    QFETCH(QByteArray, link);
    const auto tree
        = test::makeTree({{"usr/bin/", "usr/bin/java -> /etc/alternatives/java", "etc/alternatives/java -> ../../opt/jdk/bin/java",
                           "opt/jdk/bin/java 10", "bin -> usr/bin", "j -> bin/java", "lost -> no/where", "half -> lost",
                           "self -> self", "one -> two", "two -> one"}});
    const LinkChain chain = linkChain(*tree, *tree->find(link.toStdString()));
    QStringList steps;
    for (const NodeId step : chain.steps)
        steps += printable(tree->path(step));
    QTEST(steps, "steps");
    QTEST(int(chain.end), "end");
    if (chain.end == LinkChain::Missing)
        QTEST(QByteArray::fromStdString(chain.missing), "missing");
}

void TestFileLinks::findsOtherNames()
{
    const auto tree = test::makeTree({{"a 5", "b => a", "c => b", "d 5", "dir/", "dir/e => a"}, {"a 5"}});
    const OtherNames names = otherNames(*tree, *tree->find("b"), 10);
    QStringList paths;
    for (const NodeId node : names.nodes)
        paths += printable(tree->path(node));
    paths.sort();
    QCOMPARE(paths, (QStringList{u"/c"_s, u"/dir/e"_s})); // the layer above replaces /a
    QCOMPARE(otherNames(*tree, *tree->find("b"), 1).nodes.size(), std::size_t(1));
    QCOMPARE(otherNames(*tree, *tree->find("b"), 1).count, std::size_t(2));
    QCOMPARE(otherNames(*tree, *tree->find("d"), 10).count, std::size_t(0));
    QCOMPARE(otherNames(*tree, *tree->find("dir"), 10).count, std::size_t(0));
}

STRATOSCOPE_GUILESS_TEST(TestFileLinks)
#include "tst_file_links.moc"
