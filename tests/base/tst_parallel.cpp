// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "base/parallel.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <atomic>
#include <new>
#include <set>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestParallel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesEachNumberOnce();
    void nothingToDo();
    void returnsTheErrorAndStopsTheOthers();
    void cancelsWhenAsked();
    void runningOutOfMemoryIsAnError();
};

void TestParallel::doesEachNumberOnce()
{
    std::vector<std::atomic<int>> done(1000);
    VERIFY_RESULT(inParallel(done.size(),
                             [&](std::size_t i, const std::stop_token &) -> Result<void> {
                                 ++done[i];
                                 return {};
                             },
                             {}));
    for (const auto &count : done)
        QCOMPARE(count.load(), 1);
}

void TestParallel::nothingToDo()
{
    VERIFY_RESULT(inParallel(
        0, [](std::size_t, const std::stop_token &) -> Result<void> { return fail(ErrorKind::Io, {}, u"was called"_s); }, {}));
}

void TestParallel::returnsTheErrorAndStopsTheOthers()
{
    std::atomic<int> started = 0;
    const auto outcome = inParallel(1'000'000,
                                    [&](std::size_t i, const std::stop_token &) -> Result<void> {
                                        ++started;
                                        if (i == 3)
                                            return fail(ErrorKind::Mismatch, u"three"_s, u"is wrong"_s);
                                        return {};
                                    },
                                    {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error(), (Error{ErrorKind::Mismatch, u"three"_s, u"is wrong"_s}));
    QVERIFY(started < 1'000'000);
}

void TestParallel::cancelsWhenAsked()
{
    std::stop_source stop;
    const auto work = [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
        if (i == 2)
            stop.request_stop();
        throwIfStopped(inner);
        return {};
    };
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(inParallel(100, work, stop.get_token())));
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(inParallel(0, work, stop.get_token())));
}

void TestParallel::runningOutOfMemoryIsAnError()
{
    const auto outcome = inParallel(4, [](std::size_t, const std::stop_token &) -> Result<void> { throw std::bad_alloc(); }, {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::NoMemory);
}

STRATOSCOPE_APPLESS_TEST(TestParallel)
#include "tst_parallel.moc"
