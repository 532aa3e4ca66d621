// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "init/kernel_options.h"

namespace stratoscope::init {

/// Writes the exit status to the serial port that the kernel's command line names; else says it on the console.
void reportStatus(const KernelOptions &options, int status);

/// Ends all processes, writes what is left to the disk, and powers off. Never returns.
[[noreturn]] void endMachine(const KernelOptions &options);

} // namespace stratoscope::init
