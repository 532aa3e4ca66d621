// SPDX-License-Identifier: Apache-2.0
//
// Archives in an image, opened: what is in their files is what was put there.
#include "content/archive_contents.h"
#include "support/compress.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <KZip>

#include <QBuffer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestArchiveContents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opens_data();
    void opens();
    void opensWhatIsInAnother();
    void refuses_data();
    void refuses();

private:
    Result<ImageFs> open(const ImageFs &fs, std::string_view path) const
    {
        const NodeId node = *fs.tree->find(path);
        const QByteArray bytes = need(fs.readAll(node, 64 * 1024 * 1024));
        const QByteArray head = bytes.first(std::min<qsizetype>(bytes.size(), 65'536));
        return openArchiveFs(fs, node, asBytes(std::string_view(head.constData(), std::size_t(head.size()))), m_spool.path(), {});
    }
    Result<ImageFs> open(const QByteArray &archive) const
    {
        return open(makeImage({{"file " + std::to_string(archive.size())}}, archive)->fs(), "file");
    }
    static QByteArray zip();

    QTemporaryDir m_spool;
};

QByteArray TestArchiveContents::zip()
{
    QBuffer buffer;
    KZip zip(&buffer);
    if (!zip.open(QIODevice::WriteOnly) || !zip.writeFile(u"a.txt"_s, "hello") || !zip.writeFile(u"dir/b"_s, QByteArray(5000, 'b'))
        || !zip.writeFile(u"dir/c"_s, "c") || !zip.close())
        return {};
    return buffer.data();
}

void TestArchiveContents::opens_data()
{
    QTest::addColumn<QByteArray>("archive");
    const std::string tar
        = TarBuilder().file("a.txt", "hello").dir("dir").file("dir/b", std::string(5000, 'b')).file("dir/c", "c").finish();
    QTest::newRow("tar") << QByteArray::fromStdString(tar);
    for (const Compression compression : {Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2})
        QTest::newRow(qPrintable(compressionName(compression))) << QByteArray::fromStdString(compressed(tar, compression));
    QTest::newRow("zip") << zip();
}

void TestArchiveContents::opens()
{
    QFETCH(const QByteArray, archive);
    const ImageFs fs = need(open(archive));
    const auto contentOf = [&fs](std::string_view path) { return need(fs.readAll(fs.tree->find(path).value(), 10'000)); };
    QCOMPARE(contentOf("a.txt"), "hello"_qba);
    QCOMPARE(contentOf("dir/b"), QByteArray(5000, 'b'));
    QCOMPARE(contentOf("dir/c"), "c"_qba);
    QCOMPARE(fs.tree->totalSize(kRootNode), 5006U);
}

void TestArchiveContents::opensWhatIsInAnother()
{
    const std::string inner = compressed(TarBuilder().file("deep", "found").finish(), Compression::Gzip);
    const ImageFs outer = need(open(QByteArray::fromStdString(TarBuilder().file("x/inner.tgz", inner).finish())));
    const ImageFs fs = need(open(outer, "x/inner.tgz"));
    QCOMPARE(need(fs.readAll(fs.tree->find("deep").value(), 100)), "found"_qba);
}

void TestArchiveContents::refuses_data()
{
    QTest::addColumn<QByteArray>("archive");
    QTest::newRow("a damaged zip") << zip().first(100);
    QTest::newRow("a damaged gzip") << QByteArray::fromStdString(compressed(noise(3000), Compression::Gzip)).first(1000);
    QTest::newRow("a tar cut off")
        << QByteArray::fromStdString(TarBuilder().file("a", std::string(5000, 'a')).finish()).first(2000);
}

void TestArchiveContents::refuses()
{
    QFETCH(const QByteArray, archive);
    const auto opened = open(archive);
    QVERIFY(!opened);
    QCOMPARE(opened.error().subject, u"/file"_s);
}

STRATOSCOPE_GUILESS_TEST(TestArchiveContents)
#include "tst_archive_contents.moc"
