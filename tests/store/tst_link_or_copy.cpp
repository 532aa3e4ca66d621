// SPDX-License-Identifier: Apache-2.0
#include "store/link_or_copy.h"

#include "base/cancel.h"
#include "support/disk_tree.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

struct stat statusOf(const QString &path)
{
    struct stat status = {};
    ::stat(QFile::encodeName(path).constData(), &status);
    return status;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A directory on another file system than the temporary directory, so that files must be copied; empty if there is none.
QString otherFileSystem()
{
    const QString memory = u"/dev/shm"_s;
    return QFileInfo(memory).isWritable() ? memory : QString();
}

} // namespace

class TestLinkOrCopy : public QObject
{
    Q_OBJECT

private:
    QString source() const { return m_dir->path() + u"/source"_s; }
    std::unique_ptr<TestFolder> m_dir;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    void makesTheSameContentWithoutCopying()
    {
        writeDisk(source(), QByteArray(5'000'000, 'x'));
        const QString destination = m_dir->path() + u"/destination"_s;
        VERIFY_RESULT(linkOrCopy(source(), destination));
        QCOMPARE(contentOf(destination), contentOf(source()));
    }

    void copiesToAnotherFileSystem_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<qint64>("hole");
        QTest::addColumn<QByteArray>("end");
        QTest::addRow("nothing") << QByteArray() << qint64(0) << QByteArray();
        QTest::addRow("data") << QByteArray(3'000'000, 'x') << qint64(0) << QByteArray();
        QTest::addRow("only a hole") << QByteArray() << qint64(30'000'000) << QByteArray();
        QTest::addRow("a hole at the end") << QByteArray("begin") << qint64(30'000'000) << QByteArray();
        QTest::addRow("a hole at the beginning") << QByteArray() << qint64(30'000'000) << QByteArray("end");
        QTest::addRow("a hole between") << QByteArray("begin") << qint64(30'000'000) << QByteArray("end");
    }

    void copiesToAnotherFileSystem()
    {
        QFETCH(QByteArray, begin);
        QFETCH(qint64, hole);
        QFETCH(QByteArray, end);
        QFile file(source());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(begin);
        file.resize(begin.size() + hole);
        file.seek(begin.size() + hole);
        file.write(end);
        file.close();

        QVERIFY2(!otherFileSystem().isEmpty(), "/dev/shm is needed");
        const QString destination = otherFileSystem() + u"/stratoscope-test-%1"_s.arg(::getpid());
        const auto copied = linkOrCopy(source(), destination);
        const bool isEqual = contentOf(destination) == begin + QByteArray(hole, '\0') + end;
        const auto status = statusOf(destination);
        QFile::remove(destination);
        VERIFY_RESULT(copied);
        QVERIFY(isEqual);
        if (hole > 0)
            QVERIFY(status.st_blocks * 512 < 1'000'000);
    }

    void whatIsThereStays()
    {
        writeDisk(source(), "new");
        const QString destination = m_dir->path() + u"/destination"_s;
        writeDisk(destination, "old");
        const auto linked = linkOrCopy(source(), destination);
        QVERIFY(!linked);
        QCOMPARE(linked.error().kind, ErrorKind::Exists);
        QCOMPARE(contentOf(destination), QByteArray("old"));
    }

    void errorsNameTheFile()
    {
        const auto missing = linkOrCopy(source(), m_dir->path() + u"/destination"_s);
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::NotFound);
        QCOMPARE(missing.error().subject, source());

        writeDisk(source(), "x");
        const auto nowhere = linkOrCopy(source(), m_dir->path() + u"/missing/destination"_s);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().kind, ErrorKind::NotFound);
        QCOMPARE(nowhere.error().subject, m_dir->path() + u"/missing/destination"_s);
    }

    void aStoppedCopyLeavesNothing()
    {
        writeDisk(source(), QByteArray(100'000, 'x'));
        std::stop_source stop;
        stop.request_stop();
        const QString destination = otherFileSystem() + u"/stratoscope-test-%1"_s.arg(::getpid());
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)linkOrCopy(source(), destination, stop.get_token()));
        QVERIFY(!QFile::exists(destination));
    }
};

STRATOSCOPE_APPLESS_TEST(TestLinkOrCopy)
#include "tst_link_or_copy.moc"
