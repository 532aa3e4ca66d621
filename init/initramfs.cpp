// SPDX-License-Identifier: Apache-2.0
#include "init/initramfs.h"

#include "init/command.h"
#include "init/console.h"
#include "init/files.h"
#include "init/machine.h"
#include "init/modules.h"
#include "init/mounts.h"
#include "init/run_file.h"

#include <sys/mount.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

constexpr char kRoot[] = "/root";

bool mountRoot(const KernelOptions &options)
{
    // A disk appears some time after its module.
    for (int attempt = 0; attempt < 200 && access(options.root.c_str(), F_OK) != 0; ++attempt)
        usleep(50'000);
    return mount(options.root.c_str(), kRoot, options.rootType.c_str(), options.readOnly ? MS_RDONLY : 0, "") == 0;
}

} // namespace

void startFromInitramfs()
{
    mountForInitramfs();
    openConsole();
    if (const auto file = parseRunFile(readFile(kRunFile)))
        loadModules(file->modules);
    KernelOptions options = parseKernelOptions(readFile("/proc/cmdline"));
    if (!mountRoot(options)) {
        sayErrno("the root disk " + options.root);
    } else {
        umount2("/proc", MNT_DETACH);
        umount2("/dev", MNT_DETACH);
        char *const args[] = {options.init.data(), nullptr};
        if (switchRoot(kRoot))
            execv(args[0], args);
        sayErrno(options.init);
    }
    reportStatus(options, kStatusOfInit);
    endMachine(options);
}

} // namespace stratoscope::init
