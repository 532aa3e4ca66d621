// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractEventDispatcher>
#include <QObject>

#include <algorithm>
#include <ctime>
#include <optional>

namespace stratoscope::test {

/// Measures how long the event loop of this thread is away at a time: processor time, so that other programs do not count.
class Watchdog : public QObject
{
public:
    Watchdog()
    {
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

    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

private:
    void end()
    {
        if (m_begun)
            m_longest = std::max(m_longest, now() - *m_begun);
        m_begun.reset();
    }

    std::optional<double> m_begun;
    double m_longest = 0;
};

} // namespace stratoscope::test
