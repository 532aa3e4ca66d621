// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace stratoscope {

/// How a member's name marks it, by the OCI image specification (layer.md, "Whiteouts").
enum class Mark {
    None, ///< an entry like any other
    Whiteout, ///< `.wh.NAME`: removes NAME of lower layers
    Opaque, ///< `.wh..wh..opq`, exactly: hides what lower layers have in its directory
    Aufs, ///< bookkeeping of AUFS (`.wh..wh.plnk` and what is below it, …): no file at all
};

struct MarkedPath {
    Mark mark = Mark::None;
    std::string path; ///< the path that is taken away for Whiteout, else the path as it was
};

/// Tells what a member's path means. Malformed where a whiteout names nothing.
Result<MarkedPath> readMark(std::string_view path);

/// A path as the layer knows it: without leading `/` and `./`, empty and `.` components; `..` goes up, never beyond the root.
std::string cleanPath(std::string_view path);

} // namespace stratoscope
