// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

/// What is generated from the table of commands: the completion scripts and the manual page.
class TestCompletion : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    static bool isInstalled(const QString &program) { return !QStandardPaths::findExecutable(program).isEmpty(); }
    QString scriptFor(const QString &shell) const
    {
        const QString path = m_cli.path(shell + u".script"_s);
        const Ran ran = m_cli.run({u"completion"_s, shell});
        if (ran.code == 0 && ran.err.isEmpty())
            writeDisk(path, ran.out);
        return path;
    }
    /// What Bash offers for a command line, one word per line.
    QByteArray bashOffers(const QString &line) const
    {
        const Ran ran = m_cli.shell(u"PATH=${cli%/*}:$PATH; . '%1'; COMP_LINE='%2'; COMP_POINT=${#COMP_LINE}; _stratoscope_cli; "
                                    u"printf '%s\\n' \"${COMPREPLY[@]}\""_s.arg(scriptFor(u"bash"_s), line));
        return ran.err + ran.out;
    }

private Q_SLOTS:
    void scriptsAreValid_data()
    {
        QTest::addColumn<QString>("shell");
        for (const auto shell : {"bash", "zsh", "fish"})
            QTest::newRow(shell) << QString::fromLatin1(shell);
    }
    void scriptsAreValid()
    {
        QFETCH(QString, shell);
        if (!isInstalled(shell))
            QSKIP("this shell is not installed");
        const Ran ran = m_cli.shell(u"%1 -n '%2'"_s.arg(shell, scriptFor(shell)));
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("offers");
        const auto row
            = [](const char *line, const QByteArray &offers) { QTest::newRow(line) << QString::fromLatin1(line) << offers; };
        row("stratoscope-cli insp", "inspect\n");
        row("stratoscope-cli --json im", "import\nimages\n");
        row("stratoscope-cli --store images ver", "versions\nverify\n");
        row("stratoscope-cli --js", "--json\n");
        row("stratoscope-cli ls --up", "--upto\n");
        row("stratoscope-cli ls --re", "--retries\n");
        row("stratoscope-cli images --re", "\n");
        row("stratoscope-cli export --format ", formatNames('\n') + "\n");
        row("stratoscope-cli export --format=p", "prebaked\n");
        row("stratoscope-cli completion ", "bash\nzsh\nfish\n");
        row("stratoscope-cli cat --layer ", "\n");
        row("stratoscope-cli ls exa", "example.test/app:1\nexample.test/app:2\n");
        row("stratoscope-cli ls example.test/app:2", "2\n"); // Bash replaces what follows the colon
    }
    void bashCompletes()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, offers);
        if (line.contains(u" ls exa"_s)) {
            for (const QString &name : {u"example.test/app:1"_s, u"example.test/app:2"_s}) {
                const TestImage image{.layers = {TarBuilder().file("name", name.toStdString()).finish()}, .name = name};
                writeDisk(m_cli.path(u"image.tar"_s),
                          QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Skopeo))));
                QCOMPARE(m_cli.run({u"import"_s, m_cli.path(u"image.tar"_s)}).code, 0);
            }
        }
        QCOMPARE(bashOffers(line), offers);
    }

    void fishCompletes()
    {
        if (!isInstalled(u"fish"_s))
            QSKIP("fish is not installed");
        const auto offers = [this](const QString &line) {
            return m_cli
                .shell(u"PATH=${cli%/*}:$PATH; HOME=$PWD fish --no-config -c \"source '%1'; complete -C '%2'\""_s.arg(
                    scriptFor(u"fish"_s), line))
                .out;
        };
        QCOMPARE(offers(u"stratoscope-cli insp"_s), QByteArray("inspect\tshow the manifest, configuration, layers and history\n"));
        QVERIFY(offers(u"stratoscope-cli ls --upt"_s).startsWith("--upto\t"));
        QCOMPARE(offers(u"stratoscope-cli images --upt"_s), QByteArray());
        QVERIFY(offers(u"stratoscope-cli export --format "_s).contains("prebaked"));
    }

    void theManualPageIsValid()
    {
        const Ran page = m_cli.run({u"manual"_s});
        QCOMPARE(page.code, 0);
        QVERIFY(page.out.startsWith(".TH STRATOSCOPE\\-CLI 1 "));
        for (const auto part : {"\\fBinspect\\fR \\fIIMAGE\\fR\n", "\\fBls\\fR \\fIIMAGE [PATH]\\fR\n",
                                "\\fB\\-\\-store\\fR \\fIDIR\\fR\n", "\\fB\\-\\-insecure\\fR\n", "\\fB\\-h, \\-\\-help\\fR\n"})
            QVERIFY2(page.out.contains(part), part);
        if (!isInstalled(u"groff"_s))
            QSKIP("groff is not installed");
        writeDisk(m_cli.path(u"page.1"_s), page.out);
        const Ran lint = m_cli.shell(u"groff -man -ww -z page.1"_s);
        QCOMPARE(lint.err, QByteArray());
        QCOMPARE(lint.code, 0);
        // The backslash of a regular expression is shown as such.
        QVERIFY(m_cli.shell(u"groff -man -Tutf8 page.1"_s).out.contains("re:^lib.*\\d+$"));
    }
};

STRATOSCOPE_GUILESS_TEST(TestCompletion)
#include "tst_completion.moc"
