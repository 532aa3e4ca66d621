// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace stratoscope {

inline constexpr std::string_view kWhiteoutPrefix = ".wh.";
/// Where AUFS keeps files that hard links refer to by other names.
inline constexpr std::string_view kAufsLinks = ".wh..wh.plnk";
inline constexpr std::string_view kOpaqueName = ".wh..wh..opq";

/// What the name of a member means (OCI image specification, layer.md, "Whiteouts").
enum class Mark {
    None, ///< an ordinary entry
    Whiteout, ///< `.wh.NAME`: removes NAME from lower layers
    Nameless, ///< a whiteout of nothing: `.wh.` alone, or of `.` or `..`
    Opaque, ///< exactly `.wh..wh..opq`: hides everything that lower layers have in its directory
    Aufs, ///< metadata of AUFS (`.wh..wh.aufs`, …), to be ignored, but for the files in kAufsLinks, which hard links refer to
};

struct MarkedPath {
    Mark mark = Mark::None;
    std::string path; ///< for Whiteout the path to remove, otherwise the path itself
};

/// Interprets the path of a member.
MarkedPath readMark(std::string_view path);

/// Whether a hard link has its target in kAufsLinks.
bool isAufsLink(std::string_view target);

/// The path without leading slashes and without empty, `.` and `..` components; `..` does not go beyond the root.
std::string cleanPath(std::string_view path);
/// Whether cleanPath() certainly changes nothing, as with nearly all paths but those with a component that begins with a dot.
bool isCleanPath(std::string_view path);

} // namespace stratoscope
