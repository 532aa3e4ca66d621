// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace stratoscope::init {

/// Opens the terminal that is the kernel's console as standard input, output and error. Called again once `/dev` and `/sys` are
/// mounted, which tell which device that is.
void openConsole();
/// Makes the console the controlling terminal of this process, which becomes the leader of a session, and gives it to a user.
void controlConsole(unsigned uid);

/// Prints `stratoscope: WHAT: WHY`, but no more than five lines altogether: the console belongs to the image's command.
void say(std::string_view what, std::string_view why);
/// The same with the error of the last system call.
void sayErrno(std::string_view what);

} // namespace stratoscope::init
