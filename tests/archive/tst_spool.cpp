// SPDX-License-Identifier: Apache-2.0
#include "archive/unpack_to_temporary.h"

#include "base/cancel.h"
#include "layer/region_input.h"
#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestSpool : public QObject
{
    Q_OBJECT

private:
    static void formats()
    {
        QTest::addColumn<Compression>("format");
        for (const Compression format : {Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2})
            QTest::addRow("%s", qPrintable(compressionName(format))) << format;
    }
    Result<FileRegion> unpack(const std::string &bytes, std::stop_token stop = {})
    {
        RegionSource source(regionOf(bytes));
        STRATOSCOPE_TRY(UnpackedFile unpacked,
                        unpackToTemporary(u"x.tar"_s, source, qint64(bytes.size()), m_dir->path(), m_progress, stop));
        return unpacked.file;
    }
    /// What begins like a tar.
    static std::string tarLike(const std::string &rest) { return tarHeader({.path = "a"}) + rest; }
    bool isFolderEmpty() const { return QDir(m_dir->path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    std::unique_ptr<TestFolder> m_dir;
    Progress m_last;
    ProgressMeter m_progress{[this](const Progress &now) { m_last = now; }};

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    void unpacks_data() { formats(); }
    void unpacks()
    {
        QFETCH(Compression, format);
        const std::string text = tarLike(noise(2'500'000) + std::string(3'000'000, '\0') + "end");
        const std::string bytes = compressed(text, format) + compressed("second", format);
        const auto region = unpack(bytes);
        VERIFY_RESULT(region);
        QVERIFY(need(readAll(*region, 1 << 30)).toStdString() == text + "second");
        QVERIFY(isFolderEmpty());
        QCOMPARE(m_last.current, qint64(bytes.size()));
        QCOMPARE(m_last.total, qint64(bytes.size()));
        QCOMPARE(m_last.filename, u"x.tar"_s);
        struct stat status;
        ::fstat(region->file->descriptor(), &status);
        QVERIFY(status.st_blocks * 512 < 3'000'000); // the zeros are a hole
    }

    void errorsNameTheFile_data() { formats(); }
    void errorsNameTheFile()
    {
        QFETCH(Compression, format);
        const std::string whole = compressed(tarLike(noise(500'000)), format);
        const auto truncated = unpack(whole.substr(0, whole.size() / 2));
        QVERIFY(!truncated);
        QCOMPARE(truncated.error().kind, ErrorKind::Truncated);
        QCOMPARE(truncated.error().message(), u"x.tar: the %1 data is truncated"_s.arg(compressionName(format)));

        std::string damaged = compressed(tarLike(std::string(500'000, 'x') + noise(500'000)), format);
        damaged.replace(format == Compression::Zstd ? 6 : 12, 30, std::string(30, '\xff')); // where blocks begin
        const auto malformed = unpack(damaged);
        QVERIFY(!malformed);
        QCOMPARE(malformed.error().kind, ErrorKind::Malformed);
        QVERIFY2(malformed.error().message().startsWith(u"x.tar: the %1 data is damaged"_s.arg(compressionName(format))),
                 qPrintable(malformed.error().message()));
        QVERIFY(isFolderEmpty());
    }

    void copiesWhatIsNotCompressed()
    {
        const std::string text = tarLike(noise(100'000));
        QVERIFY(need(readAll(*unpack(text), 1 << 30)).toStdString() == text);
    }

    /// It may never end.
    void stopsReadingWhatIsNotATar()
    {
        for (const Compression format : {Compression::None, Compression::Gzip}) {
            const auto region = unpack(compressed(noise(20'000'000), format));
            VERIFY_RESULT(region);
            QVERIFY(region->size < 3'000'000);
        }
        QVERIFY(need(unpack("short")).size == 5);
    }

    void aFullDiskIsTold()
    {
        RegionSource source(regionOf(compressed(tarLike(noise(2'000'000)), Compression::Gzip)));
        rlimit before;
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto region = unpackToTemporary(u"x.tar"_s, source, -1, m_dir->path(), m_progress, {});
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!region);
        QCOMPARE(region.error().message(), u"x.tar: %1: cannot write: File too large"_s.arg(m_dir->path()));
        QVERIFY(isFolderEmpty());
    }

    void stops()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)unpack(compressed("x", Compression::Zstd), stop.get_token()));
        QVERIFY(isFolderEmpty());
    }

    void aMissingFolderIsTold()
    {
        RegionSource source(regionOf("x"));
        const auto region = unpackToTemporary(u"x.tar"_s, source, 1, m_dir->path() + u"/missing"_s, m_progress, {});
        QVERIFY(!region);
        QCOMPARE(region.error().kind, ErrorKind::NotFound);
    }
};

STRATOSCOPE_APPLESS_TEST(TestSpool)
#include "tst_spool.moc"
