// SPDX-License-Identifier: Apache-2.0
#include "content/file_facts.h"
#include "support/hand_made.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestFileFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsScriptLines_data();
    void readsScriptLines();
    void findsInterpreters_data();
    void findsInterpreters();
    void findsLibraries();
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
    QTest::addColumn<QString>("interpreter");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("program");
    QTest::newRow("exists") << "#!/bin/sh\n"_qba << u"/bin/sh > /usr/bin/dash"_s << QString() << QString();
    QTest::newRow("missing") << "#!/bin/zsh -f\n"_qba << u"/bin/zsh"_s << u"-f"_s << QString();
    QTest::newRow("by env") << "#!/usr/bin/env -S python3 -u\n"_qba << u"/usr/bin/env > /usr/bin/env"_s << u"-S python3 -u"_s
                            << u"/usr/bin/python3 > /usr/bin/python3"_s;
    QTest::newRow("by env, missing") << "#!/usr/bin/env node\n"_qba << u"/usr/bin/env > /usr/bin/env"_s << u"node"_s << u"node"_s;
    QTest::newRow("env alone") << "#!/usr/bin/env\n"_qba << u"/usr/bin/env > /usr/bin/env"_s << QString() << QString();
    QTest::newRow("a directory") << "#!/usr\n"_qba << u"/usr"_s << QString() << QString();
}

void TestFileFacts::findsInterpreters()
{
    QFETCH(QByteArray, head);
    const ImageFs fs = test::makeImage({{"bin -> usr/bin", "usr/bin/", "usr/bin/sh -> dash", "usr/bin/dash 1", "usr/bin/env 1",
                                         "usr/bin/python3 1", "script 1"}})
                           ->fs();
    const auto read = readFileFacts(fs, *fs.tree->find("script"), head);
    QVERIFY(read);
    const auto *const script = std::get_if<ScriptFacts>(&*read);
    QVERIFY(script);
    const auto text = [&fs](const FileReference &file) {
        return file.node ? file.name + u" > "_s + printable(fs.tree->path(*file.node)) : file.name;
    };
    QTEST(text(script->interpreter), "interpreter");
    QTEST(script->argument, "argument");
    QTEST(script->program ? text(*script->program) : QString(), "program");
}

void TestFileFacts::findsLibraries()
{
    QFile file(u"/bin/true"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray program = file.readAll();
    const ImageFs fs = test::makeImage({{"true " + std::to_string(program.size()), "lib/x-linux-gnu/libc.so.6 0"}}, program)->fs();
    const auto read = readFileFacts(fs, *fs.tree->find("true"), program.first(4096));
    QVERIFY(read);
    const auto *const facts = std::get_if<ElfFileFacts>(&*read);
    QVERIFY(facts);
    QVERIFY(facts->interpreter && !facts->interpreter->node);
    QCOMPARE(facts->interpreter->name, facts->elf.interpreter);
    QCOMPARE(facts->libraries, (std::vector<FileReference>{{u"libc.so.6"_s, fs.tree->find("lib/x-linux-gnu/libc.so.6")}}));
    QVERIFY(std::holds_alternative<std::monostate>(*readFileFacts(fs, *fs.tree->find("true"), "text")));
}

STRATOSCOPE_GUILESS_TEST(TestFileFacts)
#include "tst_file_facts.moc"
