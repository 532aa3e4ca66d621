// SPDX-License-Identifier: Apache-2.0
#include "stream/decompress.h"

#include "layer/region_input.h"
#include "support/compress.h"
#include "support/need.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

Result<std::string> unpack(std::string_view bytes, std::size_t chunk = 64 * 1024)
{
    RegionSource source(regionOf(bytes));
    LayerDecoder decoder(source);
    return readToEnd(decoder, chunk);
}

/// Text that takes more than a few of the device's buffers, compressed or not.
std::string someText()
{
    std::string text;
    for (int i = 0; i < 8'000; ++i)
        text += std::to_string(i * i % 7919) + ' ';
    return text;
}

} // namespace

/// What is here beyond the libraries: several streams, padding, and an end that comes too early.
class TestXzAndBzip2 : public QObject
{
    Q_OBJECT

private:
    static void formats()
    {
        QTest::addColumn<Compression>("format");
        QTest::addRow("xz") << Compression::Xz;
        QTest::addRow("bzip2") << Compression::Bzip2;
    }

private Q_SLOTS:
    void oneStream_data() { formats(); }
    void oneStream()
    {
        QFETCH(Compression, format);
        for (const std::string &text :
             {std::string(), std::string("x"), someText(), noise(3'000'000), std::string(5'000'000, '\0')}) {
            const auto unpacked = unpack(compressed(text, format));
            VERIFY_RESULT(unpacked);
            QVERIFY(*unpacked == text);
        }
    }

    void smallReads_data() { formats(); }
    void smallReads()
    {
        QFETCH(Compression, format);
        for (const std::size_t chunk : {1, 7, 4096, 16384, 3'000'000})
            QVERIFY(need(unpack(compressed(someText(), format), chunk)) == someText());
    }

    void severalStreams_data() { formats(); }
    void severalStreams()
    {
        QFETCH(Compression, format);
        const std::string small = compressed("small", format);
        const std::string large = compressed(noise(100'000), format);
        std::string all;
        std::string text;
        for (int i = 0; i < 5; ++i) {
            // Of all sizes, so that streams end anywhere in the device's buffer of 8 KiB.
            const std::string part = noise(std::size_t(8150 + 16 * i), unsigned(i));
            all += small + compressed(part, format) + compressed("", format) + large + small;
            text += "small" + part + noise(100'000) + "small";
        }
        const auto unpacked = unpack(all);
        VERIFY_RESULT(unpacked);
        QVERIFY(*unpacked == text);
    }

    void streamsThatEndWithTheBuffer_data() { formats(); }
    void streamsThatEndWithTheBuffer()
    {
        QFETCH(Compression, format);
        const std::string one = compressed("x", format);
        std::string padded = one;
        for (int i = 0; i < 3000; ++i)
            padded += one;
        QCOMPARE(need(unpack(padded)), std::string(3001, 'x'));
    }

    void zerosArePadding_data() { formats(); }
    void zerosArePadding()
    {
        QFETCH(Compression, format);
        const std::string one = compressed("x", format);
        for (const std::size_t zeros : {std::size_t(4), std::size_t(1024), std::size_t(100'000)}) {
            QCOMPARE(need(unpack(one + std::string(zeros, '\0'))), std::string("x"));
            QCOMPARE(need(unpack(one + std::string(zeros, '\0') + one)), std::string("xx"));
        }
    }

    void anEarlyEndIsTold_data() { formats(); }
    void anEarlyEndIsTold()
    {
        QFETCH(Compression, format);
        const std::string whole = compressed(someText(), format);
        const std::string before = compressed("before", format);
        for (std::size_t length = 10; length < whole.size(); length += length < 60 || length + 60 > whole.size() ? 1 : 997) {
            for (const std::string &bytes : {whole.substr(0, length), before + whole.substr(0, length)}) {
                const auto unpacked = unpack(bytes);
                QVERIFY2(!unpacked, qPrintable(QString::number(length)));
                QCOMPARE(unpacked.error().kind, ErrorKind::Truncated);
                QVERIFY(unpacked.error().message().endsWith(u" data is truncated"_s));
            }
        }
    }

    void damageIsTold_data() { formats(); }
    void damageIsTold()
    {
        QFETCH(Compression, format);
        const std::string whole = compressed(someText(), format);
        int wrong = 0;
        for (std::size_t at = 12; at < whole.size(); at += 731) {
            std::string damaged = whole;
            damaged[at] = char(damaged[at] ^ 0x55);
            const auto unpacked = unpack(damaged);
            wrong += unpacked && *unpacked != someText();
            if (!unpacked && unpacked.error().kind != ErrorKind::Malformed)
                QCOMPARE(unpacked.error().kind, ErrorKind::Truncated); // a length was damaged
        }
        QCOMPARE(wrong, 0);
    }

    void whatFollowsIsTold_data() { formats(); }
    void whatFollowsIsTold()
    {
        QFETCH(Compression, format);
        const std::string one = compressed("x", format);
        const auto unpacked = unpack(one + "garbage");
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().kind, ErrorKind::Malformed);
        QCOMPARE(unpacked.error().message(), u"the %1 data is damaged"_s.arg(compressionName(format)));
    }

    void errorsOfReadingAreTold_data() { formats(); }
    void errorsOfReadingAreTold()
    {
        QFETCH(Compression, format);
        FileRegion region = regionOf(compressed(noise(100'000), format));
        region.size += 10'000; // which the file does not have
        RegionSource source(region);
        LayerDecoder decoder(source);
        const auto unpacked = readToEnd(decoder);
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().kind, ErrorKind::Truncated);
        QVERIFY2(unpacked.error().message().contains(u"ends at byte "_s), qPrintable(unpacked.error().message()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestXzAndBzip2)
#include "tst_xz_and_bzip2.moc"
