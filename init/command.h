// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "init/account.h"

#include <string>
#include <vector>

namespace stratoscope::init {

/// A program to run.
struct Command {
    std::vector<std::string> args; ///< the first one is searched for in PATH
    std::vector<std::string> env;
    std::string directory;
    Account account;
};

// Exit statuses as those of Docker and of shells.
inline constexpr int kStatusOfInit = 125; ///< it could not be tried to run the command
inline constexpr int kStatusNotExecutable = 126;
inline constexpr int kStatusNotFound = 127;
inline constexpr int kStatusOfSignal = 128; ///< and the number of the signal

/// The exit status of what waitpid(2) returned.
int exitStatus(int waitStatus);

/// Runs a command on the console, reaps every process and forwards signals until the command ends. Returns its exit status.
int runCommand(const Command &command);

} // namespace stratoscope::init
