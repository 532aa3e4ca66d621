// SPDX-License-Identifier: Apache-2.0
#include "app/cli/signals.h"

#include "app/cli/output.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace stratoscope::cli {

namespace {

void openStandardStreams()
{
    // Writes to a stream that was closed must fail, not vanish.
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) < 0)
            ::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    }
}

void waitForSignals(const std::stop_source &stop, sigset_t signals)
{
    int number = 0;
    if (::sigwait(&signals, &number) != 0)
        return;
    stop.request_stop();
    const timespec interval{0, 20'000'000};
    // Do not wait for a reader that has stopped reading.
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
