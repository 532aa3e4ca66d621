// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/directory_export.h"
#include "formats/tar_format.h"

#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/xattr.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

struct Written {
    std::string tar;
    QStringList warnings;
};

Written written(const ImageFs &fs, const std::vector<std::string> &paths = {})
{
    ProgressMeter progress;
    const Selection selection = need(Selection::of(*fs.tree, paths, {}));
    MemorySink into;
    Written result;
    result.warnings = need(writeTar({fs, selection, progress, {}}, into)) + selection.warnings();
    result.tar = std::move(into.text);
    return result;
}

/// Entries of all kinds, with everything that a tar can hold.
std::vector<TarBuilder> allKinds()
{
    TarBuilder one;
    one.add({.path = "./", .type = '5', .mode = 0711, .uid = 5, .gid = 6, .mtime = 1000});
    one.dir("bin").dir("etc", 0750).dir("sticky", 01777).dir("closed", 0);
    one.add({.path = "bin/su", .content = "program", .mode = 04755, .uid = 0, .gid = 7});
    one.add({.path = "etc/shadow", .content = "secret", .mode = 0, .uid = 1000, .gid = 42});
    one.add({.path = "etc/owner", .pax = {{"uid", "4294967294"}, {"gid", "3000000"}}, .format = TarFormat::Ustar});
    one.add({.path = "etc/time",
             .pax = {{"mtime", "-1.25"}, {"SCHILY.xattr.user.note", std::string("a\0b", 3)}},
             .format = TarFormat::Ustar});
    one.add({.path = "etc/later", .pax = {{"mtime", "99999999999.000000001"}}, .format = TarFormat::Ustar});
    one.add({.path = "etc/cap",
             .mode = 0755,
             .pax = {{"SCHILY.xattr.security.capability", std::string("\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20)}}});
    one.file("closed/file", "inside").symlink("link", "etc/shadow").symlink("away", "/nowhere");
    one.symlink("long-link", std::string(3000, 'l'));
    one.hardlink("etc/shadow-too", "etc/shadow").hardlink("link-too", "link");
    one.device("null", '3', 1, 3).device("disk", '4', 259, 1'000'000).hardlink("null-too", "null").fifo("pipe");
    one.file(std::string("caf\xE9"), "latin").file("tab\tnewline\n", "odd").file("empty");
    one.file("deep/" + std::string(250, 'd') + '/' + std::string(255, 'n'), "long");
    TarBuilder two;
    two.file("implied/deep/file", "below").file("etc/.wh.time").hardlink("bin/shadow", "etc/shadow");
    two.file("blocks", std::string(512, 'b')).file("large", std::string(3'000'000, 'x') + "end");
    return {one, two};
}

QByteArray bytesOf(const std::string &text)
{
    return {text.data(), qsizetype(text.size())};
}

/// Everything below a folder, with extended attributes.
QStringList fullTree(const QString &folder)
{
    QStringList lines = diskTree(folder, DiskColumns::All);
    const QByteArray note = QFile::encodeName(folder + u"/etc/cap"_s);
    std::array<char, 64> value{};
    const ssize_t size = ::lgetxattr(note.constData(), "security.capability", value.data(), value.size());
    return lines << QString::fromLatin1(QByteArray(value.data(), std::max<ssize_t>(size, 0)).toHex());
}

} // namespace

class TestTarFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unpackersGetTheExportedDirectory_data()
    {
        QTest::addColumn<QStringList>("unpack");
        QTest::addRow("GNU tar") << QStringList{
            u"tar"_s, u"-xpf"_s, u"-"_s, u"--numeric-owner"_s, u"--xattrs"_s, u"--xattrs-include=*"_s, u"-C"_s};
        QTest::addRow("bsdtar") << QStringList{u"bsdtar"_s, u"-xpf"_s, u"-"_s, u"--numeric-owner"_s, u"-C"_s};
    }

    void unpackersGetTheExportedDirectory()
    {
        if (!isRoot())
            QSKIP("only root may set owners");
        QFETCH(QStringList, unpack);
        const TestFolder dir;
        const ImageFs fs = fsOf(allKinds());
        ProgressMeter progress;
        VERIFY_RESULT(exportDirectory(fs, dir.path() + u"/ours"_s, {}, progress, {}));
        const Written tar = written(fs);
        QCOMPARE(tar.warnings, QStringList());
        QDir(dir.path()).mkdir(u"theirs"_s);
        runTool(unpack.front(), unpack.mid(1) << dir.path() + u"/theirs"_s, dir.path(), bytesOf(tar.tar));
        QCOMPARE(fullTree(dir.path() + u"/theirs"_s), fullTree(dir.path() + u"/ours"_s));
    }

    void ourReaderGetsTheSameTree()
    {
        const ImageFs before = fsOf(allKinds());
        const std::string tar = written(before).tar;
        TarBuilder again;
        again.raw(tar);
        const ImageFs after = fsOf({again});
        QCOMPARE(after.tree->size(), before.tree->size());
        for (NodeId node = 0; node < before.tree->size(); ++node) {
            const NodeId other = need(after.tree->resolve(before.tree->path(node), false));
            const Entry a = before.tree->entry(node);
            const Entry b = after.tree->entry(other);
            const std::string path = before.tree->path(node);
            QVERIFY2(a.kind == b.kind && a.mode == b.mode && a.uid == b.uid && a.gid == b.gid && a.size == b.size, path.c_str());
            QVERIFY2(a.mtime == b.mtime && a.linkTarget == b.linkTarget, path.c_str());
            QVERIFY2(a.deviceMajor == b.deviceMajor && a.deviceMinor == b.deviceMinor, path.c_str());
            QVERIFY2(bool(a.xattrs) == bool(b.xattrs) && (!a.xattrs || *a.xattrs == *b.xattrs), path.c_str());
            QVERIFY2(need(before.readAll(node, 1 << 30)) == need(after.readAll(other, 1 << 30)), path.c_str());
        }
        QVERIFY(written(after).tar == written(after).tar);
    }

    void holesStayHoles_data()
    {
        QTest::addColumn<QStringList>("unpack");
        QTest::addRow("GNU tar") << QStringList{u"tar"_s, u"-xf"_s, u"-"_s, u"-C"_s};
        QTest::addRow("bsdtar") << QStringList{u"bsdtar"_s, u"-xf"_s, u"-"_s, u"-C"_s};
    }

    void holesStayHoles()
    {
        QFETCH(QStringList, unpack);
        const TestFolder dir;
        QDir(dir.path()).mkpath(u"in"_s);
        QDir(dir.path()).mkpath(u"out"_s);
        // Data in the middle, at both ends, and nowhere.
        QVERIFY(QFile(dir.path() + u"/in/none"_s).open(QFile::WriteOnly) && QFile::resize(dir.path() + u"/in/none"_s, 50 << 20));
        for (const auto &[name, offset] : {std::pair(u"begin"_s, 0), {u"middle"_s, 20 << 20}, {u"end"_s, (50 << 20) - 3}}) {
            QFile file(dir.path() + u"/in/"_s + name);
            QVERIFY(file.open(QFile::WriteOnly) && file.resize(50 << 20) && file.seek(offset) && file.write("abc") == 3);
        }
        const QByteArray sparse
            = runTool(u"tar"_s, {u"-cS"_s, u"--format=posix"_s, u"-C"_s, dir.path() + u"/in"_s, u"."_s}, dir.path());
        TarBuilder layer;
        layer.raw(sparse.toStdString());
        const Written tar = written(fsOf({layer}));
        QVERIFY2(tar.tar.size() < 100'000, "the holes were written as zeros");
        runTool(unpack.front(), unpack.mid(1) << dir.path() + u"/out"_s, dir.path(), bytesOf(tar.tar));
        for (const QString &name : {u"none"_s, u"begin"_s, u"middle"_s, u"end"_s})
            QVERIFY2(readDisk(dir.path() + u"/in/"_s + name) == readDisk(dir.path() + u"/out/"_s + name), qPrintable(name));
    }

    void onlyThesePaths()
    {
        const TestFolder dir;
        const Written tar = written(fsOf(allKinds()), {"/etc/shadow-too", "implied"});
        QCOMPARE(runTool(u"tar"_s, {u"-tf"_s, u"-"_s}, dir.path(), bytesOf(tar.tar)),
                 QByteArray("./\netc/\netc/shadow-too\nimplied/\nimplied/deep/\nimplied/deep/file\n"));
    }

    void aSingleLayerKeepsItsWhiteouts()
    {
        TarBuilder layer;
        layer.file("a/.wh.gone").file("b/.wh..wh..opq").file("b/new", "n").hardlink("c", "below");
        const Written tar = written(layerFs(layer));
        const TestFolder dir;
        QCOMPARE(runTool(u"tar"_s, {u"-tf"_s, u"-"_s}, dir.path(), bytesOf(tar.tar)),
                 QByteArray("a/\na/.wh.gone\nb/\nb/.wh..wh..opq\nb/new\n"));
        QCOMPARE(tar.warnings, QStringList({u"skipped, because their targets are not in this layer: 1 hard links"_s}));
    }

    void cancelled()
    {
        const ImageFs fs = fsOf(allKinds());
        std::stop_source stop;
        const Selection selection = need(Selection::of(*fs.tree, {}, {}));
        stop.request_stop();
        ProgressMeter progress;
        MemorySink into;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)writeTar({fs, selection, progress, stop.get_token()}, into));
    }

    void errorsOfTheSink()
    {
        const ImageFs fs = fsOf(allKinds());
        const Selection selection = need(Selection::of(*fs.tree, {}, {}));
        ProgressMeter progress;
        for (const std::size_t room : {100, 10'000, 1'000'000}) {
            MemorySink into(room);
            QCOMPARE(errorMessage(writeTar({fs, selection, progress, {}}, into)), u"the disk is full"_s);
        }
    }
};

STRATOSCOPE_APPLESS_TEST(TestTarFormat)
#include "tst_tar_format.moc"
