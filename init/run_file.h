// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope::init {

/// Where the export puts the files of this program in the root disk.
inline constexpr char kRunFile[] = "/.stratoscope/run";

/// What to run, as the export has written it (core/vm/run_file.h): the line kRunFileHead and then `KEY=VALUE`, each ended by a zero
/// byte. Keys: hostname, user, directory; env, arg and module repeatedly.
struct RunFile {
    std::string hostName;
    std::string user; ///< as in the image's config; empty for root
    std::string directory; ///< working directory
    std::vector<std::string> env; ///< `KEY=value`
    std::vector<std::string> args; ///< entrypoint and command
    std::vector<std::string> modules; ///< kernel modules to load, in this order
};

inline constexpr std::string_view kRunFileHead = "stratoscope-run 1";

/// Nothing if it is not such a file, or is cut off. Unknown keys are ignored.
std::optional<RunFile> parseRunFile(std::string_view bytes);

} // namespace stratoscope::init
