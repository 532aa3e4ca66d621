// SPDX-License-Identifier: Apache-2.0
//
// The program's arguments that need no window.
#include "support/test_main.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsWithoutADisplay_data();
    void printsWithoutADisplay();
    void rejectsUnknownOptions();

private:
    /// The exit code; -1 if it crashed.
    int run(const QStringList &arguments, const QString &platform = {});

    QTemporaryDir m_home;
    QString m_output;
    QString m_errors;
};

int TestArguments::run(const QStringList &arguments, const QString &platform)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    if (!platform.isEmpty())
        environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(STRATOSCOPE_BIN_DIR "/stratoscope"), arguments);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return -1;
    m_output = QString::fromUtf8(process.readAllStandardOutput());
    m_errors = QString::fromUtf8(process.readAllStandardError());
    return process.exitCode();
}

void TestArguments::printsWithoutADisplay_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("expected");
    QTest::newRow("help") << u"--help"_s << u"--new-window"_s;
    QTest::newRow("help, short") << u"-h"_s << u"--new-window"_s;
    QTest::newRow("version") << u"--version"_s << u"stratoscope "_s;
    QTest::newRow("version, short") << u"-v"_s << u"stratoscope "_s;
}

void TestArguments::printsWithoutADisplay()
{
    QFETCH(const QString, argument);
    QFETCH(const QString, expected);
    QCOMPARE(run({argument}), 0);
    QVERIFY2(m_output.contains(expected), qPrintable(m_output));
    QCOMPARE(m_errors, QString());
}

void TestArguments::rejectsUnknownOptions()
{
    QCOMPARE(run({u"--no-such-option"_s}, u"offscreen"_s), 2);
    QVERIFY2(m_errors.contains(u"--no-such-option"_s), qPrintable(m_errors));
}

STRATOSCOPE_GUILESS_TEST(TestArguments)
#include "tst_arguments.moc"
