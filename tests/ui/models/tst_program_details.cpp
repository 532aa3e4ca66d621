// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/preview/content_text.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestProgramDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describesScripts();
    void describesElfFiles();
};

void TestProgramDetails::describesScripts()
{
    const FileReference shell{u"/bin/sh"_s, NodeId(3)};
    QCOMPARE(programDetails(ScriptFacts{shell, {}, {}}), (Details{{u"Interpreter"_s, u"/bin/sh"_s, false, NodeId(3)}}));
    QCOMPARE(programDetails(ScriptFacts{{u"/bin/zsh"_s, {}}, u"-f"_s, {}}),
             (Details{{u"Interpreter"_s, u"/bin/zsh (not found)"_s}, {u"Argument"_s, u"-f"_s}}));
    QCOMPARE(programDetails(ScriptFacts{shell, u"node"_s, FileReference{u"node"_s, {}}}),
             (Details{{u"Interpreter"_s, u"/bin/sh"_s, false, NodeId(3)}, {u"Runs"_s, u"node (not found)"_s}}));
    QCOMPARE(programDetails({}), Details());
}

void TestProgramDetails::describesElfFiles()
{
    ElfFacts elf;
    elf.bits = 32;
    elf.bigEndian = true;
    elf.type = ElfFacts::Type::Executable;
    elf.machine = 8;
    QCOMPARE(elfSummary(elf), u"32-bit MIPS executable, big-endian, statically linked, stripped"_s);
    elf.machine = 9999;
    elf.buildId = u"c0ffee"_s;
    QCOMPARE(programDetails(ElfFileFacts{elf, FileReference{u"/lib/ld.so"_s, {}}, {{u"liba.so"_s, NodeId(2)}, {u"libb.so"_s, {}}}}),
             (Details{{u"Program"_s, u"32-bit machine 9999 executable, big-endian, statically linked, stripped"_s},
                      {u"Loader"_s, u"/lib/ld.so (not found)"_s},
                      {u"Libraries"_s, u"liba.so"_s, false, NodeId(2)},
                      {{}, u"libb.so (not found)"_s},
                      {u"Build ID"_s, u"c0ffee"_s, true}}));
}

STRATOSCOPE_GUILESS_TEST(TestProgramDetails)
#include "tst_program_details.moc"
