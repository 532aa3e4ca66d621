// SPDX-License-Identifier: Apache-2.0
#include "init/kernel_options.h"

#include "base/parse_text.h"

namespace stratoscope::init {

KernelOptions parseKernelOptions(std::string_view commandLine)
{
    KernelOptions options;
    commandLine = takeUntil('\n', commandLine);
    while (!commandLine.empty()) {
        std::string_view value = takeUntil(' ', commandLine);
        const std::string_view name = takeUntil('=', value);
        if (name == "stratoscope.shell")
            options.shell = true;
        else if (name == "stratoscope.reset")
            options.endByReset = true;
        else if (name == "stratoscope.status")
            options.statusPort = value;
        else if (name == "root")
            options.root = value;
        else if (name == "rootfstype")
            options.rootType = value;
        else if (name == "init")
            options.init = value;
        else if (name == "ro" || name == "rw")
            options.readOnly = name == "ro";
    }
    return options;
}

} // namespace stratoscope::init
