// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <chrono>

namespace stratoscope {

/// The least average speed of a server, in bytes per second.
inline constexpr qint64 kSlowestServer = 1024;

/// Judges whether a server makes progress: within each period of waiting for it, it must send as much as the slowest server does.
/// A period ends early as soon as it has. The time is given by the caller, who leaves out what is not the server's fault.
class ProgressJudge
{
public:
    explicit ProgressJudge(std::chrono::nanoseconds period)
        : m_period(period)
    {
    }

    /// Begins a new period.
    void restart()
    {
        m_waited = {};
        m_bytes = 0;
    }
    void wait(std::chrono::nanoseconds time) { m_waited += time; }
    void receive(qint64 bytes)
    {
        m_bytes += bytes;
        if (std::chrono::duration<double>(m_period).count() * double(kSlowestServer) <= double(m_bytes))
            restart();
    }

    /// Whether a period has passed without sufficient progress.
    bool isStalled() const { return m_waited >= m_period; }

private:
    std::chrono::nanoseconds m_period;
    std::chrono::nanoseconds m_waited{};
    qint64 m_bytes = 0;
};

} // namespace stratoscope
