// SPDX-License-Identifier: Apache-2.0
#include "init/machine.h"

#include "init/console.h"
#include "init/files.h"

#include <csignal>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace stratoscope::init {

void reportStatus(const KernelOptions &options, int status)
{
    const std::string text = std::to_string(status);
    const int port = options.statusPort.empty() ? -1 : open(options.statusPort.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (port < 0) {
        say("exit status", text);
        return;
    }
    termios settings = {};
    tcgetattr(port, &settings);
    cfmakeraw(&settings);
    tcsetattr(port, TCSANOW, &settings);
    writeAll(port, text + '\n');
    tcdrain(port);
    close(port);
}

void endMachine(const KernelOptions &options)
{
    tcdrain(STDOUT_FILENO);
    kill(-1, SIGKILL);
    while (wait(nullptr) > 0) { }
    sync();
    mount(nullptr, "/", nullptr, MS_REMOUNT | MS_RDONLY, nullptr);
    reboot(options.endByReset ? RB_AUTOBOOT : RB_POWER_OFF);
    while (true)
        pause();
}

} // namespace stratoscope::init
