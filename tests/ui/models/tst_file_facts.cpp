// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/content/file_facts.h"
#include "ui/content/file_links.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestFileFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsScriptLines_data();
    void readsScriptLines();
    void findsInterpreters_data();
    void findsInterpreters();
    void followsChains_data();
    void followsChains();
    void findsOtherNames();
};

void TestFileFacts::readsScriptLines_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("interpreter");
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("shell") << "#!/bin/sh\necho\n"_qba
                           << "/bin/sh"_qba << QByteArray();
    QTest::newRow("blanks") << "#!  /usr/bin/env \tpython3 -u \r\n"_qba
                            << "/usr/bin/env"_qba
                            << "python3 -u"_qba;
    QTest::newRow("without an end") << "#!/bin/sh -e"_qba
                                    << "/bin/sh"_qba
                                    << "-e"_qba;
    QTest::newRow("nothing") << "#!\n"_qba << QByteArray() << QByteArray();
    QTest::newRow("no script") << "echo"_qba << QByteArray() << QByteArray();
    QTest::newRow("zero byte") << QByteArray("#!/bin/\0sh\n", 11) << QByteArray() << QByteArray();
}

void TestFileFacts::readsScriptLines()
{
    QFETCH(QByteArray, head);
    const auto line = scriptLine(head).value_or(ScriptLine());
    QTEST(line.interpreter, "interpreter");
    QTEST(line.argument, "argument");
}

void TestFileFacts::findsInterpreters_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("there") << "#!/bin/sh\n"_qba << QStringList{u"Interpreter: /bin/sh > /usr/bin/dash"_s};
    QTest::newRow("not there") << "#!/bin/zsh -f\n"_qba
                               << QStringList{u"Interpreter: /bin/zsh (not in this tree)"_s, u"Argument: -f"_s};
    QTest::newRow("by env") << "#!/usr/bin/env -S python3 -u\n"_qba
                            << QStringList{u"Interpreter: /usr/bin/env > /usr/bin/env"_s,
                                           u"Runs: /usr/bin/python3 > /usr/bin/python3"_s};
    QTest::newRow("by env, not there") << "#!/usr/bin/env node\n"_qba
                                       << QStringList{u"Interpreter: /usr/bin/env > /usr/bin/env"_s,
                                                      u"Runs: node (not in the usual folders)"_s};
    QTest::newRow("a folder") << "#!/usr\n"_qba << QStringList{u"Interpreter: /usr (not in this tree)"_s};
}

void TestFileFacts::findsInterpreters()
{
    QFETCH(QByteArray, head);
    const ImageFs fs = test::makeImage({{"bin -> usr/bin", "usr/bin/", "usr/bin/sh -> dash", "usr/bin/dash 1", "usr/bin/env 1",
                                         "usr/bin/python3 1", "script 1"}})
                           ->fs();
    const auto facts = fileFacts(fs, *fs.tree->find("script"), head);
    QVERIFY(facts);
    QStringList lines;
    for (const Detail &detail : *facts) {
        lines += detail.label + u": "_s + detail.value
            + (detail.leadsTo ? u" > "_s + printable(fs.tree->path(*detail.leadsTo)) : QString());
    }
    QTEST(lines, "expected");
}

void TestFileFacts::followsChains_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QStringList>("steps");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("missing");
    QTest::newRow("java") << "usr/bin/java"_qba << QStringList{u"/etc/alternatives/java"_s, u"/opt/jdk/bin/java"_s}
                          << int(LinkChain::Found) << QByteArray();
    QTest::newRow("through a linked folder") << "j"_qba
                                             << QStringList{u"/usr/bin/java"_s, u"/etc/alternatives/java"_s, u"/opt/jdk/bin/java"_s}
                                             << int(LinkChain::Found) << QByteArray();
    QTest::newRow("dangling") << "lost"_qba << QStringList{} << int(LinkChain::Missing) << "/no/where"_qba;
    QTest::newRow("dangling later") << "half"_qba << QStringList{u"/lost"_s} << int(LinkChain::Missing) << "/no/where"_qba;
    QTest::newRow("itself") << "self"_qba << QStringList{} << int(LinkChain::Loop) << QByteArray();
    QTest::newRow("circle") << "one"_qba << QStringList{u"/two"_s} << int(LinkChain::Loop) << QByteArray();
    QTest::newRow("folder") << "bin"_qba << QStringList{u"/usr/bin"_s} << int(LinkChain::Found) << QByteArray();
}

void TestFileFacts::followsChains()
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

void TestFileFacts::findsOtherNames()
{
    const auto tree = test::makeTree({{"a 5", "b => a", "c => b", "d 5", "dir/", "dir/e => a"}, {"a 5"}});
    const OtherNames names = otherNames(*tree, *tree->find("b"), 10);
    QStringList paths;
    for (const NodeId node : names.nodes)
        paths += printable(tree->path(node));
    paths.sort();
    QCOMPARE(paths, (QStringList{u"/c"_s, u"/dir/e"_s})); // the layer above has another /a
    QCOMPARE(otherNames(*tree, *tree->find("b"), 1).nodes.size(), std::size_t(1));
    QCOMPARE(otherNames(*tree, *tree->find("b"), 1).count, std::size_t(2));
    QCOMPARE(otherNames(*tree, *tree->find("d"), 10).count, std::size_t(0));
    QCOMPARE(otherNames(*tree, *tree->find("dir"), 10).count, std::size_t(0));
}

STRATOSCOPE_GUILESS_TEST(TestFileFacts)
#include "tst_file_facts.moc"
