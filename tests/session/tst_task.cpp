// SPDX-License-Identifier: Apache-2.0
#include "session/task.h"
#include "support/test_main.h"

#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <new>
#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestTask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void yieldsAValue();
    void yieldsAnError();
    void anExceptionIsAnError_data();
    void anExceptionIsAnError();
    void progressArrivesInTheOwnersThread();
    void cancelledWorkYieldsNothing();
    void destroyingWaitsForTheWork();
};

void TestTask::yieldsAValue()
{
    QThreadPool pool;
    TaskOf<int> task(pool, [](ProgressMeter &, const std::stop_token &) { return 42; });
    QSignalSpy finished(&task, &Task::finished);
    QVERIFY(finished.wait());
    QVERIFY(task.isFinished());
    const auto result = task.takeResult();
    QVERIFY(result && *result);
    QCOMPARE(**result, 42);
}

void TestTask::yieldsAnError()
{
    QThreadPool pool;
    TaskOf<void> task(pool, [](ProgressMeter &, const std::stop_token &) -> Result<void> {
        return fail(ErrorKind::NoSpace, u"disk"_s, u"is full"_s);
    });
    QSignalSpy finished(&task, &Task::finished);
    QVERIFY(finished.wait());
    const auto result = task.takeResult();
    QVERIFY(result && !*result);
    QCOMPARE(result->error().message(), u"disk: is full"_s);
}

void TestTask::anExceptionIsAnError_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("out of memory") << 0 << ErrorKind::NoMemory << u"not enough memory"_s;
    QTest::newRow("a file that is missing") << 1 << ErrorKind::NotFound << u"/missing: "_s;
    QTest::newRow("anything else") << 2 << ErrorKind::Io << u"unexpected error: broken"_s;
}

void TestTask::anExceptionIsAnError()
{
    QFETCH(int, which);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, message);
    QThreadPool pool;
    TaskOf<int> task(pool, [which](ProgressMeter &, const std::stop_token &) -> Result<int> {
        switch (which) {
        case 0:
            throw std::bad_alloc();
        case 1:
            throw std::filesystem::filesystem_error("no such file", "/missing",
                                                    std::make_error_code(std::errc::no_such_file_or_directory));
        default:
            throw std::runtime_error("broken");
        }
    });
    QSignalSpy finished(&task, &Task::finished);
    QVERIFY(finished.wait());
    const auto result = task.takeResult();
    QVERIFY(result && !*result);
    QCOMPARE(result->error().kind, kind);
    QVERIFY2(result->error().message().startsWith(message), qPrintable(result->error().message()));
}

void TestTask::progressArrivesInTheOwnersThread()
{
    QThreadPool pool;
    TaskOf<void> task(pool, [](ProgressMeter &progress, const std::stop_token &) -> Result<void> {
        progress.begin(Stage::Index, 100);
        progress.add(100);
        progress.finish();
        return {};
    });
    qint64 last = -1;
    connect(&task, &Task::progressed, this, [&](const Progress &progress) {
        QCOMPARE(QThread::currentThread(), thread());
        QVERIFY(progress.current >= last);
        last = progress.current;
    });
    QSignalSpy finished(&task, &Task::finished);
    QVERIFY(finished.wait());
    QTRY_COMPARE(last, 100);
}

void TestTask::cancelledWorkYieldsNothing()
{
    QThreadPool pool;
    TaskOf<int> task(pool, [](ProgressMeter &, const std::stop_token &stop) -> Result<int> {
        while (true)
            throwIfStopped(stop);
    });
    QSignalSpy finished(&task, &Task::finished);
    task.cancel();
    QVERIFY(finished.wait());
    QVERIFY(!task.takeResult());
}

void TestTask::destroyingWaitsForTheWork()
{
    QThreadPool pool;
    std::atomic<bool> cleanedUp = false;
    {
        std::atomic<bool> started = false;
        TaskOf<int> task(pool, [&](ProgressMeter &, const std::stop_token &stop) -> Result<int> {
            const auto cleanUp = qScopeGuard([&] { cleanedUp = true; });
            started = true;
            while (true)
                throwIfStopped(stop);
        });
        QTRY_VERIFY(started);
    }
    QVERIFY(cleanedUp);
}

STRATOSCOPE_GUILESS_TEST(TestTask)
#include "tst_task.moc"
