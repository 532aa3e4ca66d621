// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace stratoscope {

inline constexpr std::string_view kWhiteoutPrefix = ".wh.";
inline constexpr std::string_view kOpaqueName = ".wh..wh..opq";

/// What the name of a member means (OCI image specification, layer.md, "Whiteouts").
enum class Mark {
    None, ///< an ordinary entry
    Whiteout, ///< `.wh.NAME`: removes NAME from lower layers
    Opaque, ///< exactly `.wh..wh..opq`: hides everything that lower layers have in its directory
    Aufs, ///< metadata of AUFS (`.wh..wh.plnk` and anything below it, …), to be ignored
};

struct MarkedPath {
    Mark mark = Mark::None;
    std::string path; ///< for Whiteout the path to remove, otherwise the path itself
};

/// Interprets the path of a member. Malformed for a whiteout without a name.
Result<MarkedPath> readMark(std::string_view path);

/// The path without leading slashes and without empty, `.` and `..` components; `..` does not go beyond the root.
std::string cleanPath(std::string_view path);

} // namespace stratoscope
