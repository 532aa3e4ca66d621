// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::Resolve:
        return u"resolve"_s;
    case Stage::Download:
        return u"download"_s;
    case Stage::Verify:
        return u"verify"_s;
    case Stage::Index:
        return u"index"_s;
    case Stage::Export:
        return u"export"_s;
    }
    Q_UNREACHABLE();
}

ProgressMeter::ProgressMeter(ProgressSink sink)
    : m_sink(std::move(sink))
{
}

void ProgressMeter::begin(Stage stage, qint64 total, int blobCount)
{
    const std::scoped_lock lock(m_mutex);
    m_progress = {.stage = stage, .total = total, .filename = {}, .blobCount = blobCount};
    m_lastTold = Clock::now();
    m_lastBytes = 0;
    if (m_sink)
        m_sink(m_progress);
}

void ProgressMeter::setItem(const QString &filename, int blobIndex)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.filename = filename;
    m_progress.blobIndex = blobIndex;
}

void ProgressMeter::add(qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.current += bytes;
    if (!m_sink)
        return;
    if (const auto now = Clock::now(); now - m_lastTold >= 50ms)
        tell(now);
}

void ProgressMeter::finish()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_sink)
        return;
    tell(Clock::now());
}

void ProgressMeter::tell(Clock::time_point now)
{
    const double seconds = std::chrono::duration<double>(now - m_lastTold).count();
    if (seconds > 0) {
        // An exponential average over about two seconds: steady to read, yet it follows a change.
        const double speed = double(m_progress.current - m_lastBytes) / seconds;
        const double weight = m_progress.bytesPerSecond > 0 ? 1 - std::exp(-seconds / 2.0) : 1;
        m_progress.bytesPerSecond += weight * (speed - m_progress.bytesPerSecond);
    }
    const qint64 left = m_progress.total - m_progress.current;
    const bool known = m_progress.total >= 0 && left >= 0 && m_progress.bytesPerSecond >= 1;
    m_progress.eta = known ? qint64(std::ceil(double(left) / m_progress.bytesPerSecond)) : -1;
    m_lastTold = now;
    m_lastBytes = m_progress.current;
    m_sink(m_progress);
}

} // namespace stratoscope
