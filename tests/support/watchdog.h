// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractEventDispatcher>
#include <QByteArray>
#include <QFile>
#include <QObject>

#include <algorithm>
#include <ctime>
#include <limits>
#include <optional>
#include <sys/resource.h>
#include <utility>

namespace stratoscope::test {

/// Measures how long the event loop of this thread is busy at a time: the CPU time of the thread, and the time it spends in
/// blocking calls (waiting for a lock, a file or another thread). Time for which it waits for a processor does not count.
class Watchdog : public QObject
{
public:
    Watchdog()
    {
        m_schedule.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        auto *const dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { begin(); });
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] { end(); });
    }

    /// The goal, in milliseconds. scripts/bench reports the figure against it.
    static constexpr double kGoalMs = 50;
    /// A test fails above this limit, which even a busy machine does not reach unless something is wrong.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr double kLimitMs = std::numeric_limits<double>::infinity(); // sanitizers slow everything down
#else
    static constexpr double kLimitMs = 250;
#endif

    /// Starts a new turn of the event loop, as if an event was delivered now.
    void begin()
    {
        end();
        m_begun = now();
    }
    /// The longest turn, in milliseconds.
    double longest() const
    {
        return m_longest;
    }
    void restart()
    {
        m_longest = 0;
        m_begun.reset();
    }

    /// The time of a clock, in milliseconds.
    static double time(clockid_t clock)
    {
        timespec time{};
        clock_gettime(clock, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

private:
    struct Moment {
        double clock = 0;
        double worked = 0; ///< CPU time
        double queued = 0; ///< time spent runnable, waiting for a processor
        long waits = 0; ///< number of voluntary context switches
    };

    Moment now()
    {
        rusage usage{};
        getrusage(RUSAGE_THREAD, &usage);
        return {time(CLOCK_MONOTONIC), time(CLOCK_THREAD_CPUTIME_ID), queued(), usage.ru_nvcsw};
    }

    double queued()
    {
        m_schedule.seek(0);
        return m_schedule.read(200).split(' ').value(1).toDouble() / 1e6; // see proc(5)
    }

    void end()
    {
        if (!m_begun)
            return;
        const Moment then = *std::exchange(m_begun, std::nullopt);
        const Moment ended = now();
        const double worked = ended.worked - then.worked;
        const double waited = ended.clock - then.clock - worked - (ended.queued - then.queued);
        // Without a blocking call, the rest of the time was taken by the host of a virtual machine.
        const bool hasWaited = ended.waits != then.waits && m_schedule.isOpen();
        m_longest = std::max(m_longest, worked + (hasWaited ? std::max(waited, 0.0) : 0.0));
    }

    QFile m_schedule{QStringLiteral("/proc/thread-self/schedstat")};
    std::optional<Moment> m_begun;
    double m_longest = 0;
};

} // namespace stratoscope::test
