// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace stratoscope {

enum class Stage { Resolve, Download, Verify, Index, Export };

/// "resolve", "download", … : the names of the command line's contract.
QString stageName(Stage stage);

/// How far one of several blobs is.
enum class BlobState {
    Waiting,
    Running,
    Retrying, ///< it waits to be tried again; the note says why
    Present, ///< it was there already
    Done,
    Failed,
};

struct BlobProgress {
    QString name{};
    BlobState state = BlobState::Waiting;
    qint64 current = 0;
    qint64 total = 0;
    double bytesPerSecond = 0; ///< smoothed
    qint64 eta = -1; ///< seconds left; -1: unknown
    QString note{}; ///< a sentence; may be empty
};

/// A snapshot of long work, in bytes.
struct Progress {
    Stage stage = Stage::Resolve;
    qint64 current = 0;
    qint64 total = -1; ///< -1: unknown
    QString filename{}; ///< what is being worked on
    int blobIndex = 0; ///< of blobCount, from 0
    int blobCount = 0;
    double bytesPerSecond = 0; ///< smoothed
    qint64 eta = -1; ///< seconds left; -1: unknown
    std::vector<BlobProgress> blobs{}; ///< of a download: each of them
};

/// Is given snapshots; called from whichever thread does the work, one call at a time.
using ProgressSink = std::function<void(const Progress &)>;

/// Counts bytes that several threads work off and tells a sink, at most 20 times a second.
///
/// Thread-safe. `current` never goes back within one stage.
class ProgressMeter
{
public:
    explicit ProgressMeter(ProgressSink sink = {});

    /// Begins a stage: tells the sink at once.
    void begin(Stage stage, qint64 total, int blobCount = 0);
    /// Begins a stage whose blobs are told of one by one, by their numbers.
    void begin(Stage stage, std::vector<BlobProgress> blobs);
    void setBlob(int blob, BlobState state, const QString &note = {});
    /// A blob is there up to this byte; less than before is left out. What was `transferred` just now counts for the speed.
    void reach(int blob, qint64 current, bool transferred = true);
    /// What is being worked on; shown with the next snapshot.
    void setItem(const QString &filename, int blobIndex);
    void add(qint64 bytes);
    /// Tells the sink the final numbers of the stage.
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    void tellSometimes();
    void tell(Clock::time_point now);

    const ProgressSink m_sink;
    std::mutex m_mutex;
    Progress m_progress;
    Clock::time_point m_lastTold;
    qint64 m_lastBytes = 0; ///< that count for the speed
    std::vector<qint64> m_lastOfBlobs;
};

} // namespace stratoscope
