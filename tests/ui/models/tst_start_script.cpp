// SPDX-License-Identifier: Apache-2.0
#include "support/disk_tree.h"
#include "support/test_main.h"
#include "ui/transfers/start_script.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestStartScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isThereForAVirtualMachine();
    void runsInATerminal();
};

void TestStartScript::isThereForAVirtualMachine()
{
    const test::TestFolder folder;
    QCOMPARE(startScript({}), QString());
    QCOMPARE(startScript(folder.path()), QString());
    QCOMPARE(startCommand(folder.path()), QString());
    const QString machine = folder.path() + u"/my machine"_s;
    test::writeDisk(machine + u"/run.sh"_s, "#!/bin/sh\n");
    QCOMPARE(startScript(machine), QString()); // cannot be executed
    QVERIFY(QFile::setPermissions(machine + u"/run.sh"_s, QFile::ReadOwner | QFile::ExeOwner | QFile::ReadUser | QFile::ExeUser));
    QCOMPARE(startScript(machine), machine + u"/run.sh"_s);
    QCOMPARE(startCommand(machine), u"'"_s + machine + u"/run.sh'"_s);
}

/// The terminal here merely runs what it is given.
void TestStartScript::runsInATerminal()
{
    const test::TestFolder folder;
    const auto makeProgram = [](const QString &path, const QByteArray &script) {
        test::writeDisk(path, "#!/bin/sh\n" + script);
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    };
    const QString said = folder.path() + u"/said"_s;
    makeProgram(folder.path() + u"/bin/terminal"_s,
                "shift; \"$@\" > " + said.toUtf8() + ".new </dev/null; mv " + said.toUtf8() + ".new " + said.toUtf8());
    makeProgram(folder.path() + u"/a machine/run.sh"_s, "echo \"in $PWD\"; exit 7\n");
    qputenv("TERMINAL", folder.path().toUtf8() + "/bin/terminal");
    qputenv("PATH", "/usr/bin:/bin");
    QVERIFY(startInTerminal(folder.path() + u"/a machine"_s));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(said), 30'000);
    const QByteArray output = test::readDisk(said);
    QVERIFY2(output.contains("in " + folder.path().toUtf8() + "/a machine"), output.constData());
    QVERIFY2(output.contains("Exit status: 7."), output.constData());
}

STRATOSCOPE_GUILESS_TEST(TestStartScript)
#include "tst_start_script.moc"
