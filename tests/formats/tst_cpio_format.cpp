// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/directory_export.h"
#include "formats/cpio_format.h"

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

constexpr std::uint64_t kFourGiB = std::uint64_t(1) << 32;

Result<QStringList> writeCpioTo(ByteSink &into, const ImageFs &fs, const std::stop_token &stop = {})
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, {}, {}));
    return writeCpio({fs, selection, progress, stop}, into);
}

QByteArray cpioOf(const ImageFs &fs)
{
    MemorySink into;
    need(writeCpioTo(into, fs));
    return QByteArray::fromStdString(into.text);
}

QStringList cpioWarnings(const ImageFs &fs)
{
    MemorySink into;
    return need(writeCpioTo(into, fs));
}

/// Counts what it gets.
class CountingSink : public ByteSink
{
public:
    Result<void> append(Bytes bytes) override { return appendZeros(bytes.size()); }
    Result<void> appendZeros(std::uint64_t bytes) override
    {
        count += bytes;
        return {};
    }
    Result<void> finish() override { return {}; }

    std::uint64_t count = 0;
};

} // namespace

class TestCpioFormat : public QObject
{
    Q_OBJECT

private:
    QString path(const QString &name) const { return m_dir->path() + u'/' + name; }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init()
    {
        const bool isLarge = qstrcmp(QTest::currentDataTag(), "many entries") == 0;
        m_dir = std::make_unique<TestFolder>(isLarge ? memoryPath() : QDir::tempPath());
    }

    void unpackersGetTheExportedDirectory_data() { addHardTreeRows(); }
    void unpackersGetTheExportedDirectory()
    {
        if (!isRoot())
            QSKIP("only root may set owners");
        QFETCH(std::vector<TarBuilder>, layers);
        const ImageFs fs = fsOf(layers);
        const QByteArray archive = cpioOf(fs);
        QCOMPARE(archive.size() % 512, 0);
        ProgressMeter progress;
        VERIFY_RESULT(exportDirectory(fs, path(u"directory"_s), {}, progress, {}));
        QStringList expected = diskTree(path(u"directory"_s), DiskColumns::All);
        expected.replaceInStrings(QRegularExpression(u"\\+\\d+$"_s), {}); // fractions of seconds
        expected.replaceInStrings(QRegularExpression(u" -\\d+$"_s), u" 0"_s); // before 1970
        expected.replaceInStrings(QRegularExpression(u" 4294967296$"_s), u" 4294967295"_s); // after 2106

        for (const QString &unpacker : {u"cpio"_s, u"bsdtar"_s}) {
            QDir(m_dir->path()).mkdir(unpacker);
            const QStringList arguments = unpacker == u"cpio"_s
                ? QStringList{u"-idm"_s, u"--quiet"_s, u"--no-absolute-filenames"_s, u"-D"_s, path(unpacker)}
                : QStringList{u"-xpf"_s, u"-"_s, u"--numeric-owner"_s, u"-C"_s, path(unpacker)};
            runTool(unpacker, arguments, m_dir->path(), archive);
            QStringList found = diskTree(path(unpacker), DiskColumns::All);
            QStringList wanted = expected;
            if (unpacker == u"cpio"_s) {
                // It makes several symlinks of one with several names, and keeps the times of neither symlinks nor directories.
                wanted.replaceInStrings(QRegularExpression(u"( -> .*) x\\d+( 0777)"_s), u"\\1\\2"_s);
                for (QStringList *const lines : {&wanted, &found})
                    lines->replaceInStrings(QRegularExpression(u"((/| -> .*) \\d{4} \\d+:\\d+) \\S+$"_s), u"\\1"_s);
            }
            QCOMPARE(found, wanted);
            for (const QString &file : {u"/holes"_s, u"/sizes/300000"_s})
                QVERIFY(readDisk(path(unpacker) + file) == readDisk(path(u"directory"_s) + file));
        }
    }

    void namesAreRelative()
    {
        TarBuilder layer;
        layer.dir("./").dir("etc").file("etc/file", "x").hardlink("link", "etc/file").file("TRAILER!!!");
        const QByteArray archive = cpioOf(fsOf({layer}));
        QCOMPARE(runTool(u"cpio"_s, {u"-it"_s, u"--quiet"_s}, m_dir->path(), archive),
                 QByteArray(".\netc\nlink\netc/file\n./TRAILER!!!\n"));
    }

    void theLastNameHasTheContent()
    {
        TarBuilder layer;
        layer.file("a", "content").hardlink("b", "a").hardlink("c", "a");
        const QByteArray archive = cpioOf(fsOf({layer}));
        // Inode, mode, owner, group, links, time, size.
        const auto header = [](const char *size) {
            return QByteArray("070701"
                              "00000001"
                              "000081A4"
                              "00000000"
                              "00000000"
                              "00000003"
                              "66322EC0")
                + size;
        };
        QCOMPARE(archive.indexOf(header("00000000")), 0);
        QCOMPARE(archive.count(header("00000000")), 2);
        QCOMPARE(archive.count(header("00000007")), 1);
        QVERIFY(archive.indexOf(header("00000007")) > archive.lastIndexOf(header("00000000")));
    }

    void whatIsLost()
    {
        TarBuilder layer;
        layer.add({.path = "early", .pax = {{"mtime", "-1.5"}}}).add({.path = "late", .pax = {{"mtime", "4294967296"}}});
        layer.add({.path = "exact", .pax = {{"mtime", "1.5"}}});
        layer.add({.path = "noted", .pax = {{"SCHILY.xattr.user.note", "x"}}});
        QCOMPARE(cpioWarnings(fsOf({layer})),
                 QStringList({u"a cpio archive cannot hold everything; not as in the image: the extended attributes of /noted; the "
                              u"fraction of a second in the time of /exact; 2 times, which are out of range (the first is that of "
                              u"/early)"_s}));
        TarBuilder fine;
        fine.device("device", '3', 4095, 1 << 20).fifo("pipe").add({.path = "owner", .pax = {{"uid", "4294967295"}}});
        QCOMPARE(cpioWarnings(fsOf({fine})), QStringList());
    }

    void filesOfFourGibibytesAreRefused()
    {
        TarBuilder largest;
        largest.sparse({.path = "file", .size = kFourGiB - 1, .parts = {}}, SparseForm::Pax10);
        CountingSink into;
        VERIFY_RESULT(writeCpioTo(into, fsOf({largest})));
        QVERIFY(into.count > kFourGiB);
        TarBuilder tooLarge;
        tooLarge.sparse({.path = "file", .size = kFourGiB, .parts = {}}, SparseForm::Pax10);
        QCOMPARE(errorMessage(writeCpioTo(into, fsOf({tooLarge}))),
                 u"/file: is too large for a cpio archive, which holds files of less than 4 GiB"_s);
    }

    void aSingleLayerKeepsItsWhiteouts()
    {
        TarBuilder layer;
        layer.file("a/.wh.gone").file("b/.wh..wh..opq").file("b/new", "n");
        QCOMPARE(runTool(u"cpio"_s, {u"-it"_s, u"--quiet"_s}, m_dir->path(), cpioOf(layerFs(layer))),
                 QByteArray("b\na\na/.wh.gone\nb/.wh..wh..opq\nb/new\n"));
    }

    void theSameBytesEachTime()
    {
        for (const HardTree &tree : hardTrees()) {
            if (std::string_view(tree.name) != "many entries")
                QVERIFY2(cpioOf(fsOf(tree.layers)) == cpioOf(fsOf(tree.layers)), tree.name);
        }
    }

    void errorsOfTheSink()
    {
        const ImageFs fs = fsOf(hardTrees()[2].layers);
        for (const std::size_t room : {0U, 50U, 1500U}) {
            MemorySink into(room);
            QCOMPARE(errorMessage(writeCpioTo(into, fs)), u"the disk is full"_s);
        }
    }

    void cancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        MemorySink into;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)writeCpioTo(into, fsOf(hardTrees()[2].layers), stop.get_token()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestCpioFormat)
#include "tst_cpio_format.moc"
