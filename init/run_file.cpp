// SPDX-License-Identifier: Apache-2.0
#include "init/run_file.h"

#include "base/parse_text.h"

namespace stratoscope::init {

std::optional<RunFile> parseRunFile(std::string_view bytes)
{
    if (bytes.empty() || bytes.back() != '\0' || takeUntil('\0', bytes) != kRunFileHead)
        return std::nullopt;
    RunFile file;
    while (!bytes.empty()) {
        std::string_view value = takeUntil('\0', bytes);
        const std::string_view key = takeUntil('=', value);
        if (key == "hostname")
            file.hostName = value;
        else if (key == "user")
            file.user = value;
        else if (key == "directory")
            file.directory = value;
        else if (key == "env")
            file.env.emplace_back(value);
        else if (key == "arg")
            file.args.emplace_back(value);
        else if (key == "module")
            file.modules.emplace_back(value);
    }
    return file;
}

} // namespace stratoscope::init
