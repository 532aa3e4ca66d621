// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"
#include "support/disk_tree.h"

#include <QProcess>

namespace stratoscope::test {

/// Docker's daemon, Podman's API service or containerd, of the packages docker.io, podman and containerd, with a socket and a
/// storage (vfs) of its own, no network and nothing of the machine's own engines. Ends when destroyed.
class RealEngine
{
public:
    /// Waits until it answers, or has failed.
    explicit RealEngine(EngineKind kind);
    ~RealEngine();
    RealEngine(const RealEngine &) = delete;
    RealEngine &operator=(const RealEngine &) = delete;

    bool isRunning() const { return m_problem.isEmpty(); }
    /// Why it does not run here: for QSKIP.
    const QByteArray &problem() const { return m_problem; }
    Engine engine() const;
    QString socket() const { return m_folder.path() + QStringLiteral("/socket"); }
    QString address() const { return QStringLiteral("unix://") + socket(); }
    /// Podman's storage: `[vfs@DIR]`.
    QString storage() const { return m_folder.path() + QStringLiteral("/root"); }

    /// What containerd's own command prints; ends the program if it fails.
    QByteArray ctr(const QStringList &arguments) const;

private:
    const EngineKind m_kind;
    TestFolder m_folder;
    QProcess m_process;
    QByteArray m_problem;
};

} // namespace stratoscope::test
