// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/directory_export.h"

#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::size_t kMiB = 1 << 20;

Result<ExportReport> exportTo(const QString &destination, const ImageFs &fs, const DirectoryOptions &options = {},
                              std::stop_token stop = {})
{
    ProgressMeter progress;
    return exportDirectory(fs, destination, options, progress, stop);
}

QByteArray attribute(const QString &path, const char *name)
{
    QByteArray value(1024, '\0');
    const ssize_t size = ::lgetxattr(QFile::encodeName(path).constData(), name, value.data(), std::size_t(value.size()));
    return size < 0 ? QByteArray("none") : value.first(size);
}

struct stat statusOf(const QString &path)
{
    struct stat status = {};
    ::lstat(QFile::encodeName(path).constData(), &status);
    return status;
}

/// Entries of all kinds.
std::vector<TarBuilder> everything()
{
    TarBuilder one;
    one.add({.path = "./", .type = '5', .mode = 0711, .uid = 5, .gid = 6, .mtime = 1000});
    one.dir("bin").dir("etc", 0750).dir("sticky", 01777).dir("closed", 0);
    one.add({.path = "bin/su", .content = "program", .mode = 04755, .uid = 0, .gid = 7});
    one.add({.path = "etc/shadow", .content = "secret", .mode = 0, .uid = 1000, .gid = 42});
    one.add({.path = "etc/time",
             .pax = {{"mtime", "-1.25"}, {"SCHILY.xattr.user.note", std::string("a\0b", 3)}},
             .format = TarFormat::Ustar});
    one.add({.path = "etc/read-only", .content = "x", .mode = 0444, .pax = {{"SCHILY.xattr.user.note", "kept"}}});
    one.add({.path = "etc/cap",
             .mode = 0755,
             .pax = {{"SCHILY.xattr.security.capability", std::string("\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20)}}});
    one.file("closed/file", "inside").symlink("link", "etc/shadow").symlink("away", "/nowhere");
    one.hardlink("etc/shadow-too", "etc/shadow").hardlink("link-too", "link");
    one.device("null", '3', 1, 3).device("disk", '4', 8, 1).hardlink("null-too", "null").fifo("pipe");
    one.file(std::string("caf\xE9"), "latin").file("tab\tnewline\n", "odd").file("empty");
    TarBuilder two;
    two.file("implied/deep/file", "below").file("etc/.wh.time").hardlink("bin/shadow", "etc/shadow");
    return {one, two};
}

} // namespace

class TestDirectory : public QObject
{
    Q_OBJECT

private:
    QString out() const { return m_dir->path() + u"/out"_s; }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    void rootSetsEverything()
    {
        if (!isRoot())
            QSKIP("only root may set owners");
        const auto report = exportTo(out(), fsOf(everything()));
        VERIFY_RESULT(report);
        QCOMPARE(report->warnings, QStringList());
        const QString t = u" 1714564800"_s;
        QCOMPARE(diskTree(m_dir->path(), DiskColumns::All),
                 QStringList({
                     u"out/ 0711 5:6 1000"_s,
                     u"out/away -> /nowhere 0777 0:0"_s + t,
                     u"out/bin/ 0755 0:0"_s + t,
                     u"out/bin/shadow \"secret\" x3 0000 1000:42"_s + t,
                     u"out/bin/su \"program\" 4755 0:7"_s + t,
                     u"out/caf\\xe9 \"latin\" 0644 0:0"_s + t,
                     u"out/closed/ 0000 0:0"_s + t,
                     u"out/closed/file \"inside\" 0644 0:0"_s + t,
                     u"out/disk b8:1 0644 0:0"_s + t,
                     u"out/empty \"\" 0644 0:0"_s + t,
                     u"out/etc/ 0750 0:0"_s + t,
                     u"out/etc/cap \"\" 0755 0:0"_s + t,
                     u"out/etc/read-only \"x\" 0444 0:0"_s + t,
                     u"out/etc/shadow \"secret\" x3 0000 1000:42"_s + t,
                     u"out/etc/shadow-too \"secret\" x3 0000 1000:42"_s + t,
                     u"out/implied/ 0755 0:0 0"_s,
                     u"out/implied/deep/ 0755 0:0 0"_s,
                     u"out/implied/deep/file \"below\" 0644 0:0"_s + t,
                     u"out/link -> etc/shadow x2 0777 0:0"_s + t,
                     u"out/link-too -> etc/shadow x2 0777 0:0"_s + t,
                     u"out/null c1:3 x2 0644 0:0"_s + t,
                     u"out/null-too c1:3 x2 0644 0:0"_s + t,
                     u"out/pipe | 0644 0:0"_s + t,
                     u"out/sticky/ 1777 0:0"_s + t,
                     u"out/tab\\x09newline\\x0a \"odd\" 0644 0:0"_s + t,
                 }));
        QCOMPARE(attribute(out() + u"/etc/read-only"_s, "user.note"), QByteArray("kept"));
        QCOMPARE(attribute(out() + u"/etc/cap"_s, "security.capability").size(), 20);
    }

    void timesReachBefore1970AndCountNanoseconds()
    {
        const auto report = exportTo(out(), fsOf({everything().front()}));
        VERIFY_RESULT(report);
        const struct stat status = statusOf(out() + u"/etc/time"_s);
        QCOMPARE(status.st_mtim.tv_sec, -2);
        QCOMPARE(status.st_mtim.tv_nsec, 750000000);
        QCOMPARE(attribute(out() + u"/etc/time"_s, "user.note"), QByteArray("a\0b", 3));
    }

    void aUserIsToldWhatIsMissing()
    {
        giveToUser(m_dir->path());
        const ImageFs fs = fsOf(everything());
        const QString text = asUser([&] {
            const auto report = exportTo(out(), fs);
            if (!report)
                return report.error().message();
            QStringList lines = report->warnings;
            for (const QString &line : diskTree(out(), DiskColumns::All))
                lines << line.section(u' ', 0, -3);
            return lines.join(u'\n');
        });
        QCOMPARE(
            text.split(u'\n'),
            QStringList({
                u"not set, because this requires root: owners of 19 entries, setuid and setgid of 1 file, 3 devices, 1 extended attribute"_s,
                u"away -> /nowhere 0777"_s,
                u"bin/ 0755"_s,
                u"bin/shadow unreadable x3 0000"_s,
                u"bin/su \"program\" 0755"_s,
                u"caf\\xe9 \"latin\" 0644"_s,
                u"closed/ 0000"_s,
                u"empty \"\" 0644"_s,
                u"etc/ 0750"_s,
                u"etc/cap \"\" 0755"_s,
                u"etc/read-only \"x\" 0444"_s,
                u"etc/shadow unreadable x3 0000"_s,
                u"etc/shadow-too unreadable x3 0000"_s,
                u"implied/ 0755"_s,
                u"implied/deep/ 0755"_s,
                u"implied/deep/file \"below\" 0644"_s,
                u"link -> etc/shadow x2 0777"_s,
                u"link-too -> etc/shadow x2 0777"_s,
                u"pipe | 0644"_s,
                u"sticky/ 1777"_s,
                u"tab\\x09newline\\x0a \"odd\" 0644"_s,
            }));
        QCOMPARE(attribute(out() + u"/etc/read-only"_s, "user.note"), QByteArray("kept"));
    }

    void nothingIsWrittenOutside_data()
    {
        QTest::addColumn<bool>("laterLayer");
        QTest::addColumn<bool>("force");
        QTest::newRow("in the same layer") << false << false;
        QTest::newRow("in a later layer") << true << false;
        QTest::newRow("in the same layer, by force") << false << true;
        QTest::newRow("in a later layer, by force") << true << true;
    }
    void nothingIsWrittenOutside()
    {
        QFETCH(bool, laterLayer);
        QFETCH(bool, force);
        const QString outside = m_dir->path() + u"/outside"_s;
        writeDisk(outside + u"/theirs"_s, "theirs");
        if (force) {
            writeDisk(out() + u"/there"_s, "there");
            QVERIFY(QFile::link(outside, out() + u"/planted"_s));
            QVERIFY(QFile::link(outside + u"/theirs"_s, out() + u"/planted-file"_s));
        }
        const std::string target = outside.toStdString();
        TarBuilder links;
        links.symlink("absolute", target).symlink("relative", "../outside").symlink("up", "../../../../../../../..");
        links.symlink("file", target + "/theirs");
        TarBuilder entries;
        entries.file("absolute/x", "evil").file("relative/x", "evil").file("up" + target + "/x", "evil").file("file", "evil");
        entries.file("../outside/x", "evil").file(target + "/y", "evil").file("a/../../outside/z", "evil");
        entries.file("planted/x", "evil").file("planted-file", "evil").hardlink("hard", "absolute/x");
        std::vector<TarBuilder> layers{links};
        if (laterLayer)
            layers.push_back(entries);
        else
            layers.front().raw(entries.unfinished());
        const auto report = exportTo(out(), fsOf(layers), {.force = force, .paths = {}});
        VERIFY_RESULT(report);
        QCOMPARE(diskTree(outside), QStringList({u"theirs \"theirs\""_s}));
        QVERIFY(QFile::exists(out() + outside + u"/x"_s));
        QVERIFY(QFile::exists(out() + u"/outside/z"_s));
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList({u"out"_s, u"outside"_s}));
        if (force)
            QVERIFY(QFile::exists(out() + u"/there"_s));
    }

    void sparseFilesKeepTheirHoles()
    {
        const SparseFile sparse{.path = "sparse", .size = 64 * kMiB, .parts = {{5 * kMiB + 3, "middle"}, {40 * kMiB, "late"}}};
        std::string zeros(3 * kMiB, '\0');
        zeros.replace(kMiB, 4, "data");
        zeros += "end";
        TarBuilder layer;
        layer.sparse(sparse, SparseForm::Pax10).file("zeros", zeros).file("nothing-but-zeros", std::string(kMiB, '\0'));
        const auto report = exportTo(out(), fsOf({layer}));
        VERIFY_RESULT(report);
        for (const auto &[name, content] : {std::pair{u"sparse"_s, sparse.expanded()}, std::pair{u"zeros"_s, zeros},
                                            std::pair{u"nothing-but-zeros"_s, std::string(kMiB, '\0')}}) {
            QFile file(out() + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll().toStdString(), content);
            QVERIFY(statusOf(file.fileName()).st_blocks * 512 <= 64 * 1024);
        }
    }

    void aHugeClaimOfHolesTakesNoTimeAndNoSpace()
    {
        TarBuilder layer;
        layer.sparse({.path = "huge", .size = std::uint64_t(1) << 42, .parts = {{0, "first"}}}, SparseForm::Pax10);
        const auto report = exportTo(out(), fsOf({layer}));
        VERIFY_RESULT(report);
        QCOMPARE(statusOf(out() + u"/huge"_s).st_size, off_t(1) << 42);
    }

    void moreThanAFileSystemCanHoldIsRefused()
    {
        TarBuilder layer;
        layer.file("first", "x");
        layer.sparse({.path = "huge", .size = (std::uint64_t(1) << 63) - 1, .parts = {{0, "first"}}}, SparseForm::Pax10);
        QTemporaryFile probe;
        if (probe.open() && probe.resize(std::numeric_limits<qint64>::max()))
            QSKIP("this file system has no such limit");
        const auto report = exportTo(out(), fsOf({layer}));
        QVERIFY(!report);
        QCOMPARE(report.error().message(), out() + u": /huge: cannot write: File too large"_s);
        QCOMPARE(diskTree(m_dir->path()), QStringList());
    }

    void onlyThePathsThatWereAskedFor()
    {
        TarBuilder layer;
        layer.dir("usr").dir("usr/lib", 0711).file("usr/lib/a", "a").file("usr/lib/b", "b").dir("usr/lib/c");
        layer.file("usr/lib/c/d", "d").symlink("lib", "usr/lib").symlink("usr/link", "lib").file("other", "x");
        layer.hardlink("usr/lib/c/e", "other");
        const ImageFs fs = fsOf({layer});
        const auto report = exportTo(out(), fs, {.force = false, .paths = {"/lib/c", "usr/link", "/lib/a/"}});
        VERIFY_RESULT(report);
        QCOMPARE(diskTree(out()),
                 QStringList({u"usr/"_s, u"usr/lib/"_s, u"usr/lib/a \"a\""_s, u"usr/lib/c/"_s, u"usr/lib/c/d \"d\""_s,
                              u"usr/lib/c/e \"x\""_s, u"usr/link -> lib"_s}));
        QCOMPARE(report->bytes, std::uint64_t(3));

        const auto missing = exportTo(m_dir->path() + u"/missing"_s, fs, {.force = false, .paths = {"/lib/c", "/lib/no"}});
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::NotFound);
        QVERIFY(missing.error().subject.contains(u"/lib/no"_s));
        QVERIFY(!QFile::exists(m_dir->path() + u"/missing"_s));
    }

    /// The kernel has 12 bits for the major number and 20 for the minor one.
    void devicesThatTheKernelRefusesAreCounted()
    {
        TarBuilder layer;
        layer.device("major", '3', 5'000, 1).device("minor", '4', 8, 1 << 20).device("both", '3', 0xFFFFFFFF, 0xFFFFFFFF);
        layer.hardlink("major-too", "major").file("file", "x");
        const auto report = exportTo(out(), fsOf({layer}));
        VERIFY_RESULT(report);
        QCOMPARE(diskTree(out()), QStringList(u"file \"x\""_s));
        QCOMPARE(report->warnings.size(), 1);
        QVERIFY2(report->warnings.first().contains(u"4 devices"_s), qPrintable(report->warnings.first()));
    }

    void aLayerAloneKeepsItsWhiteouts()
    {
        TarBuilder layer;
        layer.file("etc/.wh.gone").file("var/.wh..wh..opq").file("etc/gone-too", "x").hardlink("linked", "etc/gone-too");
        layer.hardlink("twice", "linked").hardlink("dangling", "from/below");
        ImageFs fs{MergedTree::ofLayer(indexOf(layer), 3), {}};
        fs.contents.emplace_back(regionOf(layer.finish()));
        const auto report = exportTo(out(), fs);
        VERIFY_RESULT(report);
        QCOMPARE(diskTree(out()),
                 QStringList({u"etc/"_s, u"etc/.wh.gone \"\""_s, u"etc/gone-too \"x\" x3"_s, u"linked \"x\" x3"_s,
                              u"twice \"x\" x3"_s, u"var/"_s, u"var/.wh..wh..opq \"\""_s}));
        QVERIFY(report->warnings.last().contains(u"1 hard link"_s));
    }

    void deeperThanAnyPathMayBeLong()
    {
        std::string path;
        for (int depth = 0; depth < 600; ++depth)
            path += "a-folder-in-a-folder/";
        TarBuilder layer;
        layer.file(path + "file", "deep");
        const auto report = exportTo(out(), fsOf({layer}));
        VERIFY_RESULT(report);
        int folder = ::open(QFile::encodeName(out()).constData(), O_RDONLY | O_DIRECTORY);
        for (int depth = 0; depth < 600; ++depth) {
            const int next = ::openat(folder, "a-folder-in-a-folder", O_RDONLY | O_DIRECTORY);
            ::close(folder);
            folder = next;
        }
        QCOMPARE(::faccessat(folder, "file", F_OK, 0), 0);
        ::close(folder);
    }

    void aNameThatIsTooLongIsNamed()
    {
        TarBuilder layer;
        layer.file("etc/" + std::string(256, 'n'), "x");
        const auto report = exportTo(out(), fsOf({layer}));
        QVERIFY(!report);
        QVERIFY(report.error().message().startsWith(out() + u": /etc/nnn"_s));
        QVERIFY(report.error().message().endsWith(u"nnn: cannot create this file: File name too long"_s));
        QCOMPARE(diskTree(m_dir->path()), QStringList());
    }

    void anErrorOfReadingLeavesNothing_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("new") << false;
        QTest::newRow("by force") << true;
    }
    void anErrorOfReadingLeavesNothing()
    {
        QFETCH(bool, isThere);
        if (isThere)
            writeDisk(out() + u"/one"_s, "before");
        const QStringList before = diskTree(m_dir->path(), DiskColumns::All);
        TarBuilder one;
        one.file("one", "now");
        TarBuilder two;
        two.file("two", std::string(3 * kMiB, 'x'));
        ImageFs fs = fsOf({one, two});
        writeDisk(m_dir->path() + u"/../unreadable"_s);
        const QString layerPath = QDir::cleanPath(m_dir->path() + u"/../unreadable"_s);
        const auto removal = qScopeGuard([&] { QFile::remove(layerPath); });
        // Open for writing only: every read fails, as on a broken disk.
        File broken(::open(QFile::encodeName(layerPath).constData(), O_WRONLY | O_CLOEXEC), layerPath);
        fs.contents[1] = LayerContents(FileRegion{std::make_shared<const File>(std::move(broken)), 0, 4 * kMiB});
        const auto report = exportTo(out(), fs, {.force = isThere, .paths = {}});
        QVERIFY(!report);
        QCOMPARE(report.error().message(), out() + u": /two: "_s + layerPath + u": cannot read: Bad file descriptor"_s);
        QCOMPARE(diskTree(m_dir->path(), DiskColumns::All), before);
    }

    void aLayerThatEndsTooEarlyLeavesNothing_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("small file") << 1000;
        QTest::newRow("large file") << 2'000'000;
    }
    void aLayerThatEndsTooEarlyLeavesNothing()
    {
        QFETCH(int, size);
        TarBuilder layer;
        layer.file("one", "x").file("two", std::string(std::size_t(size), 'y'));
        ImageFs fs = fsOf({layer});
        FileRegion region = fs.contents[0].region();
        region.size = 512 * 3 + 10;
        fs.contents[0] = LayerContents(region);
        const auto report = exportTo(out(), fs);
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Truncated);
        QVERIFY(report.error().message().startsWith(out() + u": /two: "_s));
        QCOMPARE(diskTree(m_dir->path()), QStringList());
    }

    void aLimitOfFileSizeLeavesNothing()
    {
        struct rlimit before;
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        struct rlimit limit = before;
        limit.rlim_cur = kMiB;
        const auto handler = ::signal(SIGXFSZ, SIG_IGN);
        TarBuilder layer;
        layer.file("one", "x").file("two", std::string(2 * kMiB, 'y'));
        const ImageFs fs = fsOf({layer});
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto report = exportTo(out(), fs);
        ::setrlimit(RLIMIT_FSIZE, &before);
        ::signal(SIGXFSZ, handler);
        QVERIFY(!report);
        QCOMPARE(report.error().message(), out() + u": /two: cannot write: File too large"_s);
        QCOMPARE(diskTree(m_dir->path()), QStringList());
    }

    void aFullDiskLeavesNothing()
    {
        if (!isRoot())
            QSKIP("only root may mount a small disk");
        const QString disk = m_dir->path() + u"/disk"_s;
        QDir().mkdir(disk);
        if (::mount("tmpfs", QFile::encodeName(disk).constData(), "tmpfs", 0, "size=1m") != 0)
            QSKIP("this machine lets nobody mount");
        const auto unmount = qScopeGuard([&] { ::umount(QFile::encodeName(disk).constData()); });
        writeDisk(disk + u"/there"_s, "before");
        TarBuilder layer;
        layer.file("there", "now").file("one", "x").file("two", std::string(2 * kMiB, 'y'));
        const auto report = exportTo(disk, fsOf({layer}), {.force = true, .paths = {}});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::NoSpace);
        QVERIFY(report.error().message().startsWith(disk + u": /two: "_s));
        QCOMPARE(diskTree(disk), QStringList({u"there \"before\""_s}));

        // A mount point is kept and filled.
        const auto small = exportTo(disk, fsOf(everything()), {.force = true, .paths = {}});
        VERIFY_RESULT(small);
        QVERIFY(QFile::exists(disk + u"/etc/read-only"_s));
        QVERIFY(QFile::exists(disk + u"/there"_s));
    }

    void cancelLeavesNothing_data()
    {
        QTest::addColumn<qint64>("after");
        QTest::newRow("at once") << qint64(0);
        QTest::newRow("half-way") << qint64(kMiB);
    }
    void cancelLeavesNothing()
    {
        QFETCH(qint64, after);
        writeDisk(out() + u"/there"_s, "before");
        TarBuilder layer;
        layer.file("there", "now").file("large", std::string(64 * kMiB, 'x')).file("never", "x");
        const ImageFs fs = fsOf({layer});
        std::stop_source stop;
        ProgressMeter progress([&](const Progress &now) {
            if (now.current >= after)
                stop.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled, {
            // If the disk was so fast that no progress was reported, try again.
            for (bool done = true; done;)
                done = exportDirectory(fs, out(), {.force = true, .paths = {"large"}}, progress, stop.get_token()).has_value();
        });
        QFile::remove(out() + u"/large"_s);
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out/"_s, u"out/there \"before\""_s}));
    }

    void progressCountsTheBytes()
    {
        TarBuilder layer;
        layer.file("one", "12345").file("two", std::string(2 * kMiB, '\0')).hardlink("three", "two");
        layer.sparse({.path = "four", .size = 3 * kMiB, .parts = {{kMiB, "data"}}}, SparseForm::Old);
        Progress last;
        ProgressMeter progress([&last](const Progress &now) { last = now; });
        const auto report = exportDirectory(fsOf({layer}), out(), {}, progress, {});
        VERIFY_RESULT(report);
        QCOMPARE(last.stage, Stage::Export);
        QCOMPARE(last.total, qint64(5 + 5 * kMiB));
        QCOMPARE(last.current, last.total);
        QCOMPARE(report->bytes, std::uint64_t(last.total));
    }

    void existingFolderTakesTheRootsAttributes()
    {
        QDir().mkdir(out());
        TarBuilder layer;
        layer.add({.path = "./", .type = '5', .mode = 0710, .mtime = 77}).file("file");
        VERIFY_RESULT(exportTo(out(), fsOf({layer})));
        QVERIFY(diskTree(m_dir->path(), DiskColumns::All).first().startsWith(u"out/ 0710 "_s));
        QVERIFY(diskTree(m_dir->path(), DiskColumns::All).first().endsWith(u" 77"_s));
        // With only some paths, the directory does not get the attributes of the image's root.
        ::chmod(QFile::encodeName(out()).constData(), 0700);
        VERIFY_RESULT(exportTo(out(), fsOf({layer}), {.force = true, .paths = {"file"}}));
        QVERIFY(diskTree(m_dir->path(), DiskColumns::All).first().startsWith(u"out/ 0700 "_s));
    }
};

STRATOSCOPE_APPLESS_TEST(TestDirectory)
#include "tst_directory_export.moc"
