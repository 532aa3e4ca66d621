// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractEventDispatcher>
#include <QByteArray>
#include <QFile>
#include <QObject>

#include <algorithm>
#include <ctime>
#include <optional>
#include <sys/resource.h>
#include <utility>

namespace stratoscope::test {

/// Measures how long the event loop of this thread is away at a time: the time that it works, and that it waits for a lock, a file
/// or another thread. What does not count is that other programs have the processors meanwhile.
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

    /// What is done from now on counts as one turn of the loop, as if an event had caused it.
    void begin()
    {
        end();
        m_begun = now();
    }
    /// In milliseconds.
    double longest() const { return m_longest; }
    void restart()
    {
        m_longest = 0;
        m_begun.reset();
    }

    /// Of the clock, in milliseconds.
    static double time(clockid_t clock)
    {
        timespec time{};
        clock_gettime(clock, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

private:
    struct Moment {
        double clock = 0;
        double worked = 0; ///< on a processor
        double queued = 0; ///< ready to work, while others had the processors
        long waits = 0; ///< how often this thread has given a processor away by itself
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
        // A virtual machine may have been held up as a whole; that is no waiting.
        const bool hasWaited = ended.waits != then.waits && m_schedule.isOpen();
        m_longest = std::max(m_longest, worked + (hasWaited ? std::max(waited, 0.0) : 0.0));
    }

    QFile m_schedule{QStringLiteral("/proc/thread-self/schedstat")};
    std::optional<Moment> m_begun;
    double m_longest = 0;
};

} // namespace stratoscope::test
