// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "image/import_image.h"
#include "image/pull_image.h"
#include "image/verify_image.h"
#include "push/push_image.h"
#include "store/store_cleaner.h"
#include "ui/common/latest_task.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfer_log.h"
#include "ui/transfers/transfer_model.h"

#include <QElapsedTimer>

#include <map>
#include <memory>

namespace stratoscope::ui {

/// The result of a task, as far as the list of transfers shows it.
struct TransferOutcome {
    qint64 bytes = -1; ///< -1: the total that was last reported as progress
    qint64 reusedBytes = 0;
    QStringList warnings{};
    QString target{}; ///< replaces that of the task; may be empty
};

/// A task for Transfers::run().
template <typename T>
struct TransferWork {
    TransferKind kind = TransferKind::Open; ///< not Pull
    QString name{}; ///< of the image or the file
    QString target{}; ///< as in Transfer; may be empty
    std::function<std::unique_ptr<TaskOf<T>>()> begin{}; ///< called for each attempt; must not refer to the owner
    // Called only while the owner lives:
    std::function<void()> began{};
    std::function<void(const Progress &)> progressed{};
    std::function<void(const Result<T> &)> done{};
    std::function<void()> cancelled{};
};

/// The single list of long-running tasks: starts, lists, stops and retries them, and logs how they ended. A few pulls run at a
/// time, the others wait. Pulls that are unfinished when the program ends are restored as paused at the next start. The destructor
/// cancels running tasks; downloaded data stays in the store. For the GUI thread.
class Transfers : public QObject
{
    Q_OBJECT

public:
    explicit Transfers(Session &session, Persistence persistence = Persistence::Enabled, QObject *parent = nullptr);
    ~Transfers() override;

    TransferModel *model() { return &m_model; }
    TransferLog *log() { return &m_log; }
    const std::vector<Transfer> &transfers() const { return m_model.transfers(); }
    const Transfer *find(int id) const { return m_model.find(id); }

    /// Starts a pull, or resumes the one of the same image and platform. Returns its ID.
    int pull(const Reference &reference, const std::optional<Platform> &platform);
    /// Starts a task of another kind and returns its ID. Exports, imports, pushes and what is loaded into engines are listed at
    /// once and stay on the list. Any other task is listed when it takes longer than a moment or fails, and removed from the list
    /// when it is done.
    template <typename T>
    int run(QObject *owner, TransferWork<T> work);
    bool isRunning(int id) const;

    void pause(int id);
    /// Also retries a cancelled or failed transfer.
    void resume(int id);
    void cancel(int id);
    /// Removes a transfer from the list unless it is active.
    void remove(int id);
    /// Cancels a transfer and removes it from the list; none of its callbacks are called any more.
    void drop(int id);
    void pauseAll();
    void resumeAll();
    void removeOver();
    void clearLog();

    /// The image with the layers that a pull has completed so far; null if there are none yet, or if the pull is done.
    std::shared_ptr<const Image> partialImage(int id) const;

Q_SIGNALS:
    /// partialImage() has more layers.
    void grew(int id);
    void stateChanged(int id);
    /// Done or Failed; not when paused or cancelled by the user.
    void ended(int id);

private:
    struct Work {
        std::optional<Transfer> unlisted{}; ///< the transfer, until it is listed
        std::function<void(LatestTask &)> begin{};
        std::function<void(const Progress &)> progressed{};
        std::function<void()> cancelled{};
        std::unique_ptr<LatestTask> task{};
        QElapsedTimer clock{}; ///< since this attempt began
        TransferState wanted = TransferState::Paused; ///< the state after stopping
        std::shared_ptr<const Image> partial{}; ///< of a pull
    };
    int add(Work work, Transfer transfer);
    int addPull(Transfer transfer);
    void list(int id);
    void restore();
    void save() const;
    const Transfer &transferOf(int id) const;
    void startNext();
    void start(int id);
    void stop(int id, TransferState wanted);
    /// `notify` calls the owner's callback, which may drop the transfer.
    void finish(int id, const Result<TransferOutcome> &outcome, const std::function<void()> &notify = {});
    void finishCancelled(int id);
    void forget(int id);
    void saveLog() const;
    void addToLog(Transfer transfer, TransferState result, qint64 milliseconds);
    void setState(int id, TransferState state, const std::optional<Error> &error = {});
    std::vector<int> idsWhere(bool (Transfer::*is)() const) const;

    static TransferOutcome outcomeOf(const AddReport &report)
    {
        return {.bytes = qint64(report.bytes), .reusedBytes = qint64(report.reusedBytes), .warnings = report.warnings};
    }
    static TransferOutcome outcomeOf(const ExportReport &report)
    {
        return {.bytes = qint64(report.bytes), .warnings = report.warnings};
    }
    static TransferOutcome outcomeOf(const CleanUpReport &report) { return {.bytes = qint64(report.freed)}; }
    static TransferOutcome outcomeOf(const PushReport &report)
    {
        return {.bytes = qint64(report.bytes),
                .reusedBytes = qint64(report.reusedBytes),
                .warnings = report.warnings,
                .target = report.reference + u'@' + report.digest.toString()};
    }
    template <typename T>
    static TransferOutcome outcomeOf(const std::shared_ptr<T> &)
    {
        return {};
    }
    static Result<TransferOutcome> outcomeOf(const ImageVerification &found);

    Session &m_session;
    const Persistence m_persistence;
    TransferModel m_model;
    TransferLog m_log;
    std::map<int, Work> m_works; ///< by ID
};

template <typename T>
int Transfers::run(QObject *owner, TransferWork<T> work)
{
    const auto forOwner = [guard = QPointer<QObject>(owner)](auto callback) {
        return [guard, callback = std::move(callback)](const auto &...values) {
            if (guard && callback)
                callback(values...);
        };
    };
    const int id = m_model.reserveId();
    Transfer transfer{.id = id, .kind = work.kind, .name = work.name, .target = work.target};
    const auto start = [this, id, begin = std::move(work.begin), began = forOwner(std::move(work.began)),
                        done = forOwner(std::move(work.done))](LatestTask &task) {
        task.start(begin(), [this, id, done](const Result<T> &result) {
            Result<TransferOutcome> outcome;
            if (!result)
                outcome = Failure(result.error());
            else if constexpr (!std::is_void_v<T>)
                outcome = outcomeOf(*result);
            finish(id, outcome, [&] { done(result); });
        });
        began();
    };
    return add(
        {.begin = start, .progressed = forOwner(std::move(work.progressed)), .cancelled = forOwner(std::move(work.cancelled))},
        std::move(transfer));
}

} // namespace stratoscope::ui
