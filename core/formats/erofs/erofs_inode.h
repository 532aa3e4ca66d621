// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <string>

namespace stratoscope {

inline constexpr std::uint64_t kErofsBlock = 4096;
/// Inodes begin at multiples of this; an inode's number (nid) is its offset in these units.
inline constexpr std::uint64_t kErofsSlot = 32;

constexpr std::uint64_t erofsBlocks(std::uint64_t size)
{
    return size / kErofsBlock + (size % kErofsBlock != 0 ? 1 : 0);
}

/// An inode of erofs with its extended attributes (Linux, fs/erofs/erofs_fs.h). A value.
struct ErofsInode {
    enum class Data : std::uint8_t {
        Plain = 0, ///< in blocks that follow each other
        Inline = 2, ///< the same, except for the last bytes, which follow the inode
        Chunked = 4, ///< in chunks, whose list follows the inode
    };

    std::uint16_t mode = 0; ///< with the type, see fileMode()
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t links = 1;
    std::uint64_t size = 0;
    Timestamp mtime;
    std::uint32_t number = 0; ///< from 1; for 32-bit programs
    Data data = Data::Plain;
    /// The first block; the device number; log2 of the number of blocks in a chunk.
    std::uint32_t place = 0;
    std::string xattrs; ///< see erofsXattrs()

    /// With the extended attributes. `created`: the time of the file system, which an inode of the short form shares.
    std::uint64_t bytesSize(const Timestamp &created) const { return (isCompact(created) ? 32 : 64) + xattrs.size(); }
    std::string toBytes(const Timestamp &created) const;

private:
    bool isCompact(const Timestamp &created) const;
};

/// The type of an entry in a directory (FT_REG_FILE, …). Whiteouts are regular files.
std::uint8_t erofsFileType(EntryKind kind);

/// Extended attributes as they follow an inode: `user.`, `trusted.`, `security.` and POSIX ACLs, up to 64 KiB each and 256 KiB
/// together.
struct ErofsXattrs {
    std::string bytes;
    bool isComplete = true; ///< false if some are left out
    static ErofsXattrs of(const Xattrs &xattrs);
};

} // namespace stratoscope
