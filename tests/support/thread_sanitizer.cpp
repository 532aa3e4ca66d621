// SPDX-License-Identifier: Apache-2.0
#include "support/thread_sanitizer.h"

#ifndef __SANITIZE_THREAD__

void stratoscope::test::synchronizeThreads() { }

#else

#include <QMetaObject>
#include <QRunnable>
#include <QThreadPool>

#include <ctime>
#include <memory>
#include <pthread.h>
#include <sanitizer/tsan_interface.h>

// Qt is not built with the thread sanitizer, which therefore does not see how it hands events and tasks from thread to thread. The
// linker redirects the functions by which this project hands them over (--wrap) to those below.
//
// All share one synchronization object. What is missed by that is a race between two threads that have exchanged something else
// before.

#define QUEUE_CALL(PREFIX) PREFIX##_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv
#define START_RUNNABLE(PREFIX) PREFIX##_ZN11QThreadPool5startEP9QRunnablei

namespace stratoscope::test {

namespace {

char synchronization;

bool onEvent(void **)
{
    synchronizeThreads();
    return false; // the event is delivered
}

[[maybe_unused]] const bool isRegistered = QInternal::registerCallback(QInternal::EventNotifyCallback, onEvent);

/// Runs another one, once the pool has handed it over.
class HandedOver final : public QRunnable
{
public:
    explicit HandedOver(QRunnable *runnable)
        : m_runnable(runnable)
    {
    }
    void run() override
    {
        synchronizeThreads();
        const std::unique_ptr<QRunnable> owned(m_runnable->autoDelete() ? m_runnable : nullptr);
        m_runnable->run();
        synchronizeThreads();
    }

private:
    QRunnable *const m_runnable;
};

/// Calls another one in the thread that it was handed over to. The last of the two threads to let go of it destroys it.
class HandedOverCall final : public QtPrivate::QSlotObjectBase
{
public:
    explicit HandedOverCall(QtPrivate::QSlotObjectBase *slot)
        : QSlotObjectBase(&HandedOverCall::perform)
        , m_slot(slot)
    {
    }

private:
    static void perform(int what, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *)
    {
        synchronizeThreads();
        auto *const call = static_cast<HandedOverCall *>(self);
        if (what == Call) {
            call->m_slot->call(receiver, arguments);
            synchronizeThreads();
        } else if (what == Destroy) {
            call->m_slot->destroyIfLastRef();
            delete call;
        }
    }

    QtPrivate::QSlotObjectBase *const m_slot;
};

timespec onWallClock(clockid_t clock, const timespec &end)
{
    timespec now{};
    timespec wall{};
    ::clock_gettime(clock, &now);
    ::clock_gettime(CLOCK_REALTIME, &wall);
    constexpr long kSecond = 1'000'000'000;
    const long nanoseconds = wall.tv_nsec + end.tv_nsec - now.tv_nsec + kSecond;
    return {wall.tv_sec + end.tv_sec - now.tv_sec - 1 + nanoseconds / kSecond, nanoseconds % kSecond};
}

} // namespace

void synchronizeThreads()
{
    __tsan_acquire(&synchronization);
    __tsan_release(&synchronization);
}

} // namespace stratoscope::test

extern "C" {

bool QUEUE_CALL(__real_)(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result);
bool QUEUE_CALL(__wrap_)(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    auto *const handedOver = new stratoscope::test::HandedOverCall(slot);
    stratoscope::test::synchronizeThreads();
    return QUEUE_CALL(__real_)(object, handedOver, type, result);
}

void START_RUNNABLE(__real_)(QThreadPool *pool, QRunnable *runnable, int priority);
void START_RUNNABLE(__wrap_)(QThreadPool *pool, QRunnable *runnable, int priority)
{
    auto handedOver = std::make_unique<stratoscope::test::HandedOver>(runnable);
    stratoscope::test::synchronizeThreads();
    START_RUNNABLE(__real_)(pool, handedOver.release(), priority);
}

// GCC 12's thread sanitizer does not know this function, which the standard library's timed mutex uses.
int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const timespec *end)
{
    const timespec wall = stratoscope::test::onWallClock(clock, *end);
    return ::pthread_mutex_timedlock(mutex, &wall);
}
}

#endif
