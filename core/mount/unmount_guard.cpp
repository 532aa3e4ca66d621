// SPDX-License-Identifier: Apache-2.0
#include "mount/unmount_guard.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<std::unique_ptr<UnmountGuard>> UnmountGuard::start(const QString &directory)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return failErrno(directory, u"watching the mount"_s, errno);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK); // a terminal's Ctrl+C does not end it
    sigset_t none;
    ::sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);

    // The line is missing where the program had no time to send it.
    QByteArray script = "read -r line || exec fusermount3 -u -q -z -- \"$1\"";
    QByteArray path = QFile::encodeName(directory);
    std::array<std::string, 2> words{"sh", "-c"};
    std::array<char *, 6> arguments{words[0].data(), words[1].data(), script.data(), words[0].data(), path.data(), nullptr};
    pid_t process = 0;
    const int error = ::posix_spawn(&process, "/bin/sh", &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    if (error != 0) {
        ::close(ends[0]);
        return failErrno(u"/bin/sh"_s, u"starting it to watch the mount"_s, error);
    }
    return std::unique_ptr<UnmountGuard>(new UnmountGuard(ends[0], process));
}

UnmountGuard::~UnmountGuard()
{
    ::send(m_connection, "\n", 1, MSG_NOSIGNAL);
    ::close(m_connection);
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) { }
}

} // namespace stratoscope
