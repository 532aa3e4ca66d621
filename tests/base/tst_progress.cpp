// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"
#include "support/test_main.h"

#include <QTest>

#include <limits>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace std::chrono_literals;

class TestProgress : public QObject
{
    Q_OBJECT

private:
    std::vector<Progress> m_told;
    ProgressMeter m_meter{[this](const Progress &progress) { m_told.push_back(progress); }};

private Q_SLOTS:
    void init() { m_told.clear(); }

    void aStageBeginsAndEndsWithItsNumbers()
    {
        m_meter.begin(Stage::Index, 100, 2);
        m_meter.setItem(u"layer"_s, 1);
        m_meter.add(100);
        m_meter.finish();
        QCOMPARE(m_told.front().total, 100);
        QCOMPARE(m_told.front().current, 0);
        QCOMPARE(m_told.back().current, 100);
        QCOMPARE(m_told.back().filename, u"layer"_s);
        QCOMPARE(m_told.back().blobIndex, 1);
        QCOMPARE(m_told.back().eta, 0);
    }

    void itIsToldNowAndThen()
    {
        m_meter.begin(Stage::Index, 1'000'000);
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < 1'000'000; ++i)
            m_meter.add(1);
        const auto most = (std::chrono::steady_clock::now() - begin) / 50ms + 2;
        QVERIFY2(std::ssize(m_told) <= most, qPrintable(QString::number(m_told.size())));
    }

    void itNeverGoesBack()
    {
        m_meter.begin(Stage::Verify, std::numeric_limits<qint64>::max());
        m_meter.add(-5);
        m_meter.finish();
        QCOMPARE(m_told.back().current, 0);
        m_meter.add(7);
        m_meter.add(std::numeric_limits<qint64>::min());
        m_meter.finish();
        QCOMPARE(m_told.back().current, 7);
    }

    void blobsNeverGoBack()
    {
        m_meter.begin(Stage::Download, {{.name = u"one"_s, .total = 100}, {.name = u"two"_s, .total = 50}});
        QCOMPARE(m_told.back().total, 150);
        m_meter.reach(0, 60);
        m_meter.reach(0, 20); // it starts over
        m_meter.reach(1, 50);
        m_meter.reach(0, 60);
        m_meter.finish();
        QCOMPARE(m_told.back().current, 110);
        QCOMPARE(m_told.back().blobs[0].current, 60);
        QCOMPARE(m_told.back().blobs[1].current, 50);
        for (std::size_t i = 1; i < m_told.size(); ++i)
            QVERIFY(m_told[i].current >= m_told[i - 1].current);
    }

    void hugeSizesDoNotOverflow()
    {
        constexpr qint64 kMost = std::numeric_limits<qint64>::max();
        m_meter.begin(Stage::Download, {{.name = u"one"_s, .total = kMost}, {.name = u"two"_s, .total = kMost}});
        QCOMPARE(m_told.back().total, kMost);
        m_meter.reach(0, kMost);
        m_meter.reach(1, kMost);
        m_meter.add(1);
        m_meter.finish();
        QCOMPARE(m_told.back().current, kMost);
    }

    void whatWasThereIsNoSpeed()
    {
        m_meter.begin(Stage::Download, {{.name = u"one"_s, .total = 1'000'000'000}});
        m_meter.setBlob(0, BlobState::Running);
        m_meter.reach(0, 900'000'000, false);
        std::this_thread::sleep_for(1ms);
        m_meter.finish();
        QCOMPARE(m_told.back().current, 900'000'000);
        QCOMPARE(m_told.back().bytesPerSecond, 0.0);
        QCOMPARE(m_told.back().eta, -1);
    }

    void statesAndNotes()
    {
        m_meter.begin(Stage::Download, {{.name = u"one"_s, .total = 10}, {.name = u"two"_s, .total = 10}});
        m_meter.setBlob(1, BlobState::Running);
        m_meter.setBlob(0, BlobState::Retrying, u"cut off"_s);
        m_meter.finish();
        QCOMPARE(m_told.back().filename, u"two"_s);
        QCOMPARE(m_told.back().blobIndex, 1);
        QCOMPARE(m_told.back().blobs[0].state, BlobState::Retrying);
        QCOMPARE(m_told.back().blobs[0].note, u"cut off"_s);
    }
};

STRATOSCOPE_APPLESS_TEST(TestProgress)
#include "tst_progress.moc"
