// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// The kind of an entry of a layer. Hardlink, Whiteout and Opaque occur only in layers, never in a merged tree.
enum class EntryKind : std::uint8_t {
    Regular,
    Directory,
    Symlink,
    Hardlink,
    CharacterDevice,
    BlockDevice,
    Fifo,
    Socket,
    Whiteout, ///< removes the entry of this name in lower layers (OCI image-spec, layer.md)
    Opaque, ///< hides everything that lower layers have in its directory
};

/// "regular", "directory", …: the names that the command line prints.
std::string_view kindName(EntryKind kind);

/// "drwxr-sr-x", as printed by ls; with `h` for a hard link, `w` for a whiteout and `o` for an opaque whiteout.
std::array<char, 10> modeText(EntryKind kind, std::uint16_t mode);

/// A point in time, relative to 1970 UTC. Nanoseconds always count forward, so that before 1970 only the seconds are negative.
struct Timestamp {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
    auto operator<=>(const Timestamp &) const = default;
};

/// Extended attributes: raw values by full name (`user.x`, `security.capability`).
using Xattrs = std::map<std::string, std::string, std::less<>>;

/// A range of a sparse file that holds data; everything between the extents reads as zeros.
struct SparseExtent {
    std::uint64_t offset = 0; ///< in the file
    std::uint64_t length = 0;
    std::uint64_t stored = 0; ///< where its data begins in the stored bytes; set in a LayerIndex
    bool operator==(const SparseExtent &) const = default;
};

/// What is odd about an entry as its layer has it, although unpackers accept it. Combined by `|`.
using EntryWarnings = std::uint8_t;
inline constexpr EntryWarnings kOwnerCutOff = 1; ///< an owner or a group beyond 32 bits, or negative: the lower 32 bits count
inline constexpr EntryWarnings kDeviceCutOff = 2; ///< the same of a device number
inline constexpr EntryWarnings kNumberIgnored = 4; ///< a number that is none; it counts as 0, or as what the header has
inline constexpr EntryWarnings kNamelessWhiteout = 8; ///< `.wh.` alone, which hides nothing
inline constexpr EntryWarnings kAufsLink = 16; ///< a hard link to a file in kAufsLinks, and left out if that is missing

/// A warning and its name in the JSON of sidecars and of the command line.
struct EntryWarningName {
    EntryWarnings warning;
    std::string_view name;
    std::string_view sentence; ///< without a subject, like the detail of an Error
};
std::span<const EntryWarningName> entryWarningNames();

/// How many links are followed in a path: as many as in Linux, which then fails with ELOOP.
inline constexpr int kMaxLinks = 40;

/// The attributes of an entry, as recorded in the layer's tar. Cheap to copy: strings and xattrs point into the index that the
/// entry comes from and live as long as that.
struct Entry {
    EntryKind kind = EntryKind::Regular;
    std::uint16_t mode = 0; ///< the twelve permission bits: setuid, setgid, sticky, rwxrwxrwx
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< bytes of content; 0 for entries without content
    Timestamp mtime;
    std::string_view linkTarget; ///< of a symlink, as recorded; of a hard link, a path from the image's root
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
    const Xattrs *xattrs = nullptr; ///< null if there are none
    EntryWarnings warnings = 0;
    bool implied = false; ///< a directory without an entry of its own, which only occurs in the paths of others
};

} // namespace stratoscope
