// SPDX-License-Identifier: Apache-2.0
#include "support/real_engine.h"

#include "engine/find_engines.h"
#include "support/need.h"

#include <QDeadlineTimer>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

RealEngine::RealEngine(Kind kind)
{
    const QString program = kind == Kind::Docker ? u"dockerd"_s : u"podman"_s;
    if (!isRoot() || QStandardPaths::findExecutable(program, {u"/usr/bin"_s, u"/usr/sbin"_s, u"/usr/local/bin"_s}).isEmpty()) {
        m_problem = "needs " + program.toLatin1() + " and root";
        return;
    }
    // A test that crashes leaves nothing running.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    const QString root = m_folder.path() + u"/root"_s;
    const QString run = m_folder.path() + u"/run"_s;
    if (kind == Kind::Docker)
        m_process.start(QStandardPaths::findExecutable(program, {u"/usr/bin"_s, u"/usr/sbin"_s, u"/usr/local/bin"_s}),
                        {u"--storage-driver=vfs"_s, u"--iptables=false"_s, u"--ip6tables=false"_s, u"--bridge=none"_s, u"--host"_s,
                         address(), u"--data-root"_s, root, u"--exec-root"_s, run, u"--pidfile"_s, m_folder.path() + u"/pid"_s});
    else
        m_process.start(program,
                        {u"--root"_s, root, u"--runroot"_s, run, u"--storage-driver=vfs"_s, u"--cgroup-manager=cgroupfs"_s,
                         u"--events-backend=file"_s, u"system"_s, u"service"_s, u"--time=0"_s, address()});
    QDeadlineTimer patience(60'000); // milliseconds; only ever waited for where it hangs
    while (m_process.state() != QProcess::NotRunning && !patience.hasExpired()) {
        m_process.waitForFinished(50);
        if (!engineStatus(need(findEngine(socket())), {}).error)
            return;
    }
    m_problem = program.toLatin1() + " does not start here: " + m_process.readAllStandardError().right(500);
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
