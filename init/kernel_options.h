// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace stratoscope::init {

/// What the kernel's command line says to this program (`/proc/cmdline`; Linux, Documentation/admin-guide/kernel-parameters.rst).
struct KernelOptions {
    bool shell = false; ///< `stratoscope.shell`: run a shell instead of the image's command
    bool endByReset = false; ///< `stratoscope.reset`: end by a reset, for a monitor that cannot power off
    std::string statusPort; ///< `stratoscope.status=/dev/ttyS1`: a serial port that the exit status is written to
    // From here on, for an initramfs:
    std::string root; ///< `root=`
    std::string rootType; ///< `rootfstype=`
    std::string init; ///< `init=`
    bool readOnly = true; ///< `ro`, `rw`
};

KernelOptions parseKernelOptions(std::string_view commandLine);

} // namespace stratoscope::init
