// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

TestImage imageToSearch()
{
    TarBuilder one;
    one.dir("etc/").file("etc/passwd", "root:x:0:0\napp:x:1:1\n").file("etc/secret", "token = abc\n");
    one.file("srv/odd\x1b[31m", "a token\twith a tab\r\nand a \x1b]0;title\x07token\n").file("srv/latin1", "token m\xFCller\n");
    one.hardlink("srv/passwd", "etc/passwd");
    TarBuilder two;
    two.file("etc/passwd", "root:x:0:0\n")
        .file("etc/.wh.secret")
        .file("bin/program",
              std::string("\x7f"
                          "ELF\0token\0",
                          11));
    two.file("windows.txt", std::string("\xFF\xFEt\0o\0k\0e\0n\0\n\0", 14)).file("marked", "\xEF\xBB\xBFtoken\n");
    return {.layers = {one.finish(), two.finish()}};
}

} // namespace

class TestGrepCommand : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    Ran search(const QStringList &arguments) const
    {
        return m_cli.run(QStringList{u"grep"_s, m_cli.path(u"image.tar"_s)} + arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string tar = tarOf(dockerArchive({imageToSearch()}, DockerLayout::Skopeo));
        writeDisk(m_cli.path(u"image.tar"_s), QByteArray::fromStdString(tar));
    }

    void printsLines()
    {
        const Ran ran = search({u"root"_s});
        QCOMPARE(ran.out, QByteArray("/srv/passwd:1:root:x:0:0\n/etc/passwd:1:root:x:0:0\n"));
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        const Ran none = search({u"nowhere"_s});
        QCOMPARE(none.out, QByteArray());
        QCOMPARE(none.err, QByteArray());
        QCOMPARE(none.code, 1);
        QCOMPARE(search({u"token"_s}).out,
                 QByteArray("/srv/odd\x1b[31m:1:a token\twith a tab\r\n/srv/odd\x1b[31m:2:and a \x1b]0;title\x07token\n"
                            "/srv/latin1:1:token m\xFCller\n/windows.txt:1:token\n"
                            "/marked:1:token\n"));
    }

    void options()
    {
        QCOMPARE(search({u"-l"_s, u"token"_s}).out, QByteArray("/srv/odd\x1b[31m\n/srv/latin1\n/windows.txt\n/marked\n"));
        QCOMPARE(search({u"-l"_s, u"-a"_s, u"token"_s, u"--path"_s, u"/bin"_s}).out, QByteArray("/bin/program\n"));
        QCOMPARE(search({u"token"_s, u"--path"_s, u"/bin"_s}).code, 1);
        QCOMPARE(search({u"-a"_s, u"-c"_s, u"token"_s, u"--path"_s, u"/srv"_s, u"--path"_s, u"bin"_s}).out,
                 QByteArray("/srv/odd\x1b[31m:2\n/srv/latin1:1\n/bin/program:1\n"));
        QCOMPARE(search({u"-a"_s, u"token"_s, u"--path"_s, u"/bin"_s}).out,
                 QByteArray("/bin/program:1:\x7f"
                            "ELF\0token\0\n",
                            27));
        QCOMPARE(search({u"-i"_s, u"ROOT"_s, u"--path"_s, u"/etc"_s}).out, QByteArray("/etc/passwd:1:root:x:0:0\n"));
        QCOMPARE(search({u"r..t"_s, u"--path"_s, u"/etc"_s}).code, 0);
        QCOMPARE(search({u"-F"_s, u"r..t"_s}).code, 1);
        QCOMPARE(search({u"--path"_s, u"/etc"_s, u"--"_s, u"-x"_s}).code, 1);
    }

    void layers()
    {
        QCOMPARE(search({u"root|abc"_s, u"--all-layers"_s}).out,
                 QByteArray("0:/etc/passwd:1:root:x:0:0\n0:/srv/passwd:1:root:x:0:0\n0:/etc/secret:1:token = abc\n"
                            "1:/etc/passwd:1:root:x:0:0\n"));
        QCOMPARE(search({u"abc"_s}).code, 1);
        QCOMPARE(search({u"abc"_s, u"--upto"_s, u"0"_s}).out, QByteArray("/etc/secret:1:token = abc\n"));
        QCOMPARE(search({u"root"_s, u"--layer"_s, u"1"_s}).out, QByteArray("/etc/passwd:1:root:x:0:0\n"));
        QCOMPARE(search({u"-l"_s, u"abc"_s, u"--all-layers"_s, u"--path"_s, u"/etc/secret"_s}).out, QByteArray("0:/etc/secret\n"));
    }

    void json()
    {
        const QList<QJsonObject> lines = search({u"--json"_s, u"token"_s}).lines();
        QCOMPARE(lines.size(), 5);
        const QJsonObject odd{{u"path"_s, u"/srv/odd\x1b[31m"_s},
                              {u"layer"_s, 0},
                              {u"line"_s, 1},
                              {u"column"_s, 3},
                              {u"text"_s, u"a token\twith a tab\r"_s}};
        QCOMPARE(lines[0], odd);
        QCOMPARE(lines[2][u"textBase64"_s].toString(), QString::fromLatin1(QByteArray("token m\xFCller").toBase64()));
        const QJsonObject file{{u"path"_s, u"/marked"_s}, {u"layer"_s, 1}};
        QCOMPARE(search({u"--json"_s, u"-l"_s, u"token"_s, u"--path"_s, u"marked"_s}).json(), file);
        const QJsonObject counted{{u"path"_s, u"/marked"_s}, {u"layer"_s, 1}, {u"count"_s, 1}};
        QCOMPARE(search({u"--json"_s, u"-c"_s, u"token"_s, u"--path"_s, u"marked"_s}).json(), counted);
    }

    void escapesOnATerminal()
    {
        const Ran ran = m_cli.shell(u"script -qec \"$cli grep '%1' token\" /dev/null </dev/null"_s.arg(m_cli.path(u"image.tar"_s)));
        QVERIFY2(ran.out.contains("/srv/odd\\x1b[31m:1:a token\twith a tab\r\n"), ran.out.constData());
        QVERIFY(ran.out.contains("/srv/odd\\x1b[31m:2:and a \\x1b]0;title\\x07token\r\n"));
        QVERIFY(ran.out.contains("/srv/latin1:1:token m\\xfcller"));
    }

    void errors()
    {
        const Ran wrong = search({u"a(b"_s});
        QCOMPARE(wrong.code, 1);
        QCOMPARE(wrong.err, QByteArray("stratoscope-cli: a(b: missing closing parenthesis (after “a(b”)\n"));
        const Ran missing = search({u"root"_s, u"--path"_s, u"/nowhere"_s});
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.endsWith("image.tar: /nowhere: “nowhere” does not exist in “/”\n"), missing.err.constData());
        QVERIFY(search({u"root"_s, u"--path"_s, u"/nowhere"_s, u"--all-layers"_s})
                    .err.endsWith("image.tar: /nowhere: no layer has this path\n"));
        QVERIFY(search({u"root"_s, u"--layer"_s, u"2"_s}).err.contains("has no layer 2"));
        QCOMPARE(search({u"root"_s, u"-l"_s, u"-c"_s}).code, 2);
        QCOMPARE(search({u"root"_s, u"--all-layers"_s, u"--layer"_s, u"0"_s}).code, 2);
        QCOMPARE(search({}).code, 2);
    }

    void patternsAsRipgrep_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const QStringList &arguments) { QTest::addRow("%s", qPrintable(arguments.join(u' '))) << arguments; };
        for (const auto &pattern :
             {u"token"_s, u"^token"_s, u"token$"_s, u"^$"_s, u"\\s+"_s, u"^\\s*$"_s, u"[^a-z]+"_s, u"\\w+_key"_s, u"\\bkey\\b"_s,
              u"k.y"_s, u"(one|two) key"_s, u"ä|ü"_s, u"\\d{2,}"_s, u"a*b?c*"_s, u"key.*=.*\"[^\"]*\""_s, u"\\$\\{\\w+\\}"_s})
            row({pattern});
        row({u"-i"_s, u"TOKEN"_s});
        row({u"-i"_s, u"ÄPFEL"_s});
        row({u"-i"_s, u"secret_key"_s});
        row({u"-F"_s, u"key[0]"_s});
        row({u"-c"_s, u"key"_s});
        row({u"-l"_s, u"key"_s});
    }
    void patternsAsRipgrep()
    {
        QFETCH(const QStringList, arguments);
        const QStringList words{u"token"_s, u"secret_key"_s, u"KEY"_s,     u"key"_s, u"key[0]"_s,  u"="_s,  u"\"some text\""_s,
                                u"Äpfel"_s, u"müde"_s,       u"one key"_s, u"two"_s, u"${HOME}"_s, u"12"_s, u"345"_s,
                                u"  "_s,    u"\t"_s,         u""_s,        u"abc"_s, u"\r"_s};
        const QString folder = m_cli.path(u"folder"_s);
        if (!QDir(folder).exists()) {
            std::size_t number = 1;
            for (int file = 0; file < 40; ++file) {
                QString text;
                for (int line = 0; line < file * file * 4; ++line) {
                    for (std::size_t word = number % 5; word > 0; --word) {
                        number = (number * 48271) % 2147483647; // of Park and Miller
                        text += words[qsizetype(number % std::size_t(words.size()))] + (number % 3 == 0 ? u" "_s : u""_s);
                    }
                    number = (number * 48271) % 2147483647;
                    text += u'\n';
                }
                if (file % 4 == 1)
                    text.chop(1);
                QByteArray bytes = text.toUtf8();
                if (file % 5 == 2)
                    bytes.insert(bytes.size() / 2, "\xFC\xE4 key \xC3");
                if (file % 13 == 6)
                    bytes.append('\0');
                writeDisk(folder + u"/%1/file-%2.txt"_s.arg(file % 3).arg(file), bytes);
            }
        }
        const auto sorted = [](const QByteArray &text) {
            QByteArrayList lines = text.split('\n');
            std::ranges::sort(lines);
            return lines;
        };
        const Ran ours = m_cli.run(QStringList{u"grep"_s, u"rootfs:"_s + folder} + arguments);
        const QStringList options{
            u"--no-ignore"_s,     u"--hidden"_s,
            u"--no-messages"_s,   u"--no-heading"_s,
            u"--with-filename"_s, arguments.contains(u"-c"_s) || arguments.contains(u"-l"_s) ? u"-N"_s : u"-n"_s};
        const Ran theirs = m_cli.shell(u"cd '%1' && rg %2 '%3' ."_s.arg(
            folder, (options + arguments.first(arguments.size() - 1)).join(u' '), arguments.last()));
        QByteArrayList expected = sorted(theirs.out);
        for (QByteArray &line : expected)
            line.remove(0, 1); // the dot
        QCOMPARE(sorted(ours.out), expected);
        QCOMPARE(ours.code, theirs.code);
    }
};

STRATOSCOPE_GUILESS_TEST(TestGrepCommand)
#include "tst_grep.moc"
