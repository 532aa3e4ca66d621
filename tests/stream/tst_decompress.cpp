// SPDX-License-Identifier: Apache-2.0
#include "stream/decompress.h"

#include "support/compress.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

Result<std::string> decompressed(const std::string &bytes, Delivery delivery = {}, std::size_t chunk = 64 * 1024)
{
    MemorySource source(bytes, delivery);
    LayerDecoder decoder(source);
    return readToEnd(decoder, chunk);
}

std::string gzip(std::string_view bytes)
{
    return compressed(bytes, Compression::Gzip);
}

std::string zstd(std::string_view bytes)
{
    return compressed(bytes, Compression::Zstd);
}

/// Moderately compressible text, which uses all features of a format.
std::string prose(std::size_t size)
{
    const std::string letters = noise(size);
    std::string text;
    for (const char letter : letters)
        text += letter < 0 ? ' ' : char('a' + letter % 7);
    return text;
}

/// A gzip member with every field that its header may have (RFC 1952).
std::string gzipWithAllFields(std::string_view bytes)
{
    const std::string plain = gzip(bytes);
    // As written by KCompressionDevice: ten bytes, and the name if the flag is set.
    const std::size_t body = plain[3] & 8 ? plain.find('\0', 10) + 1 : 10;
    std::string header("\x1F\x8B\x08\x1C\0\0\0\0\0\xFF", 10);
    header += std::string("\x06\0AB\x02\0xy", 8);
    header += std::string("name\0comment\0", 13);
    return header + plain.substr(body);
}

/// A stream of xz with a dictionary of 128, 512 or 768 MiB, and `abc` in it.
std::string xzWithDictionary(int mebibytes)
{
    const QByteArray header = mebibytes == 128 ? "02002101 1e000000 9b075166"
        : mebibytes == 512                     ? "02002101 22000000 8240acdc"
                                               : "02002101 23000000 e7271064";
    return QByteArray::fromHex("fd377a585a000001 6922de36" + header
                               + "0100026162630000 c24124350001170307600cbc 9042990d010000000001595a")
        .toStdString();
}

/// A frame of zstd with this byte for its window, and `abc` in it.
std::string zstdWithWindow(char window)
{
    return std::string("\x28\xB5\x2F\xFD\0", 5) + window + std::string("\x19\0\0", 3) + "abc";
}

} // namespace

class TestDecompress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsCompressionFromBytes_data();
    void tellsCompressionFromBytes();
    void unpacks_data();
    void unpacks();
    void unpacksWhateverThePieces_data();
    void unpacksWhateverThePieces();
    void membersEndAtEveryPlaceOfAChunk();
    void isTruncatedAtEveryByte_data();
    void isTruncatedAtEveryByte();
    void noticesDamageOfEveryByte_data();
    void noticesDamageOfEveryByte();
    void refuses_data();
    void refuses();
    void takesWindowsUpTo512MiB();
    void passesOnReadErrors();
    void knowsTheCompressionAfterTheFirstRead();
    void refusesBombs();
};

void TestDecompress::tellsCompressionFromBytes_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, const std::string &head, Compression expected) {
        QTest::newRow(name) << QByteArray::fromStdString(head) << int(expected);
    };
    for (const auto &[name, compression] : {std::pair("none", Compression::None),
                                            {"gzip", Compression::Gzip},
                                            {"zstd", Compression::Zstd},
                                            {"xz", Compression::Xz},
                                            {"bzip2", Compression::Bzip2}})
        row(name, compressed("some text", compression).substr(0, 10), compression);
    row("empty bzip2", compressed("", Compression::Bzip2).substr(0, 10), Compression::Bzip2);
    row("nothing", "", Compression::None);
    row("a file named BZh91 in a tar", "BZh91AY-of-a-name", Compression::None);
    row("half of the gzip magic number", "\x1F\x8B", Compression::None);
    row("gzip of another method", "\x1F\x8B\x07", Compression::None);
    row("skippable frame", "\x5F\x2A\x4D\x18", Compression::Zstd);
    row("half of the zstd magic number", "\x28\xB5\x2F", Compression::None);
}

void TestDecompress::tellsCompressionFromBytes()
{
    QFETCH(QByteArray, head);
    QTEST(int(detectCompression(asBytes(head.toStdString()))), "expected");
}

void TestDecompress::unpacks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const std::string &bytes, const std::string &expected) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray::fromStdString(expected);
    };
    const std::string text = prose(3000);
    const std::string random = noise(3000);
    const std::string zeros(5000, '\0');
    row("no bytes", "", "");
    row("plain", text, text);
    row("one plain byte", "x", "x");
    row("plain data that begins like gzip", "\x1F\x8B", "\x1F\x8B");
    row("gzip", gzip(text), text);
    row("gzip, stored", gzip(random), random);
    row("empty gzip", gzip(""), "");
    row("gzip of one byte", gzip("x"), "x");
    row("gzip of zeros", gzip(zeros), zeros);
    row("gzip with every header field", gzipWithAllFields(text), text);
    row("gzip members", gzip(text) + gzip("more") + gzip("") + gzip("end"), text + "moreend");
    row("gzip members, an empty one last", gzip(text) + gzip(""), text);
    row("gzip padded with zeros", gzip(text) + zeros, text);
    row("gzip members with zeros between", gzip(text) + std::string(3, '\0') + gzip("x"), text + "x");
    row("zstd", zstd(text), text);
    row("zstd, not compressible", zstd(random), random);
    row("empty zstd", zstd(""), "");
    row("zstd frames", zstd(text) + zstd("more") + zstd("") + zstd("end"), text + "moreend");
    row("zstd after a skippable frame", zstdSkippableFrame("hidden") + zstd(text), text);
    row("zstd before and after a skippable frame", zstd(text) + zstdSkippableFrame("") + zstd("x"), text + "x");
    row("zstd that ends in a skippable frame", zstd(text) + zstdSkippableFrame(std::string(1000, 'x')), text);
    row("only a skippable frame", zstdSkippableFrame("hidden"), "");
    row("zstd padded with zeros", zstd(text) + zeros, text);
}

void TestDecompress::unpacks()
{
    QFETCH(QByteArray, bytes);
    const auto result = decompressed(bytes.toStdString());
    VERIFY_RESULT(result);
    QTEST(QByteArray::fromStdString(*result), "expected");
}

void TestDecompress::unpacksWhateverThePieces_data()
{
    unpacks_data();
}

void TestDecompress::unpacksWhateverThePieces()
{
    QFETCH(QByteArray, bytes);
    for (const std::size_t in : {1, 2, 7, 8, 9, 100}) {
        for (const std::size_t out : {1, 5, 4096}) {
            const auto result = decompressed(bytes.toStdString(), {.chunk = in}, out);
            VERIFY_RESULT(result);
            QTEST(QByteArray::fromStdString(*result), "expected");
        }
    }
}

/// The decoder reads ahead and gives back bytes of the next member, which may be in the previous chunk.
void TestDecompress::membersEndAtEveryPlaceOfAChunk()
{
    const std::string bytes = gzip("first") + gzip(prose(100)) + gzip(noise(40)) + gzip("last");
    const std::string expected = "first" + prose(100) + noise(40) + "last";
    for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk) {
        const auto result = decompressed(bytes, {.chunk = chunk});
        VERIFY_RESULT(result);
        QCOMPARE(*result, expected);
    }
}

void TestDecompress::isTruncatedAtEveryByte_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    const auto row = [](const char *name, const std::string &first, const std::string &second) {
        QTest::newRow(name) << QByteArray::fromStdString(first) << QByteArray::fromStdString(second);
    };
    row("gzip", gzip(prose(400)), gzip(noise(100)));
    row("empty gzip", gzip(""), gzip(""));
    row("gzip with every header field", gzipWithAllFields("x"), gzipWithAllFields("y"));
    row("zstd", zstd(prose(400)), zstd(noise(100)));
    row("empty zstd", zstd(""), zstd(""));
    row("skippable frame", zstdSkippableFrame("hidden"), zstd(prose(400)));
}

void TestDecompress::isTruncatedAtEveryByte()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    const std::string whole = (first + second).toStdString();
    // The first bytes are not enough to detect the format.
    for (std::size_t size = 4; size <= whole.size(); ++size) {
        const bool isWhole = size == whole.size() || size == std::size_t(first.size());
        for (const std::size_t chunk : {std::size_t(1), std::size_t(1000)}) {
            const auto result = decompressed(whole.substr(0, size), {.chunk = chunk});
            QVERIFY2(result.has_value() == isWhole, qPrintable(u"%1 of %2 bytes"_s.arg(size).arg(whole.size())));
            if (!result)
                QVERIFY2(result.error().kind == ErrorKind::Truncated, qPrintable(result.error().message()));
        }
    }
}

void TestDecompress::noticesDamageOfEveryByte_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("gzip") << QByteArray::fromStdString(gzip(prose(300)));
    QTest::newRow("gzip, stored") << QByteArray::fromStdString(gzip(noise(300)));
    QTest::newRow("zstd") << QByteArray::fromStdString(zstd(prose(300)));
}

void TestDecompress::noticesDamageOfEveryByte()
{
    QFETCH(QByteArray, bytes);
    const std::string good = bytes.toStdString();
    const auto content = decompressed(good);
    VERIFY_RESULT(content);
    const bool isGzip = detectCompression(asBytes(good)) == Compression::Gzip;
    for (std::size_t at = 4; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bad = good;
            bad[at] = char(bad[at] ^ (1 << bit));
            const auto result = decompressed(bad);
            // Some bits have no effect (time and system in the gzip header), and zstd frames may have no checksum.
            if (result && isGzip)
                QCOMPARE(*result, *content);
            if (!result)
                QVERIFY2(result.error().kind == ErrorKind::Malformed || result.error().kind == ErrorKind::Truncated
                             || result.error().message().startsWith(u"needs a window of "_s),
                         qPrintable(result.error().message()));
        }
    }
}

void TestDecompress::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const std::string &bytes, ErrorKind kind, const QString &message) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(kind) << message;
    };
    const std::string good = gzip(prose(300));
    std::string wrongChecksum = good;
    wrongChecksum[good.size() - 8] = char(wrongChecksum[good.size() - 8] ^ 1);
    std::string wrongLength = good;
    wrongLength[good.size() - 4] = char(wrongLength[good.size() - 4] ^ 1);
    row("wrong checksum", wrongChecksum, ErrorKind::Malformed, u"the gzip data is damaged: checksum mismatch"_s);
    row("wrong length", wrongLength, ErrorKind::Malformed, u"the gzip data is damaged: checksum mismatch"_s);
    row("wrong checksum before another member", wrongChecksum + good, ErrorKind::Malformed,
        u"the gzip data is damaged: checksum mismatch"_s);
    row("garbage after gzip", good + "garbage after the end", ErrorKind::Malformed, u"the gzip data is damaged"_s);
    row("zstd after gzip", good + zstd("x"), ErrorKind::Malformed, u"the gzip data is damaged"_s);
    row("invalid block", std::string("\x1F\x8B\x08\0\0\0\0\0\0\xFF\xFF\xFF\xFF", 13), ErrorKind::Malformed,
        u"the gzip data is damaged"_s);
    row("garbage after zstd", zstd("x") + "garbage", ErrorKind::Malformed, u"the zstd data is damaged: Unknown frame descriptor"_s);
    row("gzip after zstd", zstd("x") + good, ErrorKind::Malformed, u"the zstd data is damaged: Unknown frame descriptor"_s);
    row("xz cut off", compressed("x", Compression::Xz).substr(0, 40), ErrorKind::Truncated, u"the xz data is truncated"_s);
    row("bzip2 cut off", compressed("x", Compression::Bzip2).substr(0, 30), ErrorKind::Truncated, u"the bzip2 data is truncated"_s);
    row("zstd with a window of 576 MiB", zstdWithWindow(0x99), ErrorKind::TooLarge,
        u"needs a window of 576 MiB; the limit is 512 MiB"_s);
    row("zstd with a window of 1 GiB", zstd("x") + zstdWithWindow(0xA0), ErrorKind::TooLarge,
        u"needs a window of 1024 MiB; the limit is 512 MiB"_s);
    row("zstd of one segment of 4 GiB", std::string("\x28\xB5\x2F\xFD\xE0\0\0\0\0\1\0\0\0\1\0\0", 16), ErrorKind::TooLarge,
        u"needs a window of 4096 MiB; the limit is 512 MiB"_s);
    row("xz with a dictionary of 768 MiB", xzWithDictionary(768), ErrorKind::TooLarge,
        u"needs a window of 768 MiB; the limit is 512 MiB"_s);
}

void TestDecompress::refuses()
{
    QFETCH(QByteArray, bytes);
    for (const std::size_t chunk : {1, 1000000}) {
        const auto result = decompressed(bytes.toStdString(), {.chunk = chunk});
        QVERIFY(!result);
        QTEST(result.error().message(), "message");
        QTEST(int(result.error().kind), "kind");
    }
}

void TestDecompress::takesWindowsUpTo512MiB()
{
    for (const char window : {'\x00', '\x88', '\x90', '\x98'}) {
        for (const std::size_t chunk : {1, 1000})
            QCOMPARE(need(decompressed(zstdWithWindow(window), {.chunk = chunk})), std::string("abc"));
    }
    for (const int mebibytes : {128, 512})
        QCOMPARE(need(decompressed(xzWithDictionary(mebibytes))), std::string("abc"));
}

void TestDecompress::passesOnReadErrors()
{
    for (const Compression compression :
         {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
        const std::string bytes = compressed(noise(2000), compression);
        for (std::size_t at = 0; at < bytes.size(); at += 97) {
            const auto result = decompressed(bytes, {.chunk = 50, .failAfter = at});
            QVERIFY(!result);
            QCOMPARE(result.error().detail, u"the disk is broken"_s);
        }
    }
}

void TestDecompress::knowsTheCompressionAfterTheFirstRead()
{
    for (const Compression compression :
         {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
        MemorySource source(compressed("text", compression), {.chunk = 1});
        LayerDecoder decoder(source);
        std::byte byte;
        const auto count = decoder.read({&byte, 1});
        VERIFY_RESULT(count);
        QCOMPARE(*count, 1u);
        QCOMPARE(decoder.compression(), compression);
    }
}

void TestDecompress::refusesBombs()
{
    // Zeros, compressed at a ratio of a thousand, repeatedly.
    const std::string member = gzip(std::string(64 << 20, '\0'));
    class Endless : public ByteSource
    {
    public:
        explicit Endless(const std::string &bytes)
            : m_bytes(bytes)
        {
        }
        Result<std::size_t> read(std::span<std::byte> into) override
        {
            const std::size_t count = std::min(into.size(), m_bytes.size() - m_position);
            std::ranges::copy(asBytes(m_bytes).subspan(m_position, count), into.begin());
            m_position = (m_position + count) % m_bytes.size();
            return count;
        }

    private:
        const std::string &m_bytes;
        std::size_t m_position = 0;
    };
    Endless source(member);
    constexpr std::uint64_t kLimit = 100 << 20;
    LayerDecoder decoder(source, kLimit);
    std::vector<std::byte> buffer(16 << 20);
    std::uint64_t sum = 0;
    while (true) {
        const auto count = decoder.read(buffer);
        if (!count) {
            QCOMPARE(count.error().kind, ErrorKind::TooLarge);
            QVERIFY(count.error().detail.contains(u"decompression bomb"));
            break;
        }
        sum += *count;
        QVERIFY(sum <= kLimit);
    }
}

STRATOSCOPE_APPLESS_TEST(TestDecompress)
#include "tst_decompress.moc"
