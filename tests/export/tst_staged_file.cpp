// SPDX-License-Identifier: Apache-2.0
#include "export/staged_file.h"

#include "support/disk_tree.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestStagedFile : public QObject
{
    Q_OBJECT

private:
    QString out() const { return m_dir->path() + u"/out"_s; }
    QString message(const QString &destination, bool force) const
    {
        return errorMessage(StagedFile::begin(destination, force)).replace(m_dir->path(), u"DIR"_s);
    }

    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    void appearsAtTheEnd()
    {
        const mode_t before = ::umask(027);
        {
            auto staged = StagedFile::begin(out(), false);
            VERIFY_RESULT(staged);
            VERIFY_RESULT((*staged)->file().writeAt(0, asBytes("content")));
            QVERIFY(!QFile::exists(out()));
            VERIFY_RESULT((*staged)->commit());
        }
        ::umask(before);
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out \"content\""_s}));
        struct stat status;
        ::stat(QFile::encodeName(out()).constData(), &status);
        QCOMPARE(status.st_mode & 0777, mode_t(0640));
    }

    void leavesNothingWithoutCommit()
    {
        writeDisk(out(), "before");
        {
            auto staged = StagedFile::begin(out(), true);
            VERIFY_RESULT(staged);
            VERIFY_RESULT((*staged)->file().writeAt(0, asBytes("half")));
        }
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out \"before\""_s}));
    }

    void replacesOnlyIfForced()
    {
        writeDisk(out(), "before");
        QCOMPARE(message(out(), false), u"DIR/out: exists"_s);
        auto staged = StagedFile::begin(out(), true);
        VERIFY_RESULT(staged);
        VERIFY_RESULT((*staged)->file().writeAt(0, asBytes("after")));
        QCOMPARE(readDisk(out()), QByteArray("before"));
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(readDisk(out()), QByteArray("after"));
    }

    void whatCannotBeReplaced()
    {
        const QString dir = m_dir->path();
        QDir(dir).mkdir(u"folder"_s);
        QVERIFY(::mkfifo(QFile::encodeName(dir + u"/pipe"_s).constData(), 0600) == 0);
        QVERIFY(::symlink("nowhere", QFile::encodeName(dir + u"/broken"_s).constData()) == 0);
        QCOMPARE(message(dir + u"/folder"_s, true), u"DIR/folder: is a directory"_s);
        QCOMPARE(message(dir + u"/pipe"_s, true), u"DIR/pipe: exists and is not a regular file"_s);
        QCOMPARE(message(dir + u"/broken"_s, true), u"DIR/broken: is a broken symbolic link"_s);
        QCOMPARE(message(dir + u"/none/out"_s, true), u"DIR/none/out: its parent directory does not exist"_s);
        QCOMPARE(message(dir + u"/new/"_s, true), u"DIR/new/: is not the name of a file"_s);
        QCOMPARE(message(QString(), true), u"is not the name of a file"_s);
    }

    void followsALink()
    {
        writeDisk(m_dir->path() + u"/real"_s, "before");
        QVERIFY(::symlink("real", QFile::encodeName(out()).constData()) == 0);
        auto staged = StagedFile::begin(out(), true);
        VERIFY_RESULT(staged);
        VERIFY_RESULT((*staged)->file().writeAt(0, asBytes("after")));
        VERIFY_RESULT((*staged)->commit());
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out -> real"_s, u"real \"after\""_s}));
    }

    void whatAppearedMeanwhileIsKept()
    {
        auto staged = StagedFile::begin(out(), false);
        VERIFY_RESULT(staged);
        writeDisk(out(), "somebody else's");
        QCOMPARE(errorMessage((*staged)->commit()), out() + u": was created in the meantime"_s);
        staged->reset();
        QCOMPARE(diskTree(m_dir->path()), QStringList({u"out \"somebody else's\""_s}));
    }

    void leftoversOfKilledProcessesGo()
    {
        // A killed process has no lock any more; one that is running has.
        writeDisk(m_dir->path() + u"/.out.partial-abc123"_s, "left");
        writeDisk(m_dir->path() + u"/.out.partial-other"_s, "not ours");
        writeDisk(m_dir->path() + u"/.out.partial-locked"_s, "running");
        const int running = ::open(QFile::encodeName(m_dir->path() + u"/.out.partial-locked"_s).constData(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(::flock(running, LOCK_EX), 0);
        {
            auto staged = StagedFile::begin(out(), false);
            VERIFY_RESULT(staged);
            VERIFY_RESULT((*staged)->commit());
        }
        ::close(running);
        QCOMPARE(diskTree(m_dir->path()),
                 QStringList({u".out.partial-locked \"running\""_s, u".out.partial-other \"not ours\""_s, u"out \"\""_s}));
    }

    void aDirectoryThatCannotBeListed()
    {
        giveToUser(m_dir->path());
        const QString dir = m_dir->path();
        ::chmod(QFile::encodeName(dir).constData(), 0333);
        const QString result = asUser([&]() -> QString {
            auto staged = StagedFile::begin(dir + u"/out"_s, false);
            if (!staged)
                return staged.error().message();
            const auto committed = (*staged)->commit();
            return committed ? u"done"_s : committed.error().message();
        });
        ::chmod(QFile::encodeName(dir).constData(), 0755);
        QCOMPARE(result, u"done"_s);
        QCOMPARE(diskTree(dir), QStringList({u"out \"\""_s}));
    }
};

STRATOSCOPE_APPLESS_TEST(TestStagedFile)
#include "tst_staged_file.moc"
