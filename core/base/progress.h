// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace stratoscope {

enum class Stage { Resolve, Download, Verify, Index, Export, Search, Push };

/// "resolve", "download", …: part of the command line's output format.
QString stageName(Stage stage);

/// The state of one of several blobs.
enum class BlobState {
    Waiting,
    Running,
    Retrying, ///< waiting for the next attempt; the note says why
    Present, ///< already downloaded
    Done,
    Failed,
};

struct BlobProgress {
    QString name{};
    BlobState state = BlobState::Waiting;
    qint64 current = 0;
    qint64 total = 0;
    double bytesPerSecond = 0; ///< smoothed
    qint64 eta = -1; ///< remaining seconds; -1: unknown
    QString note{}; ///< a sentence; may be empty
};

/// A snapshot of the progress of long-running work, in bytes.
struct Progress {
    Stage stage = Stage::Resolve;
    qint64 current = 0;
    qint64 total = -1; ///< -1: unknown
    QString filename{}; ///< what is being worked on
    int blobIndex = 0; ///< of blobCount, from 0
    int blobCount = 0;
    double bytesPerSecond = 0; ///< smoothed
    qint64 eta = -1; ///< remaining seconds; -1: unknown
    std::vector<BlobProgress> blobs{}; ///< of a download
};

/// Receives snapshots; called from any of the threads that do the work, one call at a time.
using ProgressSink = std::function<void(const Progress &)>;

/// Counts the bytes processed by several threads and reports them to a sink, at most 20 times a second.
///
/// Thread-safe. `current` never decreases within a stage.
class ProgressMeter
{
public:
    explicit ProgressMeter(ProgressSink sink = {});

    /// Begins a stage and reports it immediately.
    void begin(Stage stage, qint64 total, int blobCount = 0) { begin({.stage = stage, .total = total, .blobCount = blobCount}); }
    /// Begins a stage that reports each of its blobs, which are identified by their indexes.
    void begin(Stage stage, std::vector<BlobProgress> blobs);
    void setBlob(int blob, BlobState state, const QString &note = {});
    /// Sets how much of a blob exists; decreases are ignored. Only `transferred` bytes count towards the speed.
    void reach(int blob, qint64 current, bool transferred = true);
    /// Sets the current item; included in the next snapshot.
    void setItem(const QString &filename, int blobIndex);
    /// Nothing happens unless it is positive.
    void add(qint64 bytes);
    /// Reports the final numbers of the stage.
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    void begin(Progress progress);
    void reportIfDue();
    void report(Clock::time_point now);

    const ProgressSink m_sink;
    std::mutex m_mutex;
    Progress m_progress;
    Clock::time_point m_lastReport;
    qint64 m_lastBytes = 0; ///< as of the last report, plus bytes that were not transferred
    std::vector<qint64> m_lastOfBlobs; ///< the same for each blob
};

} // namespace stratoscope
