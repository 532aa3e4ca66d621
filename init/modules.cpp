// SPDX-License-Identifier: Apache-2.0
#include "init/modules.h"

#include "init/console.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stratoscope::init {

void loadModules(const std::vector<std::string> &paths)
{
    for (const std::string &path : paths) {
        const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0)
            sayErrno(path);
        else if (syscall(SYS_finit_module, file, "", 0) != 0 && errno != EEXIST)
            say(path, errno == ENOENT ? "needs a module that is missing" : std::strerror(errno));
        if (file >= 0)
            close(file);
    }
}

} // namespace stratoscope::init
