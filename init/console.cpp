// SPDX-License-Identifier: Apache-2.0
#include "init/console.h"

#include "init/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

/// The last device of the list is the one that /dev/console stands for, which itself cannot control a session.
std::string consoleDevice()
{
    std::string names = readFile("/sys/class/tty/console/active");
    while (!names.empty() && names.back() == '\n')
        names.pop_back();
    return names.empty() ? "/dev/console" : "/dev/" + names.substr(names.rfind(' ') + 1);
}

} // namespace

void openConsole()
{
    int device = open(consoleDevice().c_str(), O_RDWR | O_NOCTTY);
    if (device < 0)
        device = open("/dev/console", O_RDWR | O_NOCTTY);
    if (device < 0)
        return;
    for (int standard = 0; standard <= 2; ++standard)
        dup2(device, standard);
    if (device > 2)
        close(device);
}

void controlConsole(unsigned uid)
{
    setsid();
    ioctl(STDIN_FILENO, TIOCSCTTY, 1);
    (void)!fchown(STDIN_FILENO, uid, gid_t(-1));
}

void say(std::string_view what, std::string_view why)
{
    constexpr int kMostLines = 5;
    static int lines = 0;
    if (++lines > kMostLines)
        return;
    std::string line("stratoscope: ");
    line.append(what).append(": ").append(why).append("\n");
    writeAll(STDERR_FILENO, line);
}

void sayErrno(std::string_view what)
{
    say(what, std::strerror(errno));
}

} // namespace stratoscope::init
