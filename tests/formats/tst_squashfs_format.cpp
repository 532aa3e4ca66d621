// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"

#ifdef STRATOSCOPE_HAVE_SQUASHFS

#include "base/cancel.h"
#include "export/directory_export.h"
#include "formats/squashfs/squashfs_format.h"

#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/hard_trees.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/small_disk.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

Result<QStringList> writeSquashfsTo(const QString &path, const ImageFs &fs, const VolumeOptions &volume = {},
                                    Compression compression = Compression::Zstd, unsigned threads = 0,
                                    const std::stop_token &stop = {})
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, {}, {}));
    STRATOSCOPE_TRY(File file, File::create(path));
    STRATOSCOPE_TRY(QStringList warnings, writeSquashfs({fs, selection, progress, stop}, volume, file, compression, threads));
    return selection.warnings() + warnings;
}

/// As squashfs holds it: whole seconds from 1970 to 2106, no ACLs.
QStringList asInSquashfs(QStringList tree)
{
    tree.replaceInStrings(QRegularExpression(u"( \\d{4} \\d+:\\d+ -?\\d+)\\+\\d+$"_s), u"\\1"_s);
    tree.replaceInStrings(QRegularExpression(u"( \\d{4} \\d+:\\d+) -\\d+$"_s), u"\\1 0"_s);
    tree.replaceInStrings(QRegularExpression(u"( \\d{4} \\d+:\\d+) 4294967296$"_s), u"\\1 4294967295"_s);
    tree.removeIf([](const QString &line) { return line.contains(u" system.posix_acl_access="_s); });
    return tree;
}

} // namespace

class TestSquashfsFormat : public QObject
{
    Q_OBJECT

private:
    QString path(const QString &name) const { return m_dir->path() + u'/' + name; }
    QString run(const QString &program, const QStringList &arguments) const
    {
        return QString::fromUtf8(runTool(program, arguments, m_dir->path()));
    }
    /// Whether these folders have the same files and attributes, but for what squashfs cannot hold.
    void compare(const QString &found, const QString &expected) const
    {
        QCOMPARE(diskTreeWithXattrs(path(found)), asInSquashfs(diskTreeWithXattrs(path(expected))));
        for (const QString &file : {u"/holes"_s, u"/sizes/300000"_s, u"/sizes/131073"_s, u"/nothing"_s})
            QVERIFY(readDisk(path(found) + file) == readDisk(path(expected) + file));
    }

    bool m_canMount = false;
    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void initTestCase() { m_canMount = canMount(u"squashfs"_s); }
    void init()
    {
        const bool isLarge = qstrcmp(QTest::currentDataTag(), "many entries") == 0;
        m_dir = std::make_unique<TestFolder>(isLarge ? memoryPath() : QDir::tempPath());
    }

    void unpackerAndKernelSeeTheExportedDirectory_data() { addHardTreeRows(); }
    void unpackerAndKernelSeeTheExportedDirectory()
    {
        if (!isRoot())
            QSKIP("only root may set owners");
        QFETCH(std::vector<TarBuilder>, layers);
        const ImageFs fs = fsOf(layers);
        VERIFY_RESULT(writeSquashfsTo(path(u"image"_s), fs));
        QCOMPARE(QFile(path(u"image"_s)).size() % 4096, 0);
        ProgressMeter progress;
        VERIFY_RESULT(exportDirectory(fs, path(u"directory"_s), {}, progress, {}));
        run(u"unsquashfs"_s, {u"-q"_s, u"-n"_s, u"-d"_s, path(u"unpacked"_s), path(u"image"_s)});
        compare(u"unpacked"_s, u"directory"_s);
        if (!m_canMount || QTest::currentTestFailed())
            return;
        QDir(m_dir->path()).mkdir(u"mounted"_s);
        const MountedImage mounted(path(u"image"_s), u"squashfs"_s, path(u"mounted"_s));
        QCOMPARE(mounted.error(), QString());
        compare(u"mounted"_s, u"directory"_s);
    }

    void theSuperblock()
    {
        TarBuilder layer;
        layer.dir("etc").file("etc/file", "x").hardlink("link", "etc/file").symlink("soft", "etc");
        VERIFY_RESULT(writeSquashfsTo(path(u"image"_s), fsOf({layer}), {.uuid = {}, .label = {}, .created = {86'400, 5}}));
        const QString shown = run(u"unsquashfs"_s, {u"-s"_s, u"-UTC"_s, path(u"image"_s)});
        for (const QString &line : {u"SQUASHFS 4:0"_s, u"Jan  2 00:00:00 1970"_s, u"Compression zstd"_s, u"Block size 131072"_s,
                                    u"exportable via NFS"_s, u"Number of inodes 4"_s, u"Number of ids 1"_s})
            QVERIFY2(shown.contains(line), qPrintable(shown));
    }

    void theSameBytesWithAnyNumberOfThreads()
    {
        TarBuilder mixed;
        for (int n = 0; n < 300; ++n)
            mixed.file("f/" + std::to_string(n),
                       noise(std::size_t(n) * 997, unsigned(n)) + std::string(std::size_t(n) * 1000, 'x'));
        std::vector<HardTree> trees = hardTrees();
        trees.push_back({"mixed", {mixed}});
        for (const HardTree &tree : trees) {
            if (std::string_view(tree.name) == "many entries")
                continue;
            const ImageFs fs = fsOf(tree.layers);
            for (const unsigned threads : {1U, 2U, 7U})
                VERIFY_RESULT(writeSquashfsTo(path(QString::number(threads)), fs, {}, Compression::Zstd, threads));
            const QByteArray once = readDisk(path(u"1"_s));
            QVERIFY2(!once.isEmpty() && once == readDisk(path(u"2"_s)) && once == readDisk(path(u"7"_s)), tree.name);
            for (const QString &name : {u"1"_s, u"2"_s, u"7"_s})
                QFile::remove(path(name));
        }
    }

    void compressions()
    {
        TarBuilder layer;
        layer.file("large", std::string(1'000'000, 'x')).file("small", std::string(1000, 'y'));
        for (const auto &[compression, name, least, most] : {std::tuple(Compression::Zstd, u"zstd"_s, 1, 8192),
                                                             {Compression::Gzip, u"gzip"_s, 1, 8192},
                                                             {Compression::None, u"zstd"_s, 1'001'000, 1'010'000}}) {
            VERIFY_RESULT(writeSquashfsTo(path(u"image"_s), fsOf({layer}), {}, compression));
            QVERIFY(run(u"unsquashfs"_s, {u"-s"_s, path(u"image"_s)}).contains(u"Compression "_s + name));
            const qint64 size = QFile(path(u"image"_s)).size();
            QVERIFY2(size >= least && size <= most, qPrintable(QString::number(size)));
            run(u"unsquashfs"_s, {u"-q"_s, u"-n"_s, u"-f"_s, u"-d"_s, path(u"unpacked"_s), path(u"image"_s)});
            QVERIFY(readDisk(path(u"unpacked/large"_s)) == QByteArray(1'000'000, 'x'));
            QVERIFY(readDisk(path(u"unpacked/small"_s)) == QByteArray(1000, 'y'));
            QFile::remove(path(u"image"_s));
        }
    }

    void theSameContentsOnce()
    {
        TarBuilder layer;
        for (const char *const name : {"a", "b", "c"})
            layer.file(name, noise(600'000));
        VERIFY_RESULT(writeSquashfsTo(path(u"image"_s), fsOf({layer})));
        QVERIFY(QFile(path(u"image"_s)).size() < 700'000);
    }

    void whatIsLost()
    {
        TarBuilder layer;
        layer.device("major", '3', 4096, 1);
        layer.add({.path = "acl", .pax = {{"SCHILY.xattr.system.posix_acl_access", "x"}, {"SCHILY.xattr.user.kept", "x"}}});
        layer.add({.path = "early", .pax = {{"mtime", "-1"}}}).add({.path = "exact", .pax = {{"mtime", "1.5"}}});
        const auto warnings = writeSquashfsTo(path(u"image"_s), fsOf({layer}));
        VERIFY_RESULT(warnings);
        QCOMPARE(
            *warnings,
            QStringList({u"squashfs cannot hold everything; not as in the image: the extended attributes of /acl; the fraction of "
                         u"a second in the time of /exact; the time of /early, which is out of range; the device number of "
                         u"/major, which is out of range"_s}));
        QVERIFY(run(u"rdsquashfs"_s, {u"-x"_s, u"acl"_s, path(u"image"_s)}).contains(u"user.kept"_s));
    }

    void aSingleLayerKeepsItsWhiteouts()
    {
        TarBuilder layer;
        layer.file("-before", "1").file("after", "2").file(".wh.gone").file("b/.wh..wh..opq").hardlink("c", "below");
        const auto warnings = writeSquashfsTo(path(u"image"_s), layerFs(layer));
        VERIFY_RESULT(warnings);
        QCOMPARE(*warnings, QStringList({u"skipped, because their targets are not in this layer: 1 hard links"_s}));
        run(u"unsquashfs"_s, {u"-q"_s, u"-n"_s, u"-d"_s, path(u"unpacked"_s), path(u"image"_s)});
        QCOMPARE(diskTree(path(u"unpacked"_s)),
                 QStringList({u"-before \"1\""_s, u".wh.gone \"\""_s, u"after \"2\""_s, u"b/"_s, u"b/.wh..wh..opq \"\""_s}));
    }

    void moreThanSquashfsCanHold()
    {
        TarBuilder large;
        large.sparse({.path = "file", .size = (std::uint64_t(64) << 30) + 1, .parts = {}}, SparseForm::Pax10);
        QCOMPARE(errorMessage(writeSquashfsTo(path(u"large"_s), fsOf({large}))),
                 u"/file: is too large for a squashfs image, which is made of files of up to 64 GiB"_s);
        TarBuilder owners;
        for (int n = 0; n < 32'769; ++n)
            owners.add({.path = std::to_string(n), .uid = n, .gid = 100'000 + n});
        QCOMPARE(errorMessage(writeSquashfsTo(path(u"owners"_s), fsOf({owners}))),
                 path(u"owners"_s) + u": the image has more than 65535 different owners and groups"_s);
        TarBuilder name;
        name.file(std::string(256, 'n'));
        QVERIFY(errorMessage(writeSquashfsTo(path(u"name"_s), fsOf({name}))).contains(u"its name has 256 bytes"_s));
    }

    void aFullDiskIsReported()
    {
        if (!m_canMount)
            QSKIP("mounting requires root");
        TarBuilder contents;
        contents.file("large", noise(1'000'000));
        TarBuilder names;
        for (int n = 0; n < 20'000; ++n)
            names.add({.path = std::to_string(n * 7919), .mtime = n * 104'729});
        QDir(m_dir->path()).mkdir(u"small"_s);
        for (const TarBuilder &layer : {contents, names}) {
            QVERIFY(mountSmallDisk(path(u"small"_s), 64 * 1024));
            const auto result = writeSquashfsTo(path(u"small/image"_s), fsOf({layer}));
            unmountSmallDisk(path(u"small"_s));
            QCOMPARE(errorMessage(result), path(u"small/image"_s) + u": cannot write: No space left on device"_s);
            QCOMPARE(result.error().kind, ErrorKind::NoSpace);
        }
    }

    void cancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const ImageFs fs = fsOf(hardTrees()[2].layers);
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 (void)writeSquashfsTo(path(u"image"_s), fs, {}, Compression::Zstd, 0, stop.get_token()));
    }
};

#else

class TestSquashfsFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QSKIP("built without libsquashfs"); }
};

#endif

STRATOSCOPE_APPLESS_TEST(TestSquashfsFormat)
#include "tst_squashfs_format.moc"
