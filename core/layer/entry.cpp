// SPDX-License-Identifier: Apache-2.0
#include "layer/entry.h"

#include <array>

namespace stratoscope {

std::string_view kindName(EntryKind kind)
{
    static constexpr std::array<std::string_view, 10> kNames{"regular", "directory", "symlink", "hardlink", "character",
                                                             "block",   "fifo",      "socket",  "whiteout", "opaque"};
    return kNames[std::size_t(kind)];
}

} // namespace stratoscope
