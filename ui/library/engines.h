// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine_client.h"
#include "ui/common/latest_task.h"
#include "ui/library/engine_rows.h"

#include <QTimer>

namespace stratoscope::ui {

/// The engines of this machine and their images. Each is asked in the session's threads, and again whenever it reports that
/// something has changed; those that do not run are tried again from time to time. For the GUI thread.
class Engines : public QObject
{
    Q_OBJECT

public:
    explicit Engines(Session &session, QObject *parent = nullptr);
    ~Engines() override;

    /// Begins to look for engines, and to follow them.
    void start() { find(); }
    /// Asks those again that do not run. An engine that is being waited for is not disturbed.
    void refresh() { find(); }

    /// The rows of all engines that have been asked.
    std::vector<LibraryRow> rows() const;
    /// Those that run.
    std::vector<Engine> running() const;
    /// The engine of a group of rows(); null if there is none that runs.
    const Engine *engineOf(int group) const;

Q_SIGNALS:
    void changed();

private:
    struct Watch {
        explicit Watch(Engine found)
            : engine(std::move(found))
        {
        }
        Engine engine;
        std::optional<EngineState> state; ///< nothing until it has been asked
        EngineClient::KnownImages known;
        LatestTask task;
    };
    void find();
    void follow(const std::vector<Engine> &engines);
    void list(Watch &watch);
    void wait(Watch &watch, const std::shared_ptr<const EngineClient> &client, const QDateTime &since);

    Session &m_session;
    std::vector<std::unique_ptr<Watch>> m_watches;
    LatestTask m_finding;
    QTimer m_again;
};

} // namespace stratoscope::ui
