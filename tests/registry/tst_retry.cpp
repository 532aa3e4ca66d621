// SPDX-License-Identifier: Apache-2.0
#include "registry/http/retry.h"

#include "base/cancel.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace std::chrono_literals;

namespace {

Error network(int retryAfter = 0)
{
    return {ErrorKind::Network, u"host"_s, u"cut off"_s, retryAfter};
}

} // namespace

class TestRetry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delaysDoubleUpToALimit_data()
    {
        QTest::addColumn<int>("attempt");
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("first") << 1 << 500;
        QTest::newRow("second") << 2 << 1000;
        QTest::newRow("fifth") << 5 << 8000;
        QTest::newRow("twentieth") << 20 << 30'000;
        QTest::newRow("very many") << 1000 << 30'000;
    }

    void delaysDoubleUpToALimit()
    {
        QFETCH(int, attempt);
        QFETCH(int, milliseconds);
        for (int i = 0; i < 100; ++i) {
            const auto delay = delayBefore(attempt, network(), {.retries = 1000});
            QVERIFY(delay);
            QVERIFY(delay->count() >= milliseconds / 2);
            QVERIFY(delay->count() <= milliseconds * 3 / 2);
        }
    }

    void theServersWordCounts()
    {
        QCOMPARE(delayBefore(1, network(7), {})->count(), 7000);
        QVERIFY(!delayBefore(1, network(3600), {}));
    }

    void someThingsAreNotTriedAgain()
    {
        QVERIFY(!delayBefore(6, network(), {.retries = 5}));
        QVERIFY(!delayBefore(1, network(), {.retries = 0}));
        for (const ErrorKind kind :
             {ErrorKind::NotFound, ErrorKind::Unauthorized, ErrorKind::Mismatch, ErrorKind::NoSpace, ErrorKind::Tls})
            QVERIFY(!delayBefore(1, {kind, {}, {}}, {}));
        QVERIFY(delayBefore(1, {ErrorKind::RateLimited, {}, {}}, {}));
    }

    void waitingCountsDownAndStops()
    {
        QList<int> ticks;
        waitFor(1100ms, {}, [&ticks](int seconds) { ticks << seconds; });
        QCOMPARE(ticks.first(), 2);
        QVERIFY(ticks.size() >= 2);

        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, waitFor(1h, source.get_token()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestRetry)
#include "tst_retry.moc"
