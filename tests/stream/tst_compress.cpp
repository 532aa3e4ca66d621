// SPDX-License-Identifier: Apache-2.0
#include "stream/compress.h"

#include "support/compress.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// Compresses in pieces of different sizes.
Result<void> compressInto(MemorySink &into, Compression compression, std::string_view text, std::size_t piece)
{
    const auto sink = compressTo(into, compression);
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
        STRATOSCOPE_CHECK(sink->append(asBytes(text.substr(0, piece))));
    return sink->finish();
}

} // namespace

class TestCompress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void othersDecompressIt_data()
    {
        QTest::addColumn<Compression>("compression");
        QTest::addColumn<QStringList>("tool");
        QTest::addRow("gzip") << Compression::Gzip << QStringList{u"gzip"_s, u"-dc"_s};
        QTest::addRow("zstd") << Compression::Zstd << QStringList{u"zstd"_s, u"-dc"_s};
        QTest::addRow("none") << Compression::None << QStringList{u"cat"_s};
    }
    void othersDecompressIt()
    {
        QFETCH(Compression, compression);
        QFETCH(QStringList, tool);
        QTemporaryDir home;
        for (const std::string &text : {std::string(), std::string("x"), noise(3'000'000) + std::string(5'000'000, 'a')}) {
            for (const std::size_t piece : {std::size_t(700'001), text.size() + 1}) {
                MemorySink into;
                VERIFY_RESULT(compressInto(into, compression, text, piece));
                QVERIFY(into.isFinished);
                const QByteArray plain
                    = runTool(tool.front(), tool.mid(1), home.path(), QByteArray(into.text.data(), qsizetype(into.text.size())));
                QVERIFY(asText(plain) == text);
                MemorySource again(into.text);
                LayerDecoder decoder(again);
                const auto decoded = readToEnd(decoder);
                VERIFY_RESULT(decoded);
                QVERIFY(*decoded == text);
                QCOMPARE(decoder.compression(), compression);
            }
        }
    }

    void theSameBytesEachTime()
    {
        const std::string text = noise(200'000) + std::string(20'000'000, 'b') + noise(100'000, 2);
        for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
            MemorySink once;
            MemorySink twice;
            VERIFY_RESULT(compressInto(once, compression, text, 5'000));
            VERIFY_RESULT(compressInto(twice, compression, text, 5'000));
            QVERIFY(once.text == twice.text);
            QVERIFY(once.text.size() < 400'000);
        }
    }

    void zerosOfAnyNumber()
    {
        MemorySink into;
        const auto sink = compressTo(into, Compression::Gzip);
        VERIFY_RESULT(sink->append(asBytes("a")));
        VERIFY_RESULT(sink->appendZeros(1'000'000));
        VERIFY_RESULT(sink->finish());
        MemorySource again(into.text);
        LayerDecoder decoder(again);
        QVERIFY(readToEnd(decoder).value_or(std::string()) == 'a' + std::string(1'000'000, '\0'));
    }

    void aFullDiskIsReported()
    {
        for (const Compression compression : {Compression::None, Compression::Gzip, Compression::Zstd}) {
            MemorySink into(10'000);
            QCOMPARE(errorMessage(compressInto(into, compression, noise(1'000'000), 65'536)), u"the disk is full"_s);
            QVERIFY(!into.isFinished);
        }
    }

    void theNameSaysTheCompression()
    {
        QCOMPARE(compressionByName(u"a.tar"_s), Compression::None);
        QCOMPARE(compressionByName(u"a.tar.gz"_s), Compression::Gzip);
        QCOMPARE(compressionByName(u"a.TGZ"_s), Compression::Gzip);
        QCOMPARE(compressionByName(u"/x.gz/a.tar.zst"_s), Compression::Zstd);
        QCOMPARE(compressionByName(u"/x.gz/a"_s), Compression::None);
        QCOMPARE(compressionByName(u"a.tzst"_s), Compression::Zstd);
    }
};

STRATOSCOPE_APPLESS_TEST(TestCompress)
#include "tst_compress.moc"
