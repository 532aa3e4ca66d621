// SPDX-License-Identifier: Apache-2.0
#include "support/real_engine.h"

#include "engine/find_engines.h"
#include "support/run_tool.h"

#include <QDeadlineTimer>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

QString programOf(EngineKind kind)
{
    switch (kind) {
    case EngineKind::Docker:
        return u"dockerd"_s;
    case EngineKind::Podman:
        return u"podman"_s;
    case EngineKind::Containerd:
        return u"containerd"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

RealEngine::RealEngine(EngineKind kind)
    : m_kind(kind)
{
    const QString program = QStandardPaths::findExecutable(programOf(kind), {u"/usr/bin"_s, u"/usr/sbin"_s, u"/usr/local/bin"_s});
    if (!isRoot() || program.isEmpty()) {
        m_problem = "needs " + programOf(kind).toLatin1() + " and root";
        return;
    }
    // A test that crashes leaves nothing running.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    const QString root = m_folder.path() + u"/root"_s;
    const QString run = m_folder.path() + u"/run"_s;
    switch (kind) {
    case EngineKind::Docker:
        m_process.start(program,
                        {u"--storage-driver=vfs"_s, u"--iptables=false"_s, u"--ip6tables=false"_s, u"--bridge=none"_s, u"--host"_s,
                         address(), u"--data-root"_s, root, u"--exec-root"_s, run, u"--pidfile"_s, m_folder.path() + u"/pid"_s});
        break;
    case EngineKind::Podman:
        m_process.start(program,
                        {u"--root"_s, root, u"--runroot"_s, run, u"--storage-driver=vfs"_s, u"--cgroup-manager=cgroupfs"_s,
                         u"--events-backend=file"_s, u"system"_s, u"service"_s, u"--time=0"_s, address()});
        break;
    case EngineKind::Containerd: {
        const QString config = m_folder.path() + u"/config.toml"_s;
        const QString text = u"version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n"
                             "[grpc]\n  address = \"%1\"\n[ttrpc]\n  address = \"%1.ttrpc\"\n"_s;
        writeDisk(config, text.arg(socket()).toUtf8());
        m_process.start(program, {u"--config"_s, config, u"--root"_s, root, u"--state"_s, run});
        break;
    }
    }
    QDeadlineTimer patience(60'000); // milliseconds; only ever waited for where it hangs
    while (m_process.state() != QProcess::NotRunning && !patience.hasExpired()) {
        m_process.waitForFinished(50);
        if (!engineStatus(engine(), {}).error)
            return;
    }
    m_problem = programOf(kind).toLatin1() + " does not start here: " + m_process.readAllStandardError().right(500);
}

Engine RealEngine::engine() const
{
    return {.kind = m_kind, .name = programOf(m_kind), .address = {.text = socket(), .socket = socket()}, .isExplicit = true};
}

QByteArray RealEngine::ctr(const QStringList &arguments) const
{
    return runTool(u"ctr"_s, QStringList{u"--address"_s, socket()} + arguments, m_folder.path());
}

RealEngine::~RealEngine()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(20'000)) { // only ever waited for where it hangs
        m_process.kill();
        m_process.waitForFinished();
    }
}

} // namespace stratoscope::test
