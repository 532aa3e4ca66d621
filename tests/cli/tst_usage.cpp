// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

class TestUsage : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

private Q_SLOTS:
    void wrongUsageIsOneLineAndTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const QStringList &arguments, const QByteArray &message) {
            QTest::newRow(name) << arguments << message;
        };
        row("no command", {}, "no command given: run 'stratoscope-cli --help' for the list of commands");
        row("only options", {u"--json"_s}, "no command given: run 'stratoscope-cli --help' for the list of commands");
        row("unknown command", {u"fly"_s}, "'fly' is not a command: run 'stratoscope-cli --help' for the list of commands");
        row("mistyped command", {u"inspct"_s, u"x"_s}, "'inspct' is not a command; did you mean 'inspect'?");
        row("swapped letters", {u"imoprt"_s, u"x"_s}, "'imoprt' is not a command; did you mean 'import'?");
        row("missing letter", {u"exprt"_s, u"x"_s}, "'exprt' is not a command; did you mean 'export'?");
        row("shortened command", {u"insp"_s, u"x"_s}, "'insp' is not a command; did you mean 'inspect'?");
        row("one letter", {u"d"_s}, "'d' is not a command; did you mean 'diff'?");
        row("several commands begin so", {u"ver"_s, u"x"_s},
            "'ver' is not a command: run 'stratoscope-cli --help' for the list of commands");
        row("newline in a name", {u"a\nb"_s}, "'a\\x0ab' is not a command: run 'stratoscope-cli --help' for the list of commands");
        row("unknown option", {u"images"_s, u"--fast"_s}, "--fast is not an option of 'images'");
        row("unknown letter", {u"-x"_s, u"images"_s}, "-x is not an option of 'images'");
        row("unknown option alone", {u"--fast"_s}, "--fast is not an option");
        row("mistyped option", {u"export"_s, u"x"_s, u"y"_s, u"--fromat=prebaked"_s},
            "--fromat is not an option of 'export'; did you mean '--format'?");
        row("shortened option", {u"ls"_s, u"x"_s, u"--plat=linux/amd64"_s},
            "--plat is not an option of 'ls'; did you mean '--platform'?");
        row("mistyped option of every command", {u"--jsn"_s, u"images"_s},
            "--jsn is not an option of 'images'; did you mean '--json'?");
        row("option of another command", {u"images"_s, u"--force"_s}, "--force is not an option of 'images'");
        row("option before its command", {u"--layer"_s, u"1"_s, u"ls"_s, u"x"_s}, "--layer must be given after 'ls'");
        row("missing value", {u"images"_s, u"--store"_s}, "--store: requires a value");
        row("missing value without a command", {u"--store"_s}, "--store: requires a value");
        row("unexpected value", {u"images"_s, u"--json=yes"_s}, "--json: does not take a value");
        row("too few arguments", {u"cat"_s, u"x"_s}, "cat: PATH is required");
        row("too many arguments", {u"parse"_s, u"x"_s, u"y"_s}, "parse: unexpected argument 'y'");
        row("argument of a command without any", {u"prune"_s, u"x"_s}, "prune: unexpected argument 'x'");
        row("layer", {u"ls"_s, u"x"_s, u"--layer"_s, u"one"_s}, "--layer one: not a layer number; the lowest layer is 0");
        row("negative layer", {u"ls"_s, u"x"_s, u"--upto=-1"_s}, "--upto -1: not a layer number; the lowest layer is 0");
        row("layer and upto", {u"ls"_s, u"x"_s, u"--layer"_s, u"1"_s, u"--upto"_s, u"1"_s},
            "ls: --layer and --upto cannot be combined");
        row("layers and upto", {u"find"_s, u"x"_s, u"y"_s, u"--layers=1"_s, u"--upto=1"_s},
            "find: --layers and --upto cannot be combined");
        for (const auto range : {"one", "2..1", "1..", "..", "-1..2", "1..2..3"})
            row(range, {u"changes"_s, u"x"_s, u"--layers"_s, QString::fromLatin1(range)},
                "--layers " + QByteArray(range) + ": not a range of layers, such as 2..4");
        row("credentials", {u"tags"_s, u"x"_s, u"--creds"_s, u"secret"_s}, "--creds: expected USER:PASSWORD");
        row("no user", {u"tags"_s, u"x"_s, u"--creds=:secret"_s}, "--creds: expected USER:PASSWORD");
        row("retries", {u"tags"_s, u"x"_s, u"--retries"_s, u"x"_s}, "--retries x: not a number from 0 to 100");
        row("parallel", {u"pull"_s, u"x"_s, u"--parallel"_s, u"0"_s}, "--parallel 0: not a number from 1 to 100");
        row("user name", {u"login"_s, u"x"_s, u"--username"_s, u"a:b"_s}, "--username a:b: not a user name");
        row("option for registries elsewhere", {u"images"_s, u"--insecure"_s}, "--insecure is not an option of 'images'");
        row("progress", {u"images"_s, u"--progress=xml"_s}, "--progress xml: expected json");
        row("shell", {u"completion"_s, u"tcsh"_s}, "completion: expected bash|zsh|fish");
        row("format", {u"export"_s, u"x"_s, u"y"_s, u"--format"_s, u"floppy"_s}, "--format floppy: expected " + formatNames('|'));
        row("no format", {u"export"_s, u"x"_s, u"y"_s},
            "export: --format is required; 'stratoscope-cli export --help' lists the formats");
        row("part of a prebaked", {u"export"_s, u"x"_s, u"y"_s, u"--format"_s, u"prebaked"_s, u"--path"_s, u"/"_s},
            "export: --path cannot be used with the format prebaked");
    }
    void wrongUsageIsOneLineAndTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        const Ran ran = m_cli.run(arguments);
        QCOMPARE(ran.err, "stratoscope-cli: " + message + "\n");
        QCOMPARE(ran.out, QByteArray());
        QCOMPARE(ran.code, 2);
    }

    void wrongPlatformIsWrongUsage()
    {
        const Ran ran = m_cli.run({u"ls"_s, u"x"_s, u"--platform"_s, u"a/b/c/d"_s});
        QCOMPARE(ran.code, 2);
        QVERIFY(ran.err.startsWith("stratoscope-cli: --platform a/b/c/d: "));
    }

    void helpListsWhatThereIs()
    {
        const Ran ran = m_cli.run({u"--help"_s});
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.err, QByteArray());
        for (const auto command : {"parse REF",
                                   "check IMAGE",
                                   "search TERM",
                                   "tags REPOSITORY",
                                   "platforms REF",
                                   "referrers REF",
                                   "pull REF",
                                   "login REGISTRY",
                                   "logout REGISTRY",
                                   "inspect IMAGE",
                                   "ls IMAGE [PATH]",
                                   "cat IMAGE PATH",
                                   "resolve IMAGE PATH",
                                   "find IMAGE QUERY",
                                   "verify IMAGE",
                                   "repair IMAGE",
                                   "changes IMAGE",
                                   "diff A [B]",
                                   "versions IMAGE PATH",
                                   "analyze IMAGE",
                                   "export IMAGE DEST",
                                   "import PATH",
                                   "images",
                                   "remove IMAGE",
                                   "pin IMAGE",
                                   "unpin IMAGE",
                                   "prune",
                                   "completion bash|zsh|fish",
                                   "manual"})
            QVERIFY2(ran.out.contains(QByteArray("\n  ") + command), command);
    }

    void everyCommandHasItsHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const auto command :
             {"parse",  "check",  "search",  "tags", "platforms", "referrers", "pull",       "login", "logout",   "inspect",
              "ls",     "cat",    "resolve", "find", "verify",    "repair",    "changes",    "diff",  "versions", "export",
              "import", "images", "remove",  "pin",  "unpin",     "prune",     "completion", "manual"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void everyCommandHasItsHelp()
    {
        QFETCH(QString, command);
        for (const QStringList &arguments : {QStringList{command, u"--help"_s}, QStringList{u"-h"_s, command}}) {
            const Ran ran = m_cli.run(arguments);
            QCOMPARE(ran.code, 0);
            QVERIFY(ran.out.contains("\nUsage: stratoscope-cli " + command.toUtf8() + " [OPTIONS]"));
            QVERIFY(ran.out.contains("\n  --json "));
        }
    }

    void optionsOfRegistriesAreOfThoseThatUseThem_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<bool>("uses");
        for (const auto command : {"check", "search", "tags", "platforms", "referrers", "pull", "login", "inspect", "ls", "find",
                                   "changes", "diff", "versions", "export"})
            QTest::newRow(command) << QString::fromLatin1(command) << true;
        for (const auto command : {"parse", "import", "images", "remove", "pin", "unpin", "prune"})
            QTest::newRow(command) << QString::fromLatin1(command) << false;
    }
    void optionsOfRegistriesAreOfThoseThatUseThem()
    {
        QFETCH(QString, command);
        QFETCH(bool, uses);
        const QByteArray help = m_cli.run({command, u"--help"_s}).out;
        for (const auto option : {"--plain-http", "--insecure", "--cert-dir DIR", "--creds USER:PASSWORD", "--authfile FILE",
                                  "--retries N", "--parallel N"})
            QCOMPARE(help.contains(QByteArray("\n  ") + option), uses);
    }

    void versionIsTold()
    {
        const Ran ran = m_cli.run({u"--version"_s});
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.out.startsWith("stratoscope-cli 0."));
    }

    void referencesAreSplit_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("line");
        const QByteArray alpine = R"({"registry":"docker.io","repository":"library/alpine","tag":"latest","digest":null,)"
                                  R"("canonical":"docker.io/library/alpine:latest"})";
        QTest::newRow("short") << QStringList{u"parse"_s, u"alpine"_s, u"--json"_s} << alpine;
        QTest::newRow("options first") << QStringList{u"--json"_s, u"parse"_s, u"alpine"_s} << alpine;
        QTest::newRow("after --") << QStringList{u"--json"_s, u"parse"_s, u"--"_s, u"alpine"_s} << alpine;
        const QString digest = u"sha256:"_s + u"ab"_s.repeated(32);
        QTest::newRow("digest") << QStringList{u"parse"_s, u"--json"_s, u"docker://ghcr.io:443/o/n@"_s + digest}
                                << QByteArray(R"({"registry":"ghcr.io:443","repository":"o/n","tag":null,"digest":")"
                                              + digest.toUtf8() + R"(","canonical":"ghcr.io:443/o/n@)" + digest.toUtf8() + R"("})");
    }
    void referencesAreSplit()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, line);
        const Ran ran = m_cli.run(arguments);
        QCOMPARE(ran.out, line + "\n");
        QCOMPARE(ran.code, 0);
    }

    void referencesAsText()
    {
        QCOMPARE(m_cli.run({u"parse"_s, u"quay.io/a/b:c"_s}).out,
                 QByteArray("registry    quay.io\nrepository  a/b\ntag         c\ncanonical   quay.io/a/b:c\n"));
    }

    void wrongReferenceFails()
    {
        const Ran ran = m_cli.run({u"parse"_s, u"a//b"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.startsWith("stratoscope-cli: "));
        QCOMPARE(ran.err.count('\n'), 1);
        QCOMPARE(ran.out, QByteArray());
    }

    void argumentsMayBeNamesOfCommands()
    {
        QCOMPARE(m_cli.run({u"parse"_s, u"pull"_s}).out.split('\n').at(1), QByteArray("repository  library/pull"));
        QCOMPARE(m_cli.run({u"parse"_s, u"parse"_s, u"--json"_s}).json()[u"repository"_s].toString(), u"library/parse"_s);
        const Ran ran = Command().run({u"ls"_s, u"./images"_s, u"prune"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("images"), ran.err.constData());
    }

    void theLastValueOfAnOptionCounts()
    {
        const Command cli;
        QCOMPARE(cli.run({u"images"_s, u"--store"_s, u"/dev/null"_s, u"--store"_s, cli.storePath()}).code, 0);
        QCOMPARE(
            cli.run({u"--store"_s, u"/dev/null"_s, u"images"_s, u"--json"_s, u"--json"_s, u"--store="_s + cli.storePath()}).code,
            0);
    }

    void noNetworkAndNoStoreIsTouchedByParse()
    {
        QCOMPARE(m_cli.run({u"parse"_s, u"alpine"_s}).code, 0);
        QVERIFY(diskTree(m_cli.folder()).isEmpty());
    }

    void aReaderThatGoesIsNoError()
    {
        const Ran ran = m_cli.shell(u"set -o pipefail; $cli --help | true"_s);
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.err, QByteArray());
    }

    void outputThatCannotBeWrittenIsAnError_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("why");
        QTest::newRow("full disk") << u"$cli --help > /dev/full"_s << QByteArray("No space left on device");
        QTest::newRow("closed") << u"$cli --help >&-"_s << QByteArray("Bad file descriptor");
    }
    void outputThatCannotBeWrittenIsAnError()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, why);
        const Ran ran = m_cli.shell(line);
        QCOMPARE(ran.err, "stratoscope-cli: standard output: cannot write: " + why + "\n");
        QCOMPARE(ran.code, 1);
    }
};

STRATOSCOPE_GUILESS_TEST(TestUsage)
#include "tst_usage.moc"
