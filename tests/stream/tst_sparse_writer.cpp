// SPDX-License-Identifier: Apache-2.0
#include "stream/sparse_writer.h"

#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// A number of bytes to append: of 'x', or of zeros by append() or appendZeros().
struct Step {
    enum Kind { Data, WrittenZeros, Zeros } kind;
    std::uint64_t count;
};

std::string contentOf(const File &file)
{
    std::string text(need(file.size()), '?');
    need(file.readAt(0, std::as_writable_bytes(std::span(text))));
    return text;
}

std::uint64_t bytesOnDisk(const File &file)
{
    struct stat status;
    ::fstat(file.descriptor(), &status);
    return std::uint64_t(status.st_blocks) * 512;
}

} // namespace

class TestSparseWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatIsAppended_data()
    {
        using Steps = std::vector<Step>;
        constexpr std::uint64_t kMega = 1 << 20;
        QTest::addColumn<std::vector<Step>>("steps");
        QTest::addRow("nothing") << Steps{};
        QTest::addRow("a byte") << Steps{{Step::Data, 1}};
        QTest::addRow("a page") << Steps{{Step::Data, 4096}};
        QTest::addRow("many small ones") << Steps(1000, Step{Step::Data, 3333});
        QTest::addRow("just the buffer") << Steps{{Step::Data, kMega}};
        QTest::addRow("more than the buffer") << Steps{{Step::Data, kMega + 1}, {Step::Data, 3 * kMega + 5}};
        QTest::addRow("unaligned, then large") << Steps{{Step::Data, 5}, {Step::Data, 4 * kMega}};
        QTest::addRow("only a hole") << Steps{{Step::Zeros, 8 * kMega}};
        QTest::addRow("a hole that ends within a page") << Steps{{Step::Zeros, 8 * kMega + 17}};
        QTest::addRow("a hole at the end") << Steps{{Step::Data, 10}, {Step::Zeros, 5 * kMega}};
        QTest::addRow("a hole between") << Steps{{Step::Data, 10}, {Step::Zeros, 5 * kMega}, {Step::Data, 10}};
        QTest::addRow("small holes") << Steps{
            {Step::Data, 4096}, {Step::Zeros, 4096}, {Step::Data, 1}, {Step::Zeros, 8191}, {Step::Data, 7}};
        QTest::addRow("written zeros") << Steps{{Step::Data, 100}, {Step::WrittenZeros, 3 * kMega}, {Step::Data, 100}};
        QTest::addRow("written zeros at the end") << Steps{{Step::Data, 100}, {Step::WrittenZeros, 3 * kMega}};
        QTest::addRow("zeros to the buffer's end") << Steps{{Step::Data, kMega - 10}, {Step::Zeros, 10}, {Step::Data, 3}};
        QTest::addRow("many") << Steps{{Step::Zeros, 3}, {Step::Data, kMega}, {Step::Zeros, 70000}, {Step::WrittenZeros, 70000},
                                       {Step::Data, 2},  {Step::Zeros, 1}};
    }

    void writesWhatIsAppended()
    {
        QFETCH(std::vector<Step>, steps);
        QTemporaryDir directory;
        File file = need(File::create(directory.filePath(u"file"_s)));
        SparseWriter writer(file);
        std::string expected;
        for (const Step &step : steps) {
            const std::string bytes(step.count, step.kind == Step::Data ? 'x' : '\0');
            VERIFY_RESULT(step.kind == Step::Zeros ? writer.appendZeros(step.count) : writer.append(asBytes(bytes)));
            expected += bytes;
            QCOMPARE(writer.position(), expected.size());
        }
        VERIFY_RESULT(writer.finish());
        QVERIFY(contentOf(file) == expected);
    }

    void longRunsOfZerosAreHoles()
    {
        QTemporaryDir directory;
        File file = need(File::create(directory.filePath(u"file"_s)));
        SparseWriter writer(file);
        VERIFY_RESULT(writer.append(asBytes("begin")));
        VERIFY_RESULT(writer.append(asBytes(std::string(64 << 20, '\0'))));
        VERIFY_RESULT(writer.appendZeros(std::uint64_t(1) << 40));
        VERIFY_RESULT(writer.append(asBytes("end")));
        VERIFY_RESULT(writer.finish());
        QCOMPARE(need(file.size()), std::uint64_t(8 + (64 << 20)) + (std::uint64_t(1) << 40));
        QVERIFY2(bytesOnDisk(file) < (1 << 20), qPrintable(QString::number(bytesOnDisk(file))));
    }

    void moreThanAFileCanHoldIsRefused()
    {
        QTemporaryDir directory;
        File file = need(File::create(directory.filePath(u"file"_s)));
        SparseWriter writer(file);
        const auto written = writer.appendZeros(std::uint64_t(8) << 60);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::TooLarge);
        QCOMPARE(need(file.size()), std::uint64_t(0));
    }

    void aFullDiskIsTold()
    {
        File full(::open("/dev/full", O_RDWR | O_CLOEXEC), u"full"_s);
        SparseWriter writer(full);
        VERIFY_RESULT(writer.append(asBytes("begin")));
        const auto written = writer.finish();
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::NoSpace);
    }
};

STRATOSCOPE_APPLESS_TEST(TestSparseWriter)
#include "tst_sparse_writer.moc"
