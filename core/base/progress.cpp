// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include "base/saturating_add.h"

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

QString stageName(Stage stage)
{
    static constexpr std::array kNames{"resolve"_L1, "download"_L1, "verify"_L1, "index"_L1, "export"_L1, "search"_L1, "push"_L1};
    return kNames[std::size_t(stage)];
}

ProgressMeter::ProgressMeter(ProgressSink sink)
    : m_sink(std::move(sink))
{
}

void ProgressMeter::begin(Stage stage, std::vector<BlobProgress> blobs)
{
    const int count = int(blobs.size());
    Progress progress{.stage = stage, .total = 0, .blobCount = count, .blobs = std::move(blobs)};
    for (const BlobProgress &blob : progress.blobs)
        progress.total = saturatingAdd(progress.total, blob.total);
    begin(std::move(progress));
}

void ProgressMeter::begin(Progress progress)
{
    const std::scoped_lock lock(m_mutex);
    m_progress = std::move(progress);
    m_lastReport = Clock::now();
    m_lastBytes = 0;
    m_lastOfBlobs.assign(m_progress.blobs.size(), 0);
    if (m_sink)
        m_sink(m_progress);
}

void ProgressMeter::setBlob(int blob, BlobState state, const QString &note)
{
    const std::scoped_lock lock(m_mutex);
    BlobProgress &progress = m_progress.blobs[std::size_t(blob)];
    progress.state = state;
    progress.note = note;
    if (state == BlobState::Running) {
        m_progress.filename = progress.name;
        m_progress.blobIndex = blob;
    }
    reportIfDue();
}

void ProgressMeter::reach(int blob, qint64 current, bool transferred)
{
    const std::scoped_lock lock(m_mutex);
    BlobProgress &progress = m_progress.blobs[std::size_t(blob)];
    const qint64 more = current - progress.current;
    if (more <= 0)
        return;
    progress.current = current;
    m_progress.current = saturatingAdd(m_progress.current, more);
    if (!transferred) {
        m_lastBytes = saturatingAdd(m_lastBytes, more);
        m_lastOfBlobs[std::size_t(blob)] += more;
    }
    reportIfDue();
}

void ProgressMeter::setItem(const QString &filename, int blobIndex)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.filename = filename;
    m_progress.blobIndex = blobIndex;
}

void ProgressMeter::add(qint64 bytes)
{
    if (bytes <= 0)
        return;
    const std::scoped_lock lock(m_mutex);
    m_progress.current = saturatingAdd(m_progress.current, bytes);
    reportIfDue();
}

void ProgressMeter::finish()
{
    const std::scoped_lock lock(m_mutex);
    if (m_sink)
        report(Clock::now());
}

void ProgressMeter::reportIfDue()
{
    if (!m_sink)
        return;
    if (const auto now = Clock::now(); now - m_lastReport >= 50ms)
        report(now);
}

namespace {

/// Updates an exponential moving average over about two seconds with `more` bytes in `seconds`.
void average(double &bytesPerSecond, qint64 more, double seconds)
{
    const double weight = bytesPerSecond > 0 ? 1 - std::exp(-seconds / 2.0) : 1;
    bytesPerSecond += weight * (double(more) / seconds - bytesPerSecond);
}

qint64 secondsLeft(qint64 current, qint64 total, double bytesPerSecond)
{
    if (current < 0 || current > total || bytesPerSecond < 1)
        return -1;
    constexpr double kMost = 1e18;
    const double seconds = std::ceil(double(total - current) / bytesPerSecond);
    return seconds < kMost ? qint64(seconds) : -1;
}

} // namespace

void ProgressMeter::report(Clock::time_point now)
{
    if (const double seconds = std::chrono::duration<double>(now - m_lastReport).count(); seconds > 0) {
        average(m_progress.bytesPerSecond, m_progress.current - m_lastBytes, seconds);
        for (std::size_t i = 0; i < m_progress.blobs.size(); ++i) {
            BlobProgress &blob = m_progress.blobs[i];
            if (blob.state == BlobState::Running)
                average(blob.bytesPerSecond, blob.current - m_lastOfBlobs[i], seconds);
            else
                blob.bytesPerSecond = 0;
            blob.eta = secondsLeft(blob.current, blob.total, blob.bytesPerSecond);
            m_lastOfBlobs[i] = blob.current;
        }
    }
    m_progress.eta = secondsLeft(m_progress.current, m_progress.total, m_progress.bytesPerSecond);
    m_lastReport = now;
    m_lastBytes = m_progress.current;
    m_sink(m_progress);
}

} // namespace stratoscope
