// SPDX-License-Identifier: Apache-2.0
#include "export/directory_ops.h"
#include "export/staged_directory.h"

#include "support/disk_tree.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// The behaviour of renameat2(): as in the kernel; as on a file system without support for flags; or failing at its n-th call.
bool g_knowsFlags = true;
int g_failAt = 0;
int g_endAt = 0; ///< ends the process before that call, as a signal would
int g_calls = 0;
/// The same for unlinkat().
int g_endAtUnlink = 0;
int g_unlinks = 0;

} // namespace

extern "C" int unlinkat(int directory, const char *name, int flags) noexcept
{
    if (++g_unlinks == g_endAtUnlink)
        ::_exit(0);
    return int(::syscall(SYS_unlinkat, directory, name, flags));
}

extern "C" int renameat2(int from, const char *name, int to, const char *newName, unsigned flags) noexcept
{
    if (++g_calls == g_endAt)
        ::_exit(0);
    if (g_calls == g_failAt) {
        errno = EIO;
        return -1;
    }
    if (!g_knowsFlags) {
        errno = EINVAL;
        return -1;
    }
    return int(::syscall(SYS_renameat2, from, name, to, newName, flags));
}

namespace {

void setTime(const QString &path, qint64 seconds)
{
    const timespec times[] = {{time_t(seconds), 5}, {time_t(seconds), 5}};
    QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, AT_SYMLINK_NOFOLLOW), 0);
}

void setMode(const QString &path, mode_t mode)
{
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

void makeLink(const QString &target, const QString &path)
{
    QCOMPARE(::symlink(QFile::encodeName(target).constData(), QFile::encodeName(path).constData()), 0);
}

} // namespace

class TestStaging : public QObject
{
    Q_OBJECT

private:
    QString at(const QString &name) const { return m_dir->path() + u'/' + name; }

    /// A destination with many entries, and others to merge into it.
    void makeMergeCase(const QString &destination)
    {
        writeDisk(destination + u"/kept"_s, "kept");
        writeDisk(destination + u"/replaced"_s, "old");
        writeDisk(destination + u"/both/kept"_s, "kept");
        writeDisk(destination + u"/both/replaced"_s, "old");
        writeDisk(destination + u"/both/deep/kept/file"_s, "kept");
        writeDisk(destination + u"/both/deep/replaced"_s, "old");
        writeDisk(destination + u"/folder-of-link-target/x"_s, "untouched");
        makeLink(u"folder-of-link-target"_s, destination + u"/link"_s);
        QDir(destination).mkdir(u"empty"_s);
        setMode(destination + u"/both"_s, 0755);
        setTime(destination + u"/both/deep"_s, 1000);
        setTime(destination + u"/both"_s, 2000);
        setTime(destination, 3000);
    }
    static void fillStaged(const StagedDirectory &staged)
    {
        const QString path = staged.path();
        writeDisk(path + u"/added/file"_s, "new");
        writeDisk(path + u"/replaced"_s, "new");
        writeDisk(path + u"/empty"_s, "a file now");
        writeDisk(path + u"/link/x"_s, "new");
        writeDisk(path + u"/both/added"_s, "new");
        writeDisk(path + u"/both/replaced"_s, "new");
        writeDisk(path + u"/both/deep/added"_s, "new");
        writeDisk(path + u"/both/deep/replaced"_s, "new");
        setMode(path + u"/both"_s, 0550);
        setTime(path + u"/both/deep"_s, 11000);
        setTime(path + u"/both"_s, 12000);
    }
    static QStringList mergedTree()
    {
        return {u"added/"_s,
                u"added/file \"new\""_s,
                u"both/"_s,
                u"both/added \"new\""_s,
                u"both/deep/"_s,
                u"both/deep/added \"new\""_s,
                u"both/deep/kept/"_s,
                u"both/deep/kept/file \"kept\""_s,
                u"both/deep/replaced \"new\""_s,
                u"both/kept \"kept\""_s,
                u"both/replaced \"new\""_s,
                u"empty \"a file now\""_s,
                u"folder-of-link-target/"_s,
                u"folder-of-link-target/x \"untouched\""_s,
                u"kept \"kept\""_s,
                u"link/"_s,
                u"link/x \"new\""_s,
                u"replaced \"new\""_s};
    }

    static constexpr int kEnded = 0; ///< as a process that was killed
    static constexpr int kCommitted = 2;

    /// Merges the case in a process of its own, which ends before call `number` of what `calls` counts. Returns its exit code.
    int mergeEndedAt(int &calls, int &endAt, int number)
    {
        m_dir = std::make_unique<TestFolder>();
        makeMergeCase(at(u"out"_s));
        const pid_t child = ::fork();
        if (child == 0) {
            auto staged = StagedDirectory::begin(at(u"out"_s), true);
            if (!staged)
                ::_exit(1);
            fillStaged(**staged);
            calls = 0;
            endAt = number;
            ::_exit((*staged)->commit() ? kCommitted : 3);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<TestFolder>();
        g_knowsFlags = true;
        g_failAt = 0;
        g_endAt = 0;
        g_calls = 0;
    }

    void appearsAtOnce()
    {
        auto staged = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(staged);
        QVERIFY(!(*staged)->fillsExisting());
        writeDisk((*staged)->path() + u"/a/b"_s, "text");
        QVERIFY(!QFile::exists(at(u"out"_s)));
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out/"_s, u"out/a/"_s, u"out/a/b \"text\""_s}));
    }

    void hasThePermissionsOfANewFolder()
    {
        const mode_t before = ::umask(027);
        const auto restore = qScopeGuard([before] { ::umask(before); });
        auto staged = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(staged);
        VERIFY_RESULT((*staged)->commit());
        QVERIFY(diskTree(m_dir->path(), DiskColumns::All).first().startsWith(u"out/ 0750 "_s));
    }

    void isClosedToOthersUntilThen()
    {
        const auto staged = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(staged);
        const QStringList tree = diskTree(m_dir->path(), DiskColumns::All);
        QVERIFY(tree.first().startsWith(u".out.partial-"_s));
        QVERIFY(tree.first().contains(u"/ 0700 "_s));
    }

    void leavesNothingWithoutCommit()
    {
        writeDisk(at(u"other"_s), "x");
        {
            auto staged = StagedDirectory::begin(at(u"out"_s), false);
            VERIFY_RESULT(staged);
            writeDisk((*staged)->path() + u"/a/b"_s, "text");
            setMode((*staged)->path() + u"/a"_s, 0);
        }
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"other \"x\""_s}));
    }

    void leavesNothingHoweverDeep()
    {
        {
            auto staged = StagedDirectory::begin(at(u"out"_s), false);
            VERIFY_RESULT(staged);
            int folder = ::dup((*staged)->descriptor());
            for (int depth = 0; depth < 3000; ++depth) {
                QCOMPARE(::mkdirat(folder, "a-folder-in-a-folder", 0700), 0);
                const int next = ::openat(folder, "a-folder-in-a-folder", O_RDONLY | O_DIRECTORY);
                QVERIFY(next >= 0);
                ::close(folder);
                folder = next;
            }
            ::close(folder);
        }
        QCOMPARE(diskTree(m_dir->path()), QStringList());
    }

    void destinationIsWrittenInManyWays_data()
    {
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("stands");
        QTest::newRow("relative") << u"out"_s << u"out"_s;
        QTest::newRow("slash at the end") << u"out/"_s << u"out"_s;
        QTest::newRow("several slashes") << u".//out//"_s << u"out"_s;
        QTest::newRow("below an existing one") << u"there/out"_s << u"there/out"_s;
        QTest::newRow("through ..") << u"there/../out"_s << u"out"_s;
        QTest::newRow("name of 255 bytes") << u"n"_s.repeated(255) << u"n"_s.repeated(255);
        QTest::newRow("name of two-byte letters") << u"x"_s + u"é"_s.repeated(127) << u"x"_s + u"é"_s.repeated(127);
        QTest::newRow("the folder itself") << u"there/empty/."_s << u"there/empty"_s;
        QTest::newRow("an empty folder") << u"there/empty"_s << u"there/empty"_s;
        QTest::newRow("a link to an empty folder") << u"link"_s << u"there/empty"_s;
        QTest::newRow("a link to an empty folder, with a slash") << u"link/"_s << u"there/empty"_s;
        QTest::newRow("below a link") << u"link/out"_s << u"there/empty/out"_s;
    }
    void destinationIsWrittenInManyWays()
    {
        QFETCH(QString, destination);
        QFETCH(QString, stands);
        const QString before = QDir::currentPath();
        const auto restore = qScopeGuard([&] { QDir::setCurrent(before); });
        QDir::setCurrent(m_dir->path());
        QDir().mkpath(u"there/empty"_s);
        makeLink(u"there/empty"_s, u"link"_s);
        auto staged = StagedDirectory::begin(destination, false);
        VERIFY_RESULT(staged);
        QDir::setCurrent(u"/"_s);
        writeDisk((*staged)->path() + u"/file"_s, "text");
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(at(stands)), QStringList({u"file \"text\""_s}));
        QVERIFY(QFileInfo(at(u"link"_s)).isSymLink());
        QVERIFY(diskTree(m_dir->path()).filter(u"partial"_s).isEmpty());
    }

    void destinationIsRefused_data()
    {
        QTest::addColumn<QString>("destination");
        QTest::addColumn<bool>("force");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("detail");
        QTest::newRow("empty") << QString() << false << ErrorKind::Invalid << u"the destination has no name"_s;
        QTest::newRow("missing parent") << u"no/out"_s << false << ErrorKind::NotFound << u"its parent directory does not exist"_s;
        QTest::newRow("parent is a file") << u"file/out"_s << false << ErrorKind::NotFound << u"cannot examine: Not a directory"_s;
        QTest::newRow("file") << u"file"_s << false << ErrorKind::Exists << u"is a file"_s;
        QTest::newRow("pipe") << u"pipe"_s << true << ErrorKind::Exists << u"exists and is not a directory"_s;
        QTest::newRow("link to a file") << u"to-file"_s << true << ErrorKind::Exists << u"is a file"_s;
        QTest::newRow("link to nothing") << u"to-nothing"_s << true << ErrorKind::Exists << u"is a broken symbolic link"_s;
        QTest::newRow("folder with something in it")
            << u"full"_s << false << ErrorKind::Exists << u"is a directory that is not empty: it contains “x”"_s;
        QTest::newRow("name too long") << u"n"_s.repeated(256) << false << ErrorKind::Io << u"cannot examine: File name too long"_s;
    }
    void destinationIsRefused()
    {
        QFETCH(QString, destination);
        QFETCH(bool, force);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, detail);
        const QString before = QDir::currentPath();
        const auto restore = qScopeGuard([&] { QDir::setCurrent(before); });
        QDir::setCurrent(m_dir->path());
        writeDisk(u"file"_s, "text");
        writeDisk(u"full/x"_s, "text");
        ::mkfifo("pipe", 0600);
        makeLink(u"file"_s, u"to-file"_s);
        makeLink(u"nothing"_s, u"to-nothing"_s);
        const QStringList tree = diskTree(m_dir->path(), DiskColumns::All);
        const auto staged = StagedDirectory::begin(destination, force);
        QVERIFY(!staged);
        QCOMPARE(staged.error().kind, kind);
        QCOMPARE(staged.error().subject, destination);
        QCOMPARE(staged.error().detail, detail);
        QCOMPARE(diskTree(m_dir->path(), DiskColumns::All), tree);
    }

    void fileIsReplacedByForce()
    {
        writeDisk(at(u"out"_s), "text");
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        writeDisk((*staged)->path() + u"/new"_s);
        QCOMPARE(diskTree(m_dir->path()).last(), u"out \"text\""_s);
        VERIFY_RESULT((*staged)->commit());
        staged = StagedDirectory::begin(at(u"other"_s), false);
        staged = Failure(Error{});
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out/"_s, u"out/new \"\""_s}));
    }

    void whatAppearsInTheMeantimeStays()
    {
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        writeDisk(at(u"out"_s), "theirs");
        const auto done = (*staged)->commit();
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Exists);
        staged = Failure(Error{});
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out \"theirs\""_s}));
    }

    void mergesByForce_data()
    {
        QTest::addColumn<bool>("knowsFlags");
        QTest::newRow("with flags of renameat2()") << true;
        QTest::newRow("on a file system without them") << false;
    }
    void mergesByForce()
    {
        QFETCH(bool, knowsFlags);
        makeMergeCase(at(u"out"_s));
        g_knowsFlags = knowsFlags;
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        QVERIFY((*staged)->fillsExisting());
        fillStaged(**staged);
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(at(u"out"_s)), mergedTree());
        const QStringList all = diskTree(at(u"out"_s), DiskColumns::All);
        QVERIFY(all.filter(u"both/ "_s).first().startsWith(u"both/ 0550 "_s));
        QVERIFY(all.filter(u"both/ "_s).first().endsWith(u" 12000+5"_s));
        QVERIFY(all.filter(u"both/deep/ "_s).first().endsWith(u" 11000+5"_s));
    }

    /// Whichever step fails, the previous entries are restored with all their attributes.
    void mergeIsTakenBack_data() { mergesByForce_data(); }
    void mergeIsTakenBack()
    {
        QFETCH(bool, knowsFlags);
        makeMergeCase(at(u"out"_s));
        const QStringList before = diskTree(m_dir->path(), DiskColumns::All);
        g_knowsFlags = knowsFlags;
        bool done = false;
        int failed = 0;
        while (!done) {
            auto staged = StagedDirectory::begin(at(u"out"_s), true);
            VERIFY_RESULT(staged);
            fillStaged(**staged);
            g_calls = 0;
            g_failAt = failed + 1;
            const auto committed = (*staged)->commit();
            g_failAt = 0;
            done = committed.has_value();
            if (done)
                break;
            ++failed;
            QVERIFY(committed.error().subject.startsWith(at(u"out"_s) + u": "_s));
            staged = Failure(Error{});
            QCOMPARE(diskTree(m_dir->path(), DiskColumns::All), before);
        }
        QVERIFY(failed >= 10);
        QCOMPARE(diskTree(at(u"out"_s)), mergedTree());
    }

    /// Whenever the process is killed, what is only in the destination stays in place, and what was replaced comes back.
    void aKilledMergeIsRestored()
    {
        const auto mayBeMoved = [](const QString &line) { return line.startsWith(u".out."_s); };
        for (int calls = 1;; ++calls) {
            const int code = mergeEndedAt(g_calls, g_endAt, calls);
            if (code == kCommitted) {
                QVERIFY(calls > 10);
                return;
            }
            QCOMPARE(code, kEnded);
            QStringList killed = diskTree(at(u"out"_s));
            killed.removeIf(mayBeMoved);
            for (const QString &kept : {u"both/kept \"kept\""_s, u"both/deep/kept/file \"kept\""_s, u"kept \"kept\""_s,
                                        u"folder-of-link-target/x \"untouched\""_s})
                QVERIFY2(killed.contains(kept), qPrintable(killed.join(u'\n')));
            const bool hasReplaced = killed.contains(u"replaced \"new\""_s) || killed.contains(u"empty \"a file now\""_s)
                || killed.contains(u"both/replaced \"new\""_s) || killed.contains(u"both/deep/replaced \"new\""_s)
                || killed.contains(u"link/"_s);

            auto again = StagedDirectory::begin(at(u"out"_s), true);
            VERIFY_RESULT(again);
            QCOMPARE((*again)->warnings().size(), hasReplaced ? 1 : 0);
            QStringList restored = diskTree(at(u"out"_s));
            restored.removeIf(mayBeMoved);
            for (const QString &old : {u"replaced \"old\""_s, u"both/replaced \"old\""_s, u"both/deep/replaced \"old\""_s,
                                       u"link -> folder-of-link-target"_s, u"empty/"_s})
                QVERIFY2(restored.contains(old), qPrintable(restored.join(u'\n')));
            fillStaged(**again);
            VERIFY_RESULT((*again)->commit());
            QCOMPARE(diskTree(at(u"out"_s)), mergedTree());
        }
    }

    /// A process that is killed while it removes what it replaced leaves nothing behind that the next export does not remove.
    void aKilledCleanUpIsCompleted()
    {
        for (int calls = 1;; ++calls) {
            const int code = mergeEndedAt(g_unlinks, g_endAtUnlink, calls);
            if (code == kCommitted) {
                QVERIFY(calls > 5);
                return;
            }
            QCOMPARE(code, kEnded);
            auto again = StagedDirectory::begin(at(u"out"_s), true);
            VERIFY_RESULT(again);
            fillStaged(**again);
            VERIFY_RESULT((*again)->commit());
            QCOMPARE(diskTree(at(u"out"_s)), mergedTree());
        }
    }

    void whatHasChangedSinceIsNotOverwritten()
    {
        writeDisk(at(u"out/kept"_s), "kept");
        writeDisk(at(u"out/replaced"_s), "old");
        const pid_t child = ::fork();
        if (child == 0) {
            auto staged = StagedDirectory::begin(at(u"out"_s), true);
            if (!staged)
                ::_exit(1);
            writeDisk((*staged)->path() + u"/replaced"_s, "new");
            const auto done = (*staged)->commit([](int) -> Result<void> { ::_exit(0); });
            ::_exit(done ? 2 : 3);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        QFile::remove(at(u"out/replaced"_s));
        writeDisk(at(u"out/replaced"_s), "of the user");
        const auto again = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(again);
        QCOMPARE((*again)->warnings().size(), 1);
        QVERIFY((*again)->warnings().first().contains(u"have changed since"_s));
        QCOMPARE(readDisk(at(u"out/replaced"_s)), QByteArray("of the user"));
        QCOMPARE(diskTree(m_dir->path()).filter(u"\"old\""_s).size(), 1);
    }

    void fullFolderIsNeverReplacedByAFile_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("at the top") << u"full"_s;
        QTest::newRow("further down") << u"a/b/full"_s;
    }
    void fullFolderIsNeverReplacedByAFile()
    {
        QFETCH(QString, name);
        writeDisk(at(u"out/%1/precious"_s.arg(name)), "text");
        const QStringList before = diskTree(m_dir->path(), DiskColumns::All);
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        writeDisk((*staged)->path() + u'/' + name, "a file");
        writeDisk((*staged)->path() + u"/another"_s, "a file");
        const auto done = (*staged)->commit();
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Exists);
        QCOMPARE(done.error().subject, at(u"out"_s) + u": "_s + name);
        staged = Failure(Error{});
        QCOMPARE(diskTree(m_dir->path(), DiskColumns::All), before);
    }

    void neverWritesThroughALinkThatIsThere()
    {
        writeDisk(at(u"outside/x"_s), "theirs");
        writeDisk(at(u"out/both/x"_s), "old");
        makeLink(at(u"outside"_s), at(u"out/a"_s));
        makeLink(at(u"outside"_s), at(u"out/both/b"_s));
        makeLink(at(u"outside/x"_s), at(u"out/file"_s));
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        writeDisk((*staged)->path() + u"/a/x"_s, "ours");
        writeDisk((*staged)->path() + u"/both/b/x"_s, "ours");
        writeDisk((*staged)->path() + u"/file"_s, "ours");
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(at(u"outside"_s)), QStringList({u"x \"theirs\""_s}));
        QCOMPARE(diskTree(at(u"out"_s)),
                 QStringList({u"a/"_s, u"a/x \"ours\""_s, u"both/"_s, u"both/b/"_s, u"both/b/x \"ours\""_s, u"both/x \"old\""_s,
                              u"file \"ours\""_s}));
    }

    void finishIsLastAndItsErrorTakesAllBack()
    {
        makeMergeCase(at(u"out"_s));
        const QStringList before = diskTree(m_dir->path(), DiskColumns::All);
        auto staged = StagedDirectory::begin(at(u"out"_s), true);
        VERIFY_RESULT(staged);
        fillStaged(**staged);
        const auto done = (*staged)->commit([](int folder) -> Result<void> {
            if (::faccessat(folder, "added/file", F_OK, 0) != 0)
                return fail(ErrorKind::Io, {}, u"too early"_s);
            ::fchmod(folder, 0700);
            return fail(ErrorKind::NoSpace, {}, u"as it happens"_s);
        });
        QVERIFY(!done);
        QCOMPARE(done.error().detail, u"as it happens"_s);
        staged = Failure(Error{});
        QCOMPARE(diskTree(m_dir->path(), DiskColumns::All), before);
    }

    void finishSetsTheTimeOfAFilledFolder()
    {
        QDir().mkpath(at(u"out"_s));
        auto staged = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(staged);
        writeDisk((*staged)->path() + u"/file"_s);
        VERIFY_RESULT((*staged)->commit([](int folder) -> Result<void> {
            const timespec times[] = {{77, 7}, {77, 7}};
            ::futimens(folder, times);
            return {};
        }));
        QVERIFY(diskTree(m_dir->path(), DiskColumns::All).first().endsWith(u" 77+7"_s));
    }

    void remainsOfAKilledOneAreRemoved_data()
    {
        QTest::addColumn<bool>("folderIsThere");
        QTest::newRow("beside") << false;
        QTest::newRow("inside") << true;
    }
    void remainsOfAKilledOneAreRemoved()
    {
        QFETCH(bool, folderIsThere);
        if (folderIsThere)
            QDir().mkpath(at(u"out"_s));
        const QString destination = at(u"out"_s);
        const pid_t child = ::fork();
        if (child == 0) {
            auto staged = StagedDirectory::begin(destination, false);
            if (staged)
                writeDisk((*staged)->path() + u"/a/b"_s, "half");
            ::_exit(staged ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        QCOMPARE(diskTree(m_dir->path()).filter(u"half"_s).size(), 1);
        auto staged = StagedDirectory::begin(destination, false);
        VERIFY_RESULT(staged);
        writeDisk((*staged)->path() + u"/a/b"_s, "whole");
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out/"_s, u"out/a/"_s, u"out/a/b \"whole\""_s}));
    }

    void aLivingOneIsLeftAlone()
    {
        auto one = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(one);
        writeDisk((*one)->path() + u"/one"_s);
        auto other = StagedDirectory::begin(at(u"out"_s), false);
        VERIFY_RESULT(other);
        writeDisk((*other)->path() + u"/other"_s);
        VERIFY_RESULT((*one)->commit());
        QVERIFY(!(*other)->commit());
        other = Failure(Error{});
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out/"_s, u"out/one \"\""_s}));
    }

    /// Without root's permissions, read-only directories can still be moved, merged and removed.
    void aUserMovesFoldersThatMayNotBeChanged_data()
    {
        QTest::addColumn<bool>("commits");
        QTest::addColumn<bool>("folderIsThere");
        QTest::newRow("new") << true << false;
        QTest::newRow("merged") << true << true;
        QTest::newRow("given up") << false << true;
    }
    void aUserMovesFoldersThatMayNotBeChanged()
    {
        QFETCH(bool, commits);
        QFETCH(bool, folderIsThere);
        giveToUser(m_dir->path());
        const QString text = asUser([&] {
            const QString out = at(u"out"_s);
            if (folderIsThere) {
                writeDisk(out + u"/closed/kept"_s, "kept");
                ::chmod(QFile::encodeName(out + u"/closed"_s).constData(), 0500);
            }
            auto staged = StagedDirectory::begin(out, true);
            if (!staged)
                return staged.error().message();
            writeDisk((*staged)->path() + u"/closed/inside/file"_s, "text");
            ::chmod(QFile::encodeName((*staged)->path() + u"/closed/inside"_s).constData(), 0);
            ::chmod(QFile::encodeName((*staged)->path() + u"/closed"_s).constData(), 0555);
            if (commits) {
                const auto done = (*staged)->commit([](int folder) -> Result<void> {
                    ::fchmod(folder, 0555);
                    return {};
                });
                if (!done)
                    return done.error().message();
            }
            staged = Failure(Error{});
            QStringList lines;
            for (const QString &line : diskTree(m_dir->path(), DiskColumns::All))
                lines << line.section(u' ', 0, -3);
            return lines.join(u'\n');
        });
        QStringList expected;
        if (!commits)
            expected = {u"out/ 0755"_s, u"out/closed/ 0500"_s, u"out/closed/kept \"kept\" 0644"_s};
        else if (folderIsThere)
            expected = {u"out/ 0555"_s, u"out/closed/ 0555"_s, u"out/closed/inside/ 0000"_s, u"out/closed/kept \"kept\" 0644"_s};
        else
            expected = {u"out/ 0555"_s, u"out/closed/ 0555"_s, u"out/closed/inside/ 0000"_s};
        QCOMPARE(text, expected.join(u'\n'));
        asUser([&] {
            directory::removeTree(AT_FDCWD, QFile::encodeName(at(u"out"_s)).constData());
            return QString();
        });
        QVERIFY(!QFile::exists(at(u"out"_s)));
    }

    void folderThatMayNotBeWrittenIsNamed()
    {
        const QString text = asUser([&] {
            const auto staged = StagedDirectory::begin(u"/out"_s, false);
            return staged ? QString() : staged.error().message();
        });
        QCOMPARE(text, u"/out: cannot create it: Permission denied"_s);
    }
};

STRATOSCOPE_APPLESS_TEST(TestStaging)
#include "tst_staged_directory.moc"
