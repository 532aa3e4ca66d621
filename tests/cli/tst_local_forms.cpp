// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/compress.h"
#include "support/image_files.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage someImage()
{
    return {.layers = {TarBuilder().dir("etc/").file("etc/hello", "lower").file("etc/gone").finish(),
                       TarBuilder().file("etc/hello", "upper").file("etc/.wh.gone").finish()},
            .name = u"example.test/app:1"_s};
}

} // namespace

/// The forms that a local image can have, from the command line.
class TestLocalForms : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    void writeArchive(Compression compression = Compression::None) const
    {
        const std::string tar = tarOf(dockerArchive({someImage()}, DockerLayout::New));
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(compressed(tar, compression)));
    }
    bool hasTemporaryFiles() const
    {
        return !QDir(m_cli->storePath() + u"/tmp"_s).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Command>(); }

    void readsFromAPipe_data()
    {
        QTest::addColumn<QString>("line"); // %1: the archive
        QTest::newRow("standard input") << u"cat %1 | $cli cat - /etc/hello"_s;
        QTest::newRow("with a kind") << u"cat %1 | $cli cat docker-archive:-:example.test/app:1 /etc/hello"_s;
        QTest::newRow("a file as standard input") << u"$cli cat - /etc/hello < %1"_s;
        QTest::newRow("/dev/stdin") << u"cat %1 | $cli cat /dev/stdin /etc/hello"_s;
        QTest::newRow("a file as /dev/stdin") << u"$cli cat /dev/stdin /etc/hello < %1"_s;
        QTest::newRow("process substitution") << u"$cli cat <(cat %1) /etc/hello"_s;
        QTest::newRow("in small pieces") << u"dd if=%1 bs=700 status=none | $cli cat - /etc/hello"_s;
    }
    void readsFromAPipe()
    {
        QFETCH(QString, line);
        for (const Compression compression : {Compression::None, Compression::Zstd}) {
            writeArchive(compression);
            const Ran ran = m_cli->shell(line.arg(m_cli->path(u"image.tar"_s)));
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(ran.out, QByteArray("upper"));
            QVERIFY(!hasTemporaryFiles());
        }
    }

    void whatIsNotAnImageInAPipe()
    {
        const Ran text = m_cli->shell(u"echo hello | $cli ls -"_s);
        QCOMPARE(text.code, 1);
        QCOMPARE(text.err, QByteArray("stratoscope-cli: -: is not a tar archive (plain, gzip, zstd, xz or bzip2)\n"));
        const Ran nothing = m_cli->shell(u"true | $cli ls -"_s);
        QCOMPARE(nothing.code, 1);
        QCOMPARE(nothing.err, QByteArray("stratoscope-cli: -: is empty\n"));
        // It has no end.
        const Ran endless = m_cli->shell(u"yes | $cli ls -"_s);
        QCOMPARE(endless.code, 1);
        writeArchive();
        const Ran cut = m_cli->shell(u"head -c 5000 %1 | $cli ls -"_s.arg(m_cli->path(u"image.tar"_s)));
        QCOMPARE(cut.code, 1);
        QVERIFY(!hasTemporaryFiles());
    }

    void importsFromAPipe()
    {
        writeArchive(Compression::Gzip);
        const Ran ran = m_cli->shell(u"cat %1 | $cli import - --json"_s.arg(m_cli->path(u"image.tar"_s)));
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(m_cli->run({u"cat"_s, u"example.test/app:1"_s, u"/etc/hello"_s}).out, QByteArray("upper"));
    }

    void opensWhatSkopeoWrites()
    {
        writeArchive();
        const QString dir = m_cli->path(u"copied"_s);
        runTool(u"skopeo"_s, {u"copy"_s, u"--quiet"_s, u"docker-archive:"_s + m_cli->path(u"image.tar"_s), u"dir:"_s + dir},
                m_cli->folder());
        for (const QString &name : {dir, u"dir:"_s + dir}) {
            const Ran ran = m_cli->run({u"cat"_s, name, u"/etc/hello"_s});
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(ran.out, QByteArray("upper"));
        }
        const QJsonObject inspected = m_cli->run({u"inspect"_s, dir, u"--json"_s}).json();
        QCOMPARE(inspected[u"kind"_s].toString(), u"dir"_s);
        QCOMPARE(inspected[u"layers"_s].toArray().size(), 2);
        QVERIFY(m_cli->run({u"verify"_s, dir}).code == 0);
        QVERIFY(m_cli->run({u"import"_s, dir}).code == 0);
        QCOMPARE(m_cli->run({u"cat"_s, u"copied"_s, u"/etc/hello"_s}).out, QByteArray("upper"));
    }

    void opensRootFileSystems()
    {
        const QString root = m_cli->path(u"root"_s);
        for (const QString &file : {u"bin/tool"_s, u"etc/hello"_s, u"usr/lib/x"_s})
            writeDisk(root + u'/' + file, "text of " + file.toUtf8());
        for (const QString &option : {u"--create"_s, u"--gzip"_s, u"--xz"_s, u"--bzip2"_s, u"--zstd"_s})
            runTool(u"tar"_s, {u"-C"_s, root, option, u"-cf"_s, m_cli->path(u"root"_s + option), u"."_s}, m_cli->folder());
        QStringList names{root, u"rootfs:"_s + root};
        for (const QString &option : {u"--create"_s, u"--gzip"_s, u"--xz"_s, u"--bzip2"_s, u"--zstd"_s})
            names << root + option << u"rootfs:"_s + root + option;
        for (const QString &name : names) {
            const Ran ran = m_cli->run({u"cat"_s, name, u"/etc/hello"_s});
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(ran.out, QByteArray("text of etc/hello"));
            const Ran listed = m_cli->run({u"ls"_s, u"-R"_s, name, u"--json"_s});
            QCOMPARE(listed.lines().size(), 7);
            const QJsonObject inspected = m_cli->run({u"inspect"_s, name, u"--json"_s}).json();
            QCOMPARE(inspected[u"kind"_s].toString(), u"rootfs"_s);
            QCOMPARE(inspected[u"layers"_s].toArray().size(), 1);
            QVERIFY(inspected[u"digest"_s].isNull());
            QVERIFY(m_cli->run({u"verify"_s, name}).code == 0);
            QVERIFY(m_cli->run({u"ls"_s, name, u"--platform"_s, u"linux/s390x"_s}).code == 0);
        }
        QVERIFY(!hasTemporaryFiles());
        const Ran piped = m_cli->shell(u"tar -C %1 -c . | $cli cat rootfs:- /etc/hello"_s.arg(root));
        QCOMPARE(piped.out, QByteArray("text of etc/hello"));
        const Ran imported = m_cli->run({u"import"_s, u"rootfs:"_s + root});
        QVERIFY2(imported.code == 0, imported.err.constData());
        QCOMPARE(m_cli->run({u"cat"_s, u"root"_s, u"/etc/hello"_s}).out, QByteArray("text of etc/hello"));
        const QString out = m_cli->path(u"out"_s);
        QVERIFY(m_cli->run({u"export"_s, u"rootfs:"_s + root, out, u"--format"_s, u"directory"_s}).code == 0);
        QCOMPARE(diskTree(out), diskTree(root));
    }
};

STRATOSCOPE_APPLESS_TEST(TestLocalForms)
#include "tst_local_forms.moc"
