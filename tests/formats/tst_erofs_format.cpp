// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/directory_export.h"
#include "formats/erofs/erofs_chunks.h"
#include "formats/erofs/erofs_directory.h"
#include "formats/erofs/erofs_format.h"

#include "support/disk_tree.h"
#include "support/hard_trees.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::size_t kErofsSuperblock = 1024;
constexpr std::size_t kErofsIncompatibleAt = kErofsSuperblock + 80;

Result<QStringList> writeErofsTo(ByteSink &into, const ImageFs &fs, const VolumeOptions &volume = {},
                                 const std::stop_token &stop = {})
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, {}, {}));
    STRATOSCOPE_TRY(QStringList warnings, writeErofs({fs, selection, progress, stop}, volume, into));
    return selection.warnings() + warnings;
}

std::string erofsOf(const ImageFs &fs, const VolumeOptions &volume = {})
{
    MemorySink into;
    need(writeErofsTo(into, fs, volume));
    return into.text;
}

QStringList erofsWarnings(const ImageFs &fs)
{
    MemorySink into;
    return need(writeErofsTo(into, fs));
}

QString erofsMessage(const TarBuilder &layer)
{
    MemorySink into;
    return errorMessage(writeErofsTo(into, fsOf({layer})));
}

} // namespace

class TestErofsFormat : public QObject
{
    Q_OBJECT

private:
    QString path(const QString &name) const { return m_dir->path() + u'/' + name; }
    QString save(const std::string &image) const
    {
        writeDisk(path(u"image"_s), QByteArray::fromStdString(image));
        return path(u"image"_s);
    }
    QString run(const QString &program, const QStringList &arguments) const
    {
        return QString::fromUtf8(runTool(program, arguments, m_dir->path()));
    }

    /// Of a folder in m_dir: mode, owner, time.
    QString attributesOf(const QString &folder) const
    {
        return diskTree(m_dir->path(), DiskColumns::All)
            .filter(QRegularExpression(u'^' + folder + u"/ "_s))
            .first()
            .section(u' ', 1);
    }

    bool m_canMount = false;
    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void initTestCase() { m_canMount = canMount(u"erofs"_s); }
    void init()
    {
        const bool isLarge = qstrcmp(QTest::currentDataTag(), "many entries") == 0;
        m_dir = std::make_unique<TestFolder>(isLarge ? memoryPath() : QDir::tempPath());
    }

    void theKernelSeesTheExportedDirectory_data() { addHardTreeRows(); }
    void theKernelSeesTheExportedDirectory()
    {
        QFETCH(std::vector<TarBuilder>, layers);
        const ImageFs fs = fsOf(layers);
        const std::string bytes = erofsOf(fs);
        QCOMPARE(bytes.size() % 4096, std::size_t(0));
        const QString image = save(bytes);
        run(u"fsck.erofs"_s, {image});
        QVERIFY(erofsWarnings(fs).isEmpty());
        if (!m_canMount)
            QSKIP("mounting requires root and a kernel with erofs");
        ProgressMeter progress;
        VERIFY_RESULT(exportDirectory(fs, path(u"directory"_s), {}, progress, {}));
        QDir(m_dir->path()).mkdir(u"mounted"_s);
        const MountedImage mounted(image, u"erofs"_s, path(u"mounted"_s));
        QCOMPARE(mounted.error(), QString());
        QCOMPARE(diskTreeWithXattrs(path(u"mounted"_s)), diskTreeWithXattrs(path(u"directory"_s)));
        QCOMPARE(attributesOf(u"mounted"_s), fs.tree->entry(kRootNode).implied ? u"0755 0:0 0"_s : attributesOf(u"directory"_s));
        for (const auto &entry : QDir(path(u"directory/sizes"_s)).entryList(QDir::Files))
            QVERIFY(readDisk(path(u"directory/sizes/"_s) + entry) == readDisk(path(u"mounted/sizes/"_s) + entry));
        if (QFile::exists(path(u"directory/holes"_s)))
            QVERIFY(readDisk(path(u"mounted/holes"_s)).toStdString() == holes().expanded());
    }

    void fsckExtractsTheExportedDirectory()
    {
        if (!isRoot())
            QSKIP("only root may set owners");
        TarBuilder layer;
        layer.dir("etc", 0750).file("etc/file", "content").file("large", std::string(10'000, 'l')).symlink("link", "etc/file");
        layer.add({.path = "etc/owned", .content = "x", .mode = 0600, .uid = 70'000, .gid = 3});
        const ImageFs fs = fsOf({layer});
        ProgressMeter progress;
        VERIFY_RESULT(exportDirectory(fs, path(u"directory"_s), {}, progress, {}));
        run(u"fsck.erofs"_s, {u"--extract="_s + path(u"extracted"_s), save(erofsOf(fs))});
        QCOMPARE(diskTree(path(u"extracted"_s), DiskColumns::All), diskTree(path(u"directory"_s), DiskColumns::All));
    }

    void theSuperblock()
    {
        VolumeOptions volume{.uuid = {}, .label = "exactly 16 bytes", .created = {1'714'564'800, 5}};
        for (std::size_t i = 0; i < volume.uuid.size(); ++i)
            volume.uuid[i] = std::uint8_t(i * 17);
        TarBuilder layer;
        layer.dir("etc").file("etc/file", "x").hardlink("link", "etc/file");
        const QString image = save(erofsOf(fsOf({layer}), volume));
        QCOMPARE(run(u"blkid"_s, {u"-p"_s, u"-o"_s, u"value"_s, u"-s"_s, u"LABEL"_s, image}), u"exactly 16 bytes\n"_s);
        const QString shown = run(u"dump.erofs"_s, {u"-s"_s, image});
        QVERIFY2(shown.contains(u"00112233-4455-6677-8899-aabbccddeeff"_s), qPrintable(shown));
        QVERIFY2(shown.contains(QRegularExpression(u"inode count: +3\\n"_s)), qPrintable(shown));
        QVERIFY2(shown.contains(QRegularExpression(u"blocks: +%1\\n"_s.arg(QFile(image).size() / 4096))), qPrintable(shown));
        QVERIFY2(shown.contains(QRegularExpression(u"features: +sb_csum mtime *\\n"_s)), qPrintable(shown));
    }

    void inodesAreShortWherePossible_data()
    {
        QTest::addColumn<TarEntry>("entry");
        QTest::addColumn<int>("size");
        QTest::newRow("the time of the file system") << TarEntry{} << 32;
        QTest::newRow("another time") << TarEntry{.mtime = kTestTime + 1} << 64;
        QTest::newRow("a fraction of a second") << TarEntry{.pax = {{"mtime", "1714564800.5"}}} << 64;
        QTest::newRow("the largest short owner") << TarEntry{.uid = 65'535, .gid = 65'535} << 32;
        QTest::newRow("a large owner") << TarEntry{.uid = 65'536} << 64;
        QTest::newRow("a large group") << TarEntry{.gid = 65'536} << 64;
    }
    void inodesAreShortWherePossible()
    {
        QFETCH(TarEntry, entry);
        QFETCH(int, size);
        entry.path = "file";
        TarBuilder layer;
        layer.add(entry);
        const QString image = save(erofsOf(fsOf({layer}), {.uuid = {}, .label = {}, .created = {kTestTime, 0}}));
        const QString shown = run(u"dump.erofs"_s, {u"--path=/file"_s, image});
        QVERIFY2(shown.contains(u"Inode size: %1 "_s.arg(size)), qPrintable(shown));
    }

    void onlyHolesNeedANewerKernel()
    {
        TarBuilder without;
        without.file("zeros", std::string(100'000, '\0'));
        without.sparse({.path = "all", .size = 8192, .parts = {{0, "1"}, {8000, std::string(192, '2')}}}, SparseForm::Pax10);
        QCOMPARE(erofsOf(fsOf({without}))[kErofsIncompatibleAt], '\0');
        TarBuilder with;
        with.sparse({.path = "hole", .size = 8192, .parts = {{0, "1"}}}, SparseForm::Pax10);
        QCOMPARE(erofsOf(fsOf({with}))[kErofsIncompatibleAt], '\4');
    }

    void aHugeHoleTakesNoSpace()
    {
        if (!m_canMount)
            QSKIP("mounting requires root and a kernel with erofs");
        const std::uint64_t middle = (std::uint64_t(1) << 40) + 12'345;
        TarBuilder layer;
        layer.sparse({.path = "huge", .size = std::uint64_t(1) << 42, .parts = {{0, "first"}, {middle, "later"}}},
                     SparseForm::Pax10);
        const std::string bytes = erofsOf(fsOf({layer}));
        QVERIFY(bytes.size() < 200'000'000); // chunks of 64 MiB
        QDir(m_dir->path()).mkdir(u"mounted"_s);
        const MountedImage mounted(save(bytes), u"erofs"_s, path(u"mounted"_s));
        QCOMPARE(mounted.error(), QString());
        QFile huge(path(u"mounted/huge"_s));
        QVERIFY(huge.open(QIODevice::ReadOnly));
        QCOMPARE(huge.size(), qint64(1) << 42);
        QVERIFY(huge.seek(qint64(middle) - 1));
        QCOMPARE(huge.read(7), QByteArray("\0later\0", 7));
    }

    void chunksOfASparseFile()
    {
        const auto chunksOf = [](std::uint64_t size, const std::vector<SparseExtent> &extents) {
            const auto chunks = ErofsChunks::of(size, extents);
            if (!chunks)
                return u"none"_s;
            QStringList blocks;
            const std::string bytes = chunks->toBytes(7);
            for (std::size_t at = 0; at < bytes.size(); at += 4)
                blocks << (bytes[at + 3] == '\xFF' ? u"-"_s : QString::number(std::uint8_t(bytes[at])));
            return u"%1: %2"_s.arg(chunks->blocks()).arg(blocks.join(u' '));
        };
        QCOMPARE(chunksOf(0, {}), u"none"_s);
        QCOMPARE(chunksOf(1, {}), u"0: -"_s);
        QCOMPARE(chunksOf(3 * 4096, {{4096, 4096}}), u"1: - 7 -"_s);
        QCOMPARE(chunksOf(3 * 4096, {{4095, 2}}), u"2: 7 8 -"_s);
        QCOMPARE(chunksOf(3 * 4096, {{0, 1}, {2, 1}, {5000, 1}}), u"2: 7 8 -"_s);
        QCOMPARE(chunksOf(3 * 4096, {{0, 1}, {4096, 0}, {8192, 1}}), u"2: 7 - 8"_s);
        QCOMPARE(chunksOf(3 * 4096 + 1, {{3 * 4096, 1}}), u"1: - - - 7"_s);
        QCOMPARE(chunksOf(2 * 4096, {{1, 5000}}), u"none"_s);
    }

    void directoriesFillTheirBlocks()
    {
        // 12 bytes each and the name: exactly one block, then one more name.
        std::vector<ErofsName> names(64, {.name = std::string(52, 'n'), .nid = 1, .type = 1});
        QCOMPARE(erofsDirectory(names).size(), std::size_t(4096));
        names.push_back({.name = "o", .nid = 0x0102, .type = 2});
        const std::string bytes = erofsDirectory(names);
        QCOMPARE(bytes.substr(4096), std::string("\x02\x01\0\0\0\0\0\0\x0C\0\x02\0o", 13));
    }

    void whatIsLost()
    {
        TarBuilder layer;
        layer.device("major", '3', 4096, 1).device("minor", '4', 1, 1 << 20).device("fine", '3', 4095, (1 << 20) - 1);
        layer.add({.path = "other", .pax = {{"SCHILY.xattr.system.other", "x"}, {"SCHILY.xattr.user.kept", "x"}}});
        layer.add({.path = "large", .pax = {{"SCHILY.xattr.user.large", std::string(65'536, 'x')}}});
        layer.add({.path = "name", .pax = {{"SCHILY.xattr.user." + std::string(256, 'n'), "x"}}});
        const ImageFs fs = fsOf({layer});
        QCOMPARE(
            erofsWarnings(fs),
            QStringList({u"erofs cannot hold everything; not as in the image: the extended attributes of 3 entries (the first is "
                         u"/other); 2 device numbers, which are out of range (the first is that of /major)"_s}));
        run(u"fsck.erofs"_s, {save(erofsOf(fs))});
    }

    void attributesOfAnySize()
    {
        if (!m_canMount)
            QSKIP("mounting requires root and a kernel with erofs");
        TarBuilder layer;
        PaxRecordList large;
        for (const char *const name : {"1", "2", "3"})
            large.emplace_back(std::string("SCHILY.xattr.user.") + name, std::string(65'535, *name));
        layer.add({.path = "file", .content = "content", .pax = large});
        layer.add({.path = "folder/", .type = '5', .pax = large}).file("folder/below", "y");
        QDir(m_dir->path()).mkdir(u"mounted"_s);
        const MountedImage mounted(save(erofsOf(fsOf({layer}))), u"erofs"_s, path(u"mounted"_s));
        QCOMPARE(mounted.error(), QString());
        const QStringList tree = diskTreeWithXattrs(path(u"mounted"_s));
        QCOMPARE(tree.filter(QString(65'535, u'3')).size(), 2);
        QCOMPARE(readDisk(path(u"mounted/folder/below"_s)), QByteArray("y"));
    }

    void aSingleLayerKeepsItsWhiteouts()
    {
        TarBuilder layer;
        // Sorted otherwise once the whiteouts have their names: "-before" < ".wh.gone" < "after".
        layer.file("-before", "1").file("after", "2").file(".wh.gone").file("b/.wh..wh..opq").hardlink("c", "below");
        const ImageFs fs = layerFs(layer);
        QCOMPARE(erofsWarnings(fs), QStringList({u"skipped, because their targets are not in this layer: 1 hard links"_s}));
        const QString image = save(erofsOf(fs));
        run(u"fsck.erofs"_s, {u"--extract="_s + path(u"extracted"_s), image});
        QCOMPARE(diskTree(path(u"extracted"_s)),
                 QStringList({u"-before \"1\""_s, u".wh.gone \"\""_s, u"after \"2\""_s, u"b/"_s, u"b/.wh..wh..opq \"\""_s}));
    }

    void theSameBytesEachTime()
    {
        for (const HardTree &tree : hardTrees()) {
            if (std::string_view(tree.name) != "many entries")
                QVERIFY2(erofsOf(fsOf(tree.layers)) == erofsOf(fsOf(tree.layers)), tree.name);
        }
    }

    void whatNoFileSystemHolds()
    {
        TarBuilder name;
        name.file("folder/" + std::string(256, 'n'));
        QVERIFY2(erofsMessage(name).endsWith(u"nnn: its name has 256 bytes, but a file system holds at most 255"_s),
                 qPrintable(erofsMessage(name)));
        TarBuilder folder;
        folder.file(std::string(300, 'n') + "/file");
        QVERIFY2(erofsMessage(folder).contains(u"300 bytes"_s), qPrintable(erofsMessage(folder)));
        TarBuilder link;
        link.symlink("link", std::string(4096, 't'));
        QCOMPARE(erofsMessage(link),
                 u"/link: is a symbolic link with a target of 4096 bytes, but a file system holds at most 4095"_s);
        MemorySink into;
        QCOMPARE(errorMessage(writeErofsTo(into, fsOf({TarBuilder()}), {.uuid = {}, .label = "a label of 17 byt", .created = {}})),
                 u"a label of 17 byt: is longer than 16 bytes"_s);
    }

    void moreThanErofsCanHold()
    {
        TarBuilder layer;
        SparseFile file{.path = "huge", .size = std::uint64_t(1) << 45, .parts = {}};
        for (std::uint64_t at = 0; at < file.size; at += file.size >> 16)
            file.parts.emplace_back(at, "x");
        layer.sparse(file, SparseForm::Pax10);
        QCOMPARE(erofsMessage(layer), u"the image would need more than the 16 TiB that erofs can hold"_s);
    }

    void errorsOfTheSink()
    {
        const ImageFs fs = fsOf(hardTrees()[2].layers);
        for (const std::size_t room : {0U, 4096U, 9000U}) {
            MemorySink into(room);
            QCOMPARE(errorMessage(writeErofsTo(into, fs)), u"the disk is full"_s);
        }
    }

    void cancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        MemorySink into;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)writeErofsTo(into, fsOf(hardTrees()[2].layers), {}, stop.get_token()));
        QVERIFY(into.text.empty());
    }
};

STRATOSCOPE_APPLESS_TEST(TestErofsFormat)
#include "tst_erofs_format.moc"
