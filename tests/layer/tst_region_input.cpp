// SPDX-License-Identifier: Apache-2.0
#include "layer/region_input.h"

#include "support/compress.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// A region in the middle of a file, whose surroundings must never be read.
FileRegion middleOf(const std::string &bytes)
{
    FileRegion region = regionOf("before" + bytes + "after");
    region.offset = 6;
    region.size = bytes.size();
    return region;
}

} // namespace

class TestRegionInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAll_data();
    void takesAll();
    void skips();
    void skipsNoFurtherThanTheEnd();
    void mixesReadingAndSkipping();
    void failsWhereTheFileIsCutOff();
    void isASource();
};

void TestRegionInput::takesAll_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("max");
    for (const int size : {0, 1, 511, 2048, 2049, 6000, 600000}) {
        for (const int max : {1, 512, 1000, 1000000}) {
            if (max > 1 || size < 10000)
                QTest::addRow("%d by %d", size, max) << size << max;
        }
    }
}

void TestRegionInput::takesAll()
{
    QFETCH(int, size);
    QFETCH(int, max);
    const std::string bytes = noise(std::size_t(size));
    RegionTarInput input(middleOf(bytes));
    std::string all;
    while (true) {
        const auto part = input.take(std::size_t(max));
        VERIFY_RESULT(part);
        QVERIFY(part->size() <= std::size_t(max));
        if (part->empty())
            break;
        all += asText(*part);
    }
    QCOMPARE(all, bytes);
}

void TestRegionInput::skips()
{
    const std::string bytes = noise(100000);
    RegionTarInput input(middleOf(bytes));
    VERIFY_RESULT(input.take(10));
    QCOMPARE(input.skip(5).value(), 5u); // within what has been read already
    QCOMPARE(asText(input.take(10).value()), bytes.substr(15, 10));
    QCOMPARE(input.skip(50000).value(), 50000u);
    QCOMPARE(asText(input.take(10).value()), bytes.substr(50025, 10));
    QCOMPARE(input.skip(0).value(), 0u);
    QCOMPARE(asText(input.take(1).value()), bytes.substr(50035, 1));
}

void TestRegionInput::skipsNoFurtherThanTheEnd()
{
    RegionTarInput input(middleOf(noise(5000)));
    QCOMPARE(input.skip(std::uint64_t(1) << 63).value(), 5000u);
    QCOMPARE(input.skip(1).value(), 0u);
    QVERIFY(input.take(1).value().empty());
}

void TestRegionInput::mixesReadingAndSkipping()
{
    const std::string bytes = noise(300000);
    const std::string steps = noise(20000, 7);
    RegionTarInput input(middleOf(bytes));
    std::size_t position = 0;
    for (std::size_t i = 0; i + 2 < steps.size() && position < bytes.size(); i += 3) {
        const std::size_t count = std::size_t(static_cast<uchar>(steps[i])) * (steps[i + 1] & 1 ? 40 : 1);
        if (steps[i + 2] & 1) {
            const std::uint64_t skipped = input.skip(count).value();
            QCOMPARE(skipped, std::min(count, bytes.size() - position));
            position += skipped;
        } else if (count > 0) {
            const std::string part(asText(input.take(count).value()));
            QVERIFY(!part.empty());
            QCOMPARE(part, bytes.substr(position, part.size()));
            position += part.size();
        }
    }
    QCOMPARE(position, bytes.size());
}

void TestRegionInput::failsWhereTheFileIsCutOff()
{
    FileRegion region = regionOf(noise(1000));
    region.size = 3000; // the file has been truncated in the meantime
    RegionTarInput input(region);
    auto part = input.take(4000);
    while (part && !part->empty())
        part = input.take(4000);
    QVERIFY(!part);
    QCOMPARE(part.error().kind, ErrorKind::Truncated);
}

void TestRegionInput::isASource()
{
    const std::string bytes = noise(100000);
    for (const std::size_t chunk : {1, 1000, 1000000}) {
        RegionSource source(middleOf(bytes));
        const auto all = readToEnd(source, chunk);
        VERIFY_RESULT(all);
        QCOMPARE(*all, bytes);
    }
}

STRATOSCOPE_APPLESS_TEST(TestRegionInput)
#include "tst_region_input.moc"
