// SPDX-License-Identifier: Apache-2.0
#include "registry/http/progress_judge.h"

#include "support/test_main.h"

using namespace stratoscope;
using namespace std::chrono_literals;

class TestProgressJudge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silence()
    {
        ProgressJudge judge(30s);
        judge.wait(29s);
        QVERIFY(!judge.isStalled());
        judge.wait(1s);
        QVERIFY(judge.isStalled());
        judge.restart();
        QVERIFY(!judge.isStalled());
    }

    /// However regularly it sends something.
    void slowness_data()
    {
        QTest::addColumn<qint64>("bytesPerSecond");
        QTest::addColumn<bool>("isStalled");
        QTest::newRow("a byte") << qint64(1) << true;
        QTest::newRow("almost enough") << kSlowestServer - 1 << true;
        QTest::newRow("enough") << kSlowestServer << false;
        QTest::newRow("fast") << qint64(100'000'000) << false;
    }
    void slowness()
    {
        QFETCH(const qint64, bytesPerSecond);
        ProgressJudge judge(30s);
        bool isStalled = false;
        for (int second = 0; second < 1000; ++second) {
            judge.wait(999ms);
            judge.receive(bytesPerSecond);
            judge.wait(1ms);
            isStalled = isStalled || judge.isStalled();
        }
        QTEST(isStalled, "isStalled");
    }

    /// What arrived long ago does not count.
    void stopsAfterMuch()
    {
        ProgressJudge judge(30s);
        judge.receive(1'000'000'000);
        judge.wait(30s);
        QVERIFY(judge.isStalled());
    }

    /// Without waiting, nobody is slow.
    void aSlowReaderIsNoSlowServer()
    {
        ProgressJudge judge(30s);
        for (int i = 0; i < 1000; ++i)
            judge.receive(1);
        QVERIFY(!judge.isStalled());
    }
};

STRATOSCOPE_APPLESS_TEST(TestProgressJudge)
#include "tst_progress_judge.moc"
