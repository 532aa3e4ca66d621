// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// What an entry of a layer is. Hardlink, Whiteout and Opaque occur in layers, never in a merged tree.
enum class EntryKind : std::uint8_t {
    Regular,
    Directory,
    Symlink,
    Hardlink,
    CharacterDevice,
    BlockDevice,
    Fifo,
    Socket,
    Whiteout, ///< takes away what lower layers have under its name (OCI image-spec, layer.md)
    Opaque, ///< takes away what lower layers have in its directory
};

/// "regular", "directory", … : the names of the command line's contract.
std::string_view kindName(EntryKind kind);

/// A point in time, since 1970 UTC. Before 1970 the seconds are negative and the nanoseconds still count forward.
struct Timestamp {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
    auto operator<=>(const Timestamp &) const = default;
};

/// Extended attributes: full name (`user.x`, `security.capability`) to its raw value.
using Xattrs = std::map<std::string, std::string, std::less<>>;

/// A run of a sparse file that has data; what lies between the runs reads as zeros.
struct SparseExtent {
    std::uint64_t offset = 0; ///< in the file as it reads
    std::uint64_t length = 0;
    std::uint64_t stored = 0; ///< where its bytes begin among those that are stored; known in a LayerIndex
    bool operator==(const SparseExtent &) const = default;
};

/// The attributes of one entry, as a layer's tar gives them. Cheap to copy: texts point into the index it came from
/// and live as long as that.
struct Entry {
    EntryKind kind = EntryKind::Regular;
    std::uint16_t mode = 0; ///< the twelve permission bits: setuid, setgid, sticky, rwxrwxrwx
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< bytes of content; 0 for what has none
    Timestamp mtime;
    std::string_view linkTarget; ///< of a symlink, as it stands; of a hardlink, a path from the image's root
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
    const Xattrs *xattrs = nullptr; ///< null: none
    bool implied = false; ///< a parent directory that the layer names only in its entries' paths
};

} // namespace stratoscope
