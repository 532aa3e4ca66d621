// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace stratoscope {

/// An entry of a directory of erofs.
struct ErofsName {
    std::string name; ///< at most 255 bytes
    std::uint64_t nid = 0; ///< the number of its inode
    std::uint8_t type = 0; ///< see erofsFileType()
};

/// The content of a directory of erofs (Linux, fs/erofs/dir.c). Each block has a table of its entries and then their names, so that
/// a name is found by a binary search for its block and another one in the block. `names`: sorted bytewise, with `.` and `..` in
/// their places.
std::string erofsDirectory(std::span<const ErofsName> names);

} // namespace stratoscope
