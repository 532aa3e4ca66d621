// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/disk_tree.h"

#include <QProcess>

namespace stratoscope::test {

/// Docker's daemon or Podman's API service, of the packages docker.io and podman, with a socket and a storage (vfs) of its own, no
/// network and nothing of the machine's own engines. Ends when destroyed.
class RealEngine
{
public:
    enum class Kind { Docker, Podman };
    /// Waits until it answers, or has failed.
    explicit RealEngine(Kind kind);
    ~RealEngine();
    RealEngine(const RealEngine &) = delete;
    RealEngine &operator=(const RealEngine &) = delete;

    bool isRunning() const { return m_problem.isEmpty(); }
    /// Why it does not run here: for QSKIP.
    const QByteArray &problem() const { return m_problem; }
    QString socket() const { return m_folder.path() + QStringLiteral("/socket"); }
    QString address() const { return QStringLiteral("unix://") + socket(); }
    /// Podman's storage: `[vfs@DIR]`.
    QString storage() const { return m_folder.path() + QStringLiteral("/root"); }

private:
    TestFolder m_folder;
    QProcess m_process;
    QByteArray m_problem;
};

} // namespace stratoscope::test
