// SPDX-License-Identifier: Apache-2.0
#include "signals.h"

#include "output.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace stratoscope::cli {

namespace {

void openStandardStreams()
{
    // What is written to one that was closed has to fail, not to vanish.
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) < 0)
            ::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    }
}

void waitForSignals(std::stop_source stop, sigset_t signals)
{
    int number = 0;
    if (::sigwait(&signals, &number) != 0)
        return;
    stop.request_stop();
    const timespec interval{0, 20'000'000};
    // Nobody need wait for a reader that does not read.
    while (!Output::isWaiting()) {
        if (::sigtimedwait(&signals, nullptr, &interval) > 0)
            break;
    }
    ::_exit(kInterrupted);
}

} // namespace

std::stop_token handleSignals()
{
    openStandardStreams();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signals, number);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source stop;
    std::thread(waitForSignals, stop, signals).detach();
    return stop.get_token();
}

} // namespace stratoscope::cli
