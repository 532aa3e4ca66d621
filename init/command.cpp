// SPDX-License-Identifier: Apache-2.0
#include "init/command.h"

#include "base/parse_text.h"
#include "init/console.h"
#include "init/environment.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    for (std::string &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> candidates(const std::string &program, std::string_view path)
{
    if (program.find('/') != std::string::npos)
        return {program};
    std::vector<std::string> files;
    while (!path.empty()) {
        const std::string_view directory = takeUntil(':', path);
        files.push_back((directory.empty() ? "." : std::string(directory)) + '/' + program);
    }
    return files;
}

bool become(const Account &account)
{
    return setgroups(account.groups.size(), account.groups.data()) == 0 && setgid(account.gid) == 0 && setuid(account.uid) == 0;
}

/// Returns only if it fails, with the exit status.
int execute(Command command)
{
    controlConsole(command.account.uid);
    if (chdir(command.directory.c_str()) != 0) {
        sayErrno(command.directory);
        return kStatusNotExecutable;
    }
    if (!become(command.account)) {
        sayErrno("user");
        return kStatusNotExecutable;
    }
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, nullptr);

    const std::vector<std::string> files = candidates(command.args[0], variable(command.env, "PATH"));
    const std::vector<char *> args = pointers(command.args);
    const std::vector<char *> env = pointers(command.env);
    int error = ENOENT;
    for (const std::string &file : files) {
        execve(file.c_str(), args.data(), env.data());
        struct stat status = {};
        if (errno == ENOENT && stat(file.c_str(), &status) == 0) {
            say(file, "cannot be started, since its interpreter or its loader is missing");
            return kStatusNotFound;
        }
        if (errno != ENOENT && errno != ENOTDIR)
            error = errno;
    }
    say(command.args[0], error == ENOENT ? "not found" : std::strerror(error));
    return error == ENOENT ? kStatusNotFound : kStatusNotExecutable;
}

} // namespace

int exitStatus(int waitStatus)
{
    return WIFSIGNALED(waitStatus) ? kStatusOfSignal + WTERMSIG(waitStatus) : WEXITSTATUS(waitStatus);
}

int runCommand(const Command &command)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, nullptr);
    const pid_t child = fork();
    if (child < 0) {
        sayErrno("fork");
        return kStatusOfInit;
    }
    if (child == 0)
        _exit(execute(command));
    while (true) {
        const int signal = sigwaitinfo(&all, nullptr);
        if (signal == SIGCHLD) {
            int status = 0;
            while (const pid_t ended = waitpid(-1, &status, WNOHANG)) {
                if (ended < 0)
                    break;
                if (ended == child)
                    return exitStatus(status);
            }
        } else if (signal > 0) {
            kill(child, signal == SIGPWR ? SIGTERM : signal);
        }
    }
}

} // namespace stratoscope::init
