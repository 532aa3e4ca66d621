// SPDX-License-Identifier: Apache-2.0
//
// The first process of a virtual machine that runs an image: prepares what a container engine prepares, runs the image's command,
// and powers off when that ends.
#include "init/command.h"
#include "init/console.h"
#include "init/environment.h"
#include "init/files.h"
#include "init/initramfs.h"
#include "init/machine.h"
#include "init/modules.h"
#include "init/mounts.h"
#include "init/network/network.h"
#include "init/randomness.h"
#include "init/run_file.h"

#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

/// Returns the exit status.
int run(RunFile file, const KernelOptions &options)
{
    if (options.shell) {
        file.args = {"/bin/sh"};
        file.user.clear();
        if (access("/bin/sh", X_OK) != 0) {
            say("/bin/sh", "the image has no shell to run");
            return kStatusNotFound;
        }
    }
    if (file.args.empty()) {
        say(kRunFile, "names no command to run");
        return kStatusOfInit;
    }
    AccountLookUp found = findAccount(file.user, readFile("/etc/passwd"), readFile("/etc/group"));
    if (!found.account) {
        say("user", found.error);
        return kStatusNotExecutable;
    }
    Account account = *std::move(found.account);
    std::vector<std::string> env = environment(std::move(file.env), file.hostName, account.home);
    return runCommand({std::move(file.args), std::move(env), std::move(file.directory), std::move(account)});
}

[[noreturn]] void start()
{
    const auto file = parseRunFile(readFile(kRunFile));
    if (file)
        loadModules(file->modules);
    makeRootWritable();
    mountFileSystems();
    openConsole();
    const KernelOptions options = parseKernelOptions(readFile("/proc/cmdline"));
    int status = kStatusOfInit;
    if (file) {
        reboot(RB_DISABLE_CAD); // Ctrl+Alt+Del becomes SIGINT, which is forwarded
        setHostName(file->hostName);
        startNetwork();
        seedRandomness();
        status = run(*file, options);
    } else {
        say(kRunFile, "is missing or damaged");
    }
    reportStatus(options, status);
    endMachine(options);
}

} // namespace

} // namespace stratoscope::init

int main(int, char **args)
{
    using namespace stratoscope::init;
    umask(022);
    if (getpid() != 1) {
        say(args[0], "runs as the first process of a virtual machine only");
        return kStatusOfInit;
    }
    if (std::string_view(args[0]) == "/init")
        startFromInitramfs();
    start();
}
