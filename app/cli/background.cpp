// SPDX-License-Identifier: Apache-2.0
#include "app/cli/background.h"

#include "base/cancel.h"
#include "base/file.h"
#include "base/parse_text.h"

#include <QFile>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope::cli::background {

namespace {

/// The number of the pipe's end into which the second process writes once it is ready.
constexpr auto kVariable = "STRATOSCOPE_BACKGROUND_FD";
constexpr int kPollMs = 50;
constexpr int kEndedBySignal = 128; ///< plus its number, as in a shell

int waitForEnd(pid_t process)
{
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) ? WEXITSTATUS(status) : kEndedBySignal + WTERMSIG(status);
}

Result<pid_t> startAgain(int pipe)
{
    QFile file(u"/proc/self/cmdline"_s);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Io, file.fileName(), file.errorString());
    std::vector<std::string> words;
    for (const QByteArray &word : file.readAll().split('\0'))
        words.push_back(word.toStdString());
    words.pop_back(); // after the last zero byte
    std::vector<char *> arguments;
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::setenv(kVariable, std::to_string(pipe).c_str(), 1);
    pid_t process = -1;
    const int problem = ::posix_spawn(&process, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ);
    ::unsetenv(kVariable);
    if (problem != 0)
        return failErrno(u"/proc/self/exe"_s, u"starting", problem);
    return process;
}

} // namespace

Result<std::optional<int>> start(const std::stop_token &stop)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), 0) != 0)
        return failErrno({}, u"making a pipe", errno);
    const File readEnd(ends[0], {});
    File writeEnd(ends[1], {});
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    STRATOSCOPE_TRY(const pid_t process, startAgain(ends[1]));
    writeEnd = File();
    pollfd event{ends[0], POLLIN, 0};
    while (::poll(&event, 1, kPollMs) <= 0) {
        if (!stop.stop_requested())
            continue;
        ::kill(process, SIGTERM);
        waitForEnd(process);
        throw Cancelled{};
    }
    char byte = 0;
    if (::read(ends[0], &byte, 1) == 1)
        return std::nullopt;
    return waitForEnd(process);
}

bool isHere()
{
    return std::getenv(kVariable) != nullptr;
}

void becomeReady()
{
    const auto pipe = parseNumber<int>(std::getenv(kVariable));
    if (!pipe)
        return;
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nothing, descriptor);
    ::close(nothing);
    if (::chdir("/") != 0 || ::write(*pipe, "", 1) != 1) { } // the first process may have been killed
    ::close(*pipe);
}

} // namespace stratoscope::cli::background
