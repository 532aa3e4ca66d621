// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/pull_image.h"
#include "ui/latest_task.h"
#include "ui/models/transfer_model.h"

#include <map>
#include <memory>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// Pulls images: a few at a time, the others wait. What had not ended when the program did is there again at the next start,
/// paused. Destroying it stops what runs; what has arrived stays in the store. For the GUI thread.
class Transfers : public QObject
{
    Q_OBJECT

public:
    explicit Transfers(Session &session, QObject *parent = nullptr);
    ~Transfers() override;

    TransferModel *model() { return &m_model; }
    const Transfer *find(int id) const { return m_model.find(id); }
    /// How many have not ended and are not stopped.
    int activeCount() const;

    /// Begins a pull, or goes on with the one there is of the same image. Returns its number.
    int pull(const Reference &reference, const std::optional<Platform> &platform);
    void pause(int id);
    void resume(int id);
    void cancel(int id);
    /// Takes one that is not active off the list.
    void remove(int id);
    void pauseAll();
    void resumeAll();
    void removeOver();

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
    struct Pull {
        std::unique_ptr<LatestTask> task;
        TransferState wanted = TransferState::Paused; ///< once it has stopped
        std::shared_ptr<const Image> partial;
    };
    void restore();
    void keep() const;
    void startNext();
    void start(int id);
    void stop(int id, TransferState wanted);
    void finish(int id, const Result<PullReport> &report);
    void setState(int id, TransferState state, const std::optional<Error> &error = {});
    std::vector<int> idsWhere(bool (Transfer::*is)() const) const;

    Session &m_session;
    TransferModel m_model;
    std::map<int, Pull> m_pulls;
};

} // namespace stratoscope::ui
