// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "image/pull_image.h"
#include "image/reverify.h"
#include "ui/common/latest_task.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfer_log.h"
#include "ui/transfers/transfer_model.h"

#include <QElapsedTimer>

#include <map>
#include <memory>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// What has come of work, as far as the list of transfers tells it.
struct TransferOutcome {
    qint64 bytes = -1; ///< -1: as many as there were to do
    qint64 reusedBytes = 0;
    QStringList warnings{};
};

/// Work to be run among the transfers.
template <typename T>
struct TransferWork {
    TransferKind kind = TransferKind::Open; ///< no pull
    QString name{}; ///< what the image or the file is called
    QString target{}; ///< a path; may be empty
    std::function<std::unique_ptr<TaskOf<T>>()> begin{}; ///< once for each try; may not refer to the owner
    // Told to the owner, as long as that lives:
    std::function<void()> began{};
    std::function<void(const Progress &)> progressed{};
    std::function<void(const Result<T> &)> done{};
    std::function<void()> cancelled{};
};

/// All work that takes a while: it is begun here, shown, stopped and tried again, and when it has ended, the log says so. Of pulls
/// a few run at a time, the others wait; those that had not ended when the program did are there again at the next start, paused.
/// Destroying it stops what runs; what has arrived stays in the store. For the GUI thread.
class Transfers : public QObject
{
    Q_OBJECT

public:
    explicit Transfers(Session &session, Memory memory = Memory::Kept, QObject *parent = nullptr);
    ~Transfers() override;

    TransferModel *model() { return &m_model; }
    TransferLog *log() { return &m_log; }
    const std::vector<Transfer> &transfers() const { return m_model.transfers(); }
    const Transfer *find(int id) const { return m_model.find(id); }
    /// How many have not ended and are not stopped.
    int activeCount() const;

    /// Begins a pull, or goes on with the one there is of the same image. Returns its number.
    int pull(const Reference &reference, const std::optional<Platform> &platform);
    /// Begins other work. It is listed once it takes longer than a moment, or fails; what has been opened, verified or saved is
    /// then off the list again.
    template <typename T>
    int run(QObject *owner, TransferWork<T> work);
    bool isRunning(int id) const;

    void pause(int id);
    /// Also tries again.
    void resume(int id);
    void cancel(int id);
    /// Takes one that is not active off the list.
    void remove(int id);
    /// Stops it, whatever its state, and takes it off the list: nobody wants to hear of it any more.
    void drop(int id);
    void pauseAll();
    void resumeAll();
    void removeOver();
    void clearLog();

    /// The image as far as its lowest layers are there; null where none is, or where it is whole.
    std::shared_ptr<const Image> partialImage(int id) const;

Q_SIGNALS:
    /// More layers of it can be looked at.
    void grew(int id);
    /// Done, failed, paused, resumed or cancelled.
    void stateChanged(int id);
    /// By itself, not by the user: Done or Failed.
    void ended(int id);

private:
    struct Work {
        std::optional<Transfer> unlisted{}; ///< until it takes longer than a moment
        std::function<void(LatestTask &)> begin{};
        std::function<void(const Progress &)> progressed{};
        std::function<void()> cancelled{};
        std::unique_ptr<LatestTask> task{};
        QElapsedTimer clock{}; ///< of this try
        TransferState wanted = TransferState::Paused; ///< once it has stopped
        std::shared_ptr<const Image> partial{}; ///< of a pull
    };
    int add(Work work, Transfer transfer);
    int addPull(Transfer transfer);
    void list(int id);
    void restore();
    void keep() const;
    void startNext();
    void start(int id);
    void stop(int id, TransferState wanted);
    /// `tell`: lets the owner know; it may drop the work.
    void finish(int id, const Result<TransferOutcome> &outcome, const std::function<void()> &tell = {});
    void finishCancelled(int id);
    void forget(int id);
    void keepLog() const;
    void writeDown(Transfer transfer, TransferState how, qint64 milliseconds);
    void setState(int id, TransferState state, const std::optional<Error> &error = {});
    std::vector<int> idsWhere(bool (Transfer::*is)() const) const;

    static TransferOutcome outcomeOf(const PullReport &report);
    static TransferOutcome outcomeOf(const ExportReport &report);
    static TransferOutcome outcomeOf(const std::shared_ptr<const Image> &) { return {}; }
    static Result<TransferOutcome> outcomeOf(const Reverification &found);

    Session &m_session;
    const Memory m_memory;
    TransferModel m_model;
    TransferLog m_log;
    std::map<int, Work> m_works;
};

template <typename T>
int Transfers::run(QObject *owner, TransferWork<T> work)
{
    // Calls `what`, unless the owner is gone.
    const auto forOwner = [guard = QPointer<QObject>(owner)](auto what) {
        return [guard, what = std::move(what)](const auto &...values) {
            if (guard && what)
                what(values...);
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
