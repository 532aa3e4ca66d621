// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "layer/layer_contents.h"
#include "prebaked/file_digests.h"
#include "prebaked/ingest_layer.h"
#include "prebaked/prebaked_layer_writer.h"
#include "support/compress.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

Bytes bytesOf(const std::string &text)
{
    return asBytes(text);
}

/// The outcome of a pass with all that it wrote.
struct Passed {
    LayerFacts facts;
    File idx;
    File contents;
    PrebakedLayerWriter::Summary summary;
};

Result<Passed> pass(const std::string &blob, IngestOptions options, Delivery delivery = {}, const std::stop_token &stop = {})
{
    Passed passed{
        .facts = {}, .idx = need(File::temporary(u"/tmp"_s)), .contents = need(File::temporary(u"/tmp"_s)), .summary = {}};
    PrebakedLayerWriter writer(passed.idx, options.place == ContentPlace::Contents ? &passed.contents : nullptr);
    MemorySource source(blob, delivery);
    ProgressMeter progress;
    STRATOSCOPE_TRY(passed.facts, ingestLayer(source, writer, options, progress, stop));
    STRATOSCOPE_TRY(passed.summary, writer.finish());
    return passed;
}

std::string sampleTar()
{
    TarBuilder tar;
    tar.dir("etc/").file("etc/passwd", "root:x:0:0::/:/bin/sh\n").file("empty").file("deep/er/big", noise(3'000'000));
    tar.symlink("bin", "usr/bin").hardlink("copy", "etc/passwd").file("etc/.wh.shadow").file("etc/.wh..wh..opq");
    tar.file(".wh..wh.plnk/12.34", "aufs").sparse({"holes", 1'000'000, {{5000, "five"}, {900'000, "nine"}}}, SparseForm::Pax10);
    return tar.finish();
}

} // namespace

class TestIngestLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void computesBothDigests_data();
    void computesBothDigests();
    void hashesAndKeepsEveryFile_data();
    void hashesAndKeepsEveryFile();
    void walkingGivesTheSameIndex();
    void bytesAfterTheEndBelongToTheDigest();
    void errorsComeThrough_data();
    void errorsComeThrough();
    void anExceptionOfTheProducerIsAnError();
    void aStoppedPassIsCancelled();
    void aSparseFileOfAbsurdSizeIsRefused();
    void sparseFilesAreCountedTogether();
    void holesAreHashed();
};

void TestIngestLayer::computesBothDigests_data()
{
    QTest::addColumn<Compression>("compression");
    QTest::newRow("plain") << Compression::None;
    QTest::newRow("gzip") << Compression::Gzip;
    QTest::newRow("zstd") << Compression::Zstd;
    QTest::newRow("xz") << Compression::Xz;
    QTest::newRow("bzip2") << Compression::Bzip2;
}

void TestIngestLayer::computesBothDigests()
{
    QFETCH(Compression, compression);
    const std::string tar = sampleTar();
    const std::string blob = compressed(tar, compression);
    const auto passed = pass(blob, {.isPlainTar = compression == Compression::None});
    VERIFY_RESULT(passed);
    QCOMPARE(passed->facts.digest.toString(), Digest::of(bytesOf(blob)).toString());
    QCOMPARE(passed->facts.diffId.toString(), DiffId::of(bytesOf(tar)).toString());
    QCOMPARE(passed->facts.compression, compression);
    QCOMPARE(passed->facts.compressedSize, blob.size());
    QCOMPARE(passed->facts.size, tar.size());

    const auto with512 = pass(blob, {.isPlainTar = compression == Compression::None, .digestAlgorithm = HashAlgorithm::Sha512});
    VERIFY_RESULT(with512);
    QCOMPARE(with512->facts.digest.algorithmName(), u"sha512"_s);
    QCOMPARE(with512->facts.diffId.toString(), DiffId::of(bytesOf(tar)).toString());
}

void TestIngestLayer::hashesAndKeepsEveryFile_data()
{
    QTest::addColumn<ContentPlace>("place");
    QTest::newRow("contents file") << ContentPlace::Contents;
    QTest::newRow("in place") << ContentPlace::Tar;
}

void TestIngestLayer::hashesAndKeepsEveryFile()
{
    QFETCH(ContentPlace, place);
    const std::string tar = sampleTar();
    auto passed = pass(tar, {.place = place, .isPlainTar = true}, {.chunk = 1000});
    VERIFY_RESULT(passed);
    const auto index = passed->facts.index;
    const std::uint64_t size = need(passed->contents.size());
    const LayerContents contents(place == ContentPlace::Tar
                                     ? regionOf(tar)
                                     : FileRegion{std::make_shared<const File>(std::move(passed->contents)), 0, size});
    FileDigests::Reader digests(std::make_shared<const FileDigests>(std::move(passed->idx), passed->summary.checkpoints), index);

    int files = 0;
    for (RecordId record = 0; record < index->size(); ++record) {
        const Entry entry = index->entry(record);
        std::string content(std::size_t(entry.size), '?');
        const auto count = contents.read(*index, record, 0, std::as_writable_bytes(std::span(content)));
        VERIFY_RESULT(count);
        QCOMPARE(*count, content.size());
        const auto digest = digests.digest(record);
        VERIFY_RESULT(digest);
        QCOMPARE(*digest, sha256(bytesOf(content)));
        files += entry.kind == EntryKind::Regular;
        if (index->path(record) == "holes") {
            QCOMPARE(content.substr(5000, 4), "five");
            QCOMPARE(content.substr(900'000, 4), "nine");
            QCOMPARE(content[899'999], '\0');
        }
    }
    QCOMPARE(files, 5); // with that of AUFS, which hard links may refer to
}

void TestIngestLayer::walkingGivesTheSameIndex()
{
    const std::string tar = sampleTar();
    const auto passed = pass(tar, {.place = ContentPlace::Tar, .isPlainTar = true});
    VERIFY_RESULT(passed);
    const auto walked = walkLayer(regionOf(tar), {});
    VERIFY_RESULT(walked);
    QCOMPARE((*walked)->size(), passed->facts.index->size());
    for (RecordId record = 0; record < (*walked)->size(); ++record) {
        QCOMPARE((*walked)->path(record), passed->facts.index->path(record));
        QCOMPARE((*walked)->kind(record), passed->facts.index->kind(record));
        QCOMPARE((*walked)->contentOffset(record), passed->facts.index->contentOffset(record));
    }
}

void TestIngestLayer::bytesAfterTheEndBelongToTheDigest()
{
    const std::string tar = sampleTar() + std::string(9000, '\0') + "garbage";
    const auto passed = pass(compressed(tar, Compression::Gzip), {});
    VERIFY_RESULT(passed);
    QCOMPARE(passed->facts.diffId.toString(), DiffId::of(bytesOf(tar)).toString());
    QCOMPARE(passed->facts.size, tar.size());
}

void TestIngestLayer::errorsComeThrough_data()
{
    QTest::addColumn<QByteArray>("blob");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const std::string &blob, ErrorKind kind) {
        QTest::newRow(name) << QByteArray::fromStdString(blob) << kind;
    };
    const std::string gzip = compressed(sampleTar(), Compression::Gzip);
    row("gzip cut off", gzip.substr(0, gzip.size() / 2), ErrorKind::Truncated);
    row("tar cut off within a file", compressed(sampleTar().substr(0, 100'000), Compression::Gzip), ErrorKind::Truncated);
    row("no tar", compressed("this is text, and long enough for a header" + std::string(600, 'x'), Compression::Gzip),
        ErrorKind::Malformed);
    row("gzip within gzip", compressed(gzip, Compression::Gzip), ErrorKind::Malformed);
    row("xz cut off", compressed(sampleTar(), Compression::Xz).substr(0, 100'000), ErrorKind::Truncated);
}

void TestIngestLayer::errorsComeThrough()
{
    QFETCH(QByteArray, blob);
    QFETCH(ErrorKind, kind);
    const auto passed = pass(blob.toStdString(), {});
    QVERIFY(!passed);
    QCOMPARE(passed.error().kind, kind);
    QVERIFY(!passed.error().detail.isEmpty());

    const auto broken = pass(blob.toStdString(), {}, {.failAfter = 20});
    QVERIFY(!broken);
}

void TestIngestLayer::anExceptionOfTheProducerIsAnError()
{
    class NoMemory : public ByteSource
    {
    public:
        Result<std::size_t> read(std::span<std::byte>) override { throw std::bad_alloc(); }
    };
    File records = need(File::temporary(u"/tmp"_s));
    PrebakedLayerWriter writer(records, nullptr);
    NoMemory source;
    ProgressMeter progress;
    const auto facts = ingestLayer(source, writer, {.place = ContentPlace::Tar}, progress, {});
    QVERIFY(!facts);
    QCOMPARE(facts.error().kind, ErrorKind::NoMemory);
}

void TestIngestLayer::aStoppedPassIsCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(pass(sampleTar(), {}, {}, stop.get_token())));
}

void TestIngestLayer::aSparseFileOfAbsurdSizeIsRefused()
{
    const std::string tar = TarBuilder().sparse({"huge", std::uint64_t(1) << 60, {{0, "x"}}}, SparseForm::Pax10).finish();
    const auto passed = pass(tar, {.place = ContentPlace::Tar, .isPlainTar = true});
    QVERIFY(!passed);
    QCOMPARE(passed.error().kind, ErrorKind::TooLarge);
    // Its header can be shown all the same.
    const auto walked = walkLayer(regionOf(tar), {});
    VERIFY_RESULT(walked);
    QCOMPARE((*walked)->entry(1).size, std::uint64_t(1) << 60);
}

/// Many files of a gigabyte of holes each are refused once they have too much together.
void TestIngestLayer::sparseFilesAreCountedTogether()
{
    const auto tarOf = [](std::uint64_t count) {
        TarBuilder tar;
        for (std::uint64_t i = 0; i < count; ++i)
            tar.sparse({"f" + std::to_string(i), std::uint64_t(1) << 30, {{(1 << 30) - 1, "x"}}}, SparseForm::Pax10);
        return tar.finish();
    };
    const std::uint64_t most = (kBombSize >> 30) - 1;
    VERIFY_RESULT(pass(compressed(tarOf(most), Compression::Gzip), {.place = ContentPlace::Tar}));
    const auto many = pass(compressed(tarOf(most + 1), Compression::Gzip), {.place = ContentPlace::Tar});
    QVERIFY(!many);
    QCOMPARE(many.error().kind, ErrorKind::TooLarge);
    QVERIFY2(many.error().message().startsWith(u"f%1: is a sparse file of 1073741824 bytes; "_s.arg(most)),
             qPrintable(many.error().message()));
}

void TestIngestLayer::holesAreHashed()
{
    constexpr std::uint64_t kMiB = 1 << 20;
    const std::vector<SparseFile> files{{"end", 9 * kMiB, {{8 * kMiB + 5, "x"}}},
                                        {"only", 12 * kMiB + 1, {}},
                                        {"again", 12 * kMiB + 1, {}},
                                        {"less", 4 * kMiB, {}},
                                        {"begin", 6 * kMiB, {{0, "x"}}},
                                        {"both", 6 * kMiB, {{kMiB, "x"}, {5 * kMiB, "y"}}},
                                        {"larger", 17 * kMiB, {{16 * kMiB - 1, "x"}}}};
    for (const ContentPlace place : {ContentPlace::Contents, ContentPlace::Tar}) {
        TarBuilder tar;
        for (const SparseFile &file : files)
            tar.sparse(file, SparseForm::Pax10);
        auto passed = pass(tar.finish(), {.place = place, .isPlainTar = true});
        VERIFY_RESULT(passed);
        FileDigests::Reader digests(std::make_shared<const FileDigests>(std::move(passed->idx), passed->summary.checkpoints),
                                    passed->facts.index);
        for (std::size_t i = 0; i < files.size(); ++i)
            QCOMPARE(Digest(need(digests.digest(RecordId(i + 1)))).hex(), Digest::of(bytesOf(files[i].expanded())).hex());
    }
}

STRATOSCOPE_APPLESS_TEST(TestIngestLayer)
#include "tst_ingest_layer.moc"
