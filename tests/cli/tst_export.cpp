// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

TestImage smallImage()
{
    TarBuilder one;
    one.file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/srv:/bin/sh\n").file("etc/group", "staff:x:50:\n");
    one.file("etc/hello", "hello").file("gone", "x");
    TarBuilder two;
    two.file(".wh.gone").file("etc/hello", "hello again").symlink("link", "etc");
    return {.layers = {one.finish(), two.finish(), two.finish()}};
}

/// Enough files to make an export slow.
TestImage largeImage()
{
    TarBuilder layer;
    for (int n = 0; n < 30'000; ++n)
        layer.file("folder-" + std::to_string(n / 100) + "/file-" + std::to_string(n), "some text");
    return {.layers = {layer.finish()}};
}

} // namespace

class TestExportCommand : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    QString out() const { return m_cli->path(u"out"_s); }
    void writeImage(const TestImage &image) const
    {
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Skopeo))));
    }
    QStringList exporting(const QString &format, const QStringList &more = {}) const
    {
        return QStringList{u"export"_s, m_cli->path(u"image.tar"_s), out(), u"--format"_s, format} + more;
    }
    /// Everything except the image and the store.
    QStringList otherTree() const
    {
        QStringList tree;
        for (const QString &line : diskTree(m_cli->folder())) {
            if (!line.startsWith(u"store/"_s) && !line.startsWith(u"image.tar"_s))
                tree << line;
        }
        return tree;
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Command>();
        writeImage(smallImage());
    }

    void directoryAndItsReport()
    {
        const Ran ran = m_cli->run(exporting(u"directory"_s, {u"--json"_s}));
        QVERIFY2(ran.code == 0, ran.err.constData());
        QVERIFY(ran.json().contains(u"seconds"_s));
        QCOMPARE(ran.json()[u"format"_s].toString(), u"directory"_s);
        QCOMPARE(ran.json()[u"path"_s].toString(), out());
        QCOMPARE(ran.json()[u"bytes"_s].toInt(), 56 + 12 + 11);
        QCOMPARE(diskTree(out()).filter(u"hello"_s), QStringList({u"etc/hello \"hello again\""_s}));
        QCOMPARE(diskTree(out()).filter(u"gone"_s), QStringList());
    }

    void tarToAFileOrToStandardOutput()
    {
        const QString tar = m_cli->path(u"out.tar"_s);
        const QStringList call{u"export"_s, m_cli->path(u"image.tar"_s)};
        const Ran toFile = m_cli->run(call + QStringList{tar, u"--format"_s, u"tar"_s, u"--json"_s});
        QVERIFY2(toFile.code == 0, toFile.err.constData());
        QCOMPARE(toFile.json()[u"format"_s].toString(), u"tar"_s);
        const Ran toOutput = m_cli->run(call + QStringList{u"-"_s, u"--format"_s, u"tar"_s});
        QCOMPARE(toOutput.code, 0);
        QCOMPARE(toOutput.err, QByteArray());
        QVERIFY(toOutput.out == readDisk(tar));
        QDir(m_cli->folder()).mkdir(u"out"_s);
        runTool(u"tar"_s, {u"-xf"_s, tar, u"-C"_s, out()}, m_cli->folder());
        QVERIFY(diskTree(out()).contains(u"etc/hello \"hello again\""_s));

        const Ran compressed = m_cli->run(call + QStringList{m_cli->path(u"out.tar.gz"_s), u"--format"_s, u"tar"_s});
        QCOMPARE(compressed.code, 0);
        QVERIFY(runTool(u"gzip"_s, {u"-dc"_s, m_cli->path(u"out.tar.gz"_s)}, m_cli->folder()) == toOutput.out);

        const Ran again = m_cli->run(call + QStringList{tar, u"--format"_s, u"tar"_s});
        QCOMPARE(again.code, 1);
        QCOMPARE(again.err, "stratoscope-cli: " + tar.toUtf8() + ": exists; use --force to export anyway\n");
        QCOMPARE(m_cli->run(call + QStringList{tar, u"--format"_s, u"tar"_s, u"--force"_s}).code, 0);
    }

    void cpioForAnInitramfs()
    {
        const QStringList call{u"export"_s, m_cli->path(u"image.tar"_s)};
        const Ran toOutput = m_cli->run(call + QStringList{u"-"_s, u"--format=cpio"_s});
        QVERIFY2(toOutput.code == 0, toOutput.err.constData());
        QCOMPARE(toOutput.err, QByteArray());
        const Ran compressed = m_cli->run(call + QStringList{m_cli->path(u"initramfs.zst"_s), u"--format=cpio"_s});
        QVERIFY2(compressed.code == 0, compressed.err.constData());
        QVERIFY(runTool(u"zstd"_s, {u"-dc"_s, m_cli->path(u"initramfs.zst"_s)}, m_cli->folder()) == toOutput.out);
        QVERIFY(runTool(u"cpio"_s, {u"-it"_s, u"--quiet"_s}, m_cli->folder(), toOutput.out).contains("etc/hello\n"));
    }

    void fileSystemsHaveLabels()
    {
        const auto labelled = [&](const QString &format, const QString &label) {
            return m_cli->run({u"export"_s, m_cli->path(u"image.tar"_s), m_cli->path(u"out."_s + format), u"--format"_s, format,
                               u"--label"_s, label});
        };
        const Ran ran = labelled(u"erofs"_s, u"root"_s);
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QByteArray image = readDisk(m_cli->path(u"out.erofs"_s));
        QCOMPARE(image.mid(1024 + 64, 16), QByteArray("root").leftJustified(16, '\0'));
        const QByteArray uuid = image.mid(1024 + 48, 16);
        QCOMPARE(uuid[6] & 0xF0, 0x80);
        // A part of the image is another file system.
        const Ran part
            = m_cli->run({u"export"_s, m_cli->path(u"image.tar"_s), m_cli->path(u"part"_s), u"--format=erofs"_s, u"--path=etc"_s});
        QCOMPARE(part.code, 0);
        QVERIFY(readDisk(m_cli->path(u"part"_s)).mid(1024 + 48, 16) != uuid);

        const Ran tar = labelled(u"tar"_s, u"root"_s);
        QCOMPARE(tar.code, 2);
        QVERIFY2(tar.err.contains("--label cannot be used with the format tar"), tar.err.constData());
        if (formatNames('\n').contains("squashfs")) {
            QCOMPARE(labelled(u"squashfs"_s, u"root"_s).code, 2);
            const Ran squashfs = m_cli->run({u"export"_s, m_cli->path(u"image.tar"_s), out(), u"--format=squashfs"_s});
            QVERIFY2(squashfs.code == 0, squashfs.err.constData());
            QVERIFY(readDisk(out()).startsWith("hsqs"));
        }
        const Ran tooLong = labelled(u"erofs"_s, QString(17, u'x'));
        QCOMPARE(tooLong.code, 2);
        QVERIFY2(tooLong.err.contains("not a label of 1 to 16 bytes"), tooLong.err.constData());
    }

    void ext4WithASizeAndALabel()
    {
        const QString disk = m_cli->path(u"disk.ext4"_s);
        const QStringList call{u"export"_s, m_cli->path(u"image.tar"_s), disk, u"--format=ext4"_s};
        const Ran ran = m_cli->run(call + QStringList{u"--size=300M"_s, u"--label=root disk"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(ran.json()[u"format"_s].toString(), u"ext4"_s);
        QCOMPARE(QFileInfo(disk).size(), 300 * 1024 * 1024);
        QFile file(disk);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.seek(1024 + 0x78));
        QCOMPARE(file.read(10), QByteArray("root disk\0", 10));

        QFile::rename(disk, m_cli->path(u"first"_s));
        QCOMPARE(m_cli->run(call + QStringList{u"--size=0.3G"_s}).code, 0);
        QFile::rename(disk, m_cli->path(u"second"_s));
        QCOMPARE(m_cli->run(call + QStringList{u"--size=0.3G"_s}).code, 0);
        QVERIFY(readDisk(disk) == readDisk(m_cli->path(u"second"_s)));
        QCOMPARE(m_cli->run(call + QStringList{u"--size=0.3G"_s, u"--upto=0"_s, u"--force"_s}).code, 0);
        QVERIFY(readDisk(disk) != readDisk(m_cli->path(u"second"_s)));
    }

    void wrongSizes()
    {
        const auto error = [&](const QString &format, const QStringList &more, int code) {
            const Ran ran = m_cli->run(exporting(format, more));
            return ran.code == code ? QString::fromUtf8(ran.err).section(u'\n', 0, 0) : u"%1"_s.arg(ran.code);
        };
        QVERIFY(error(u"ext4"_s, {u"--size=much"_s}, 2).contains(u"not a size, such as 512M or 10G"_s));
        QVERIFY(error(u"ext4"_s, {u"--size=0"_s}, 2).contains(u"not a size"_s));
        QVERIFY(error(u"tar"_s, {u"--size=1G"_s}, 2).contains(u"--size cannot be used with the format tar"_s));
        QVERIFY(error(u"ext4"_s, {u"--size=4K"_s}, 1)
                    .contains(
                        QRegularExpression(uR"(^stratoscope-cli: the size is too small; the file system needs at least \d+K$)"_s)));
        QVERIFY(!QFileInfo::exists(out()));
    }

    void whatCannotBeStreamed()
    {
        for (const QString &format : {u"directory"_s, u"prebaked"_s, u"erofs"_s}) {
            const Ran ran = m_cli->run({u"export"_s, m_cli->path(u"image.tar"_s), u"-"_s, u"--format"_s, format});
            QCOMPARE(ran.code, 2);
            QVERIFY2(ran.err.contains(format.toUtf8() + " cannot be written to standard output"), ran.err.constData());
        }
    }

    void partsOfAnImage()
    {
        QCOMPARE(m_cli->run(exporting(u"directory"_s, {u"--path"_s, u"/link/hello"_s, u"--path=etc/group"_s})).code, 0);
        QCOMPARE(diskTree(out()), QStringList({u"etc/"_s, u"etc/group \"staff:x:50:\\x0a\""_s, u"etc/hello \"hello again\""_s}));
        QDir(out()).removeRecursively();
        QCOMPARE(m_cli->run(exporting(u"directory"_s, {u"--upto"_s, u"0"_s})).code, 0);
        QVERIFY(diskTree(out()).contains(u"etc/hello \"hello\""_s) && diskTree(out()).contains(u"gone \"x\""_s));
        QDir(out()).removeRecursively();
        QCOMPARE(m_cli->run(exporting(u"directory"_s, {u"--layer"_s, u"1"_s})).code, 0);
        QCOMPARE(diskTree(out()), QStringList({u".wh.gone \"\""_s, u"etc/"_s, u"etc/hello \"hello again\""_s, u"link -> etc"_s}));
        const Ran ran = m_cli->run(exporting(u"directory"_s, {u"--layer"_s, u"7"_s, u"--force"_s}));
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.err,
                 "stratoscope-cli: " + m_cli->path(u"image.tar"_s).toUtf8()
                     + ": has no layer 7; its 3 layers are numbered from 0\n");
    }

    void prebakedIsReadAgain()
    {
        TestImage image = smallImage();
        image.run = {{u"User"_s, u"app:staff"_s}, {u"Env"_s, QJsonArray{u"A=<&>"_s}}, {u"Entrypoint"_s, QJsonArray{u"/run"_s}}};
        writeImage(image);
        const Ran ran = m_cli->run(exporting(u"prebaked"_s, {u"--json"_s}));
        QVERIFY2(ran.code == 0, ran.err.constData());
        QFile config(out() + u"/config.json"_s);
        QVERIFY(config.open(QIODevice::ReadOnly));
        const QByteArray text = config.readAll();
        QVERIFY(text.contains("  \"env\": [\n    \"A=<&>\"\n  ],\n"));
        QVERIFY(text.endsWith("  \"user\": \"app:staff\",\n  \"uid\": 1000,\n  \"gid\": 50,\n  \"architecture\": \"amd64\"\n}\n"));
        // A layer that occurs twice is exported once.
        QCOMPARE(QDir(out()).entryList({u"*.idx"_s}).size(), 2);
        const QStringList list{u"ls"_s, u"-R"_s, u"--json"_s};
        QCOMPARE(m_cli->run(list + QStringList{out()}).out, m_cli->run(list + QStringList{m_cli->path(u"image.tar"_s)}).out);
        QCOMPARE(m_cli->run({u"check"_s, out()}).code, 0);

        // A prebaked directory can be exported again: it has the IDs of its user.
        const QStringList tree = diskTree(out()).replaceInStrings(QRegularExpression(u" x\\d+"_s), {});
        const Ran again = m_cli->run({u"export"_s, out(), m_cli->path(u"again"_s), u"--format"_s, u"prebaked"_s});
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(diskTree(m_cli->path(u"again"_s)).replaceInStrings(QRegularExpression(u" x\\d+"_s), {}), tree);
    }

    void aUserThatIsNotInTheImageIsAnError()
    {
        TestImage image = smallImage();
        image.run = {{u"User"_s, u"nobody-knows"_s}};
        writeImage(image);
        const Ran ran = m_cli->run(exporting(u"prebaked"_s));
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("nobody-knows") && ran.err.contains("/etc/passwd"), ran.err.constData());
        QCOMPARE(otherTree(), QStringList());
    }

    void existingDestinationsAreRefused_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("directory") << u"directory"_s;
        QTest::newRow("prebaked") << u"prebaked"_s;
    }
    void existingDestinationsAreRefused()
    {
        QFETCH(QString, format);
        writeDisk(out() + u"/mine"_s, "mine");
        const Ran refused = m_cli->run(exporting(format));
        QCOMPARE(refused.code, 1);
        QCOMPARE(refused.err,
                 "stratoscope-cli: " + out().toUtf8()
                     + ": is a directory that is not empty: it contains “mine”; use --force to export anyway\n");
        QCOMPARE(otherTree(), QStringList({u"out/"_s, u"out/mine \"mine\""_s}));
        QCOMPARE(m_cli->run(exporting(format, {u"--force"_s})).code, 0);
        QVERIFY(diskTree(out()).contains(u"mine \"mine\""_s));
        QVERIFY(diskTree(out()).size() > 4);
    }

    void missingParent()
    {
        const Ran ran = m_cli->run({u"export"_s, m_cli->path(u"image.tar"_s), m_cli->path(u"no/out"_s), u"--format=directory"_s});
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.err, "stratoscope-cli: " + m_cli->path(u"no/out"_s).toUtf8() + ": its parent directory does not exist\n");
    }

    void interruptedItLeavesNothing_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<bool>("isThere");
        QTest::addColumn<int>("code");
        for (const bool isThere : {false, true}) {
            const char *const place = isThere ? "by force" : "new";
            QTest::addRow("SIGINT, %s", place) << SIGINT << isThere << 130;
            QTest::addRow("SIGTERM, %s", place) << SIGTERM << isThere << 130;
            QTest::addRow("SIGKILL, %s", place) << SIGKILL << isThere << 128 + SIGKILL;
        }
    }
    void interruptedItLeavesNothing()
    {
        QFETCH(int, signal);
        QFETCH(bool, isThere);
        QFETCH(int, code);
        writeImage(largeImage());
        if (isThere)
            writeDisk(out() + u"/folder-0/file-0"_s, "before");
        const QStringList before = isThere ? diskTree(out(), DiskColumns::All) : QStringList();
        const auto process = m_cli->start(exporting(u"directory"_s, {u"--force"_s, u"--progress=json"_s}));
        QVERIFY(Command::waitForStage(*process, "export"));
        ::kill(pid_t(process->processId()), signal);
        const Ran ran = Command::finish(*process);
        QCOMPARE(ran.code, code);
        QCOMPARE(ran.out, QByteArray());
        QStringList after = isThere ? diskTree(out(), DiskColumns::All) : QStringList();
        // A process that is killed cannot clean up; the next one does.
        after.removeIf([](const QString &line) { return line.contains(u".partial-"_s); });
        QCOMPARE(after, before);
        if (signal != SIGKILL)
            QCOMPARE(otherTree().filter(u"partial"_s), QStringList());
        writeImage(smallImage());
        QCOMPARE(m_cli->run(exporting(u"directory"_s, {u"--force"_s})).code, 0);
        QCOMPARE(otherTree().filter(u"partial"_s), QStringList());
        QVERIFY(diskTree(out()).contains(u"etc/hello \"hello again\""_s));
    }

    void aReaderThatDoesNotReadCannotHoldUpTheEnd()
    {
        writeImage(largeImage());
        const Ran ran = m_cli->shell(
            u"mkfifo pipe; exec 9<>pipe; $cli ls -R --json --no-digests image.tar >&9 & sleep 1; kill -INT $!; wait $!"_s);
        QCOMPARE(ran.code, 130);
        QCOMPARE(ran.err, QByteArray());
    }

    void aReaderThatGoesEndsItQuietly()
    {
        writeImage(largeImage());
        const Ran ran = m_cli->shell(u"set -o pipefail; $cli ls -R image.tar | head -n 1"_s);
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out.count('\n'), 1);
    }
};

STRATOSCOPE_GUILESS_TEST(TestExportCommand)
#include "tst_export.moc"
