// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/structures.h"
#include "layer/entry.h"

#include <map>
#include <string>
#include <vector>

namespace stratoscope::ext4 {

/// Extended attributes as they are on the disk.
struct EncodedXattrs {
    std::array<std::byte, sizeof(Inode::xattrs)> inInode{};
    std::string block; ///< the rest, without the number of references; empty if there is none
    bool isComplete = true; ///< otherwise some are left out: their names are not those of ext4, or they do not fit
};
EncodedXattrs encodeXattrs(const Xattrs &xattrs);

/// Counts the blocks with extended attributes that do not fit into an inode. Files with the same attributes share one. For one
/// thread.
class XattrBlocks
{
public:
    static constexpr std::uint32_t kMostReferences = 1024; ///< in Linux

    struct Block {
        std::uint32_t file = 0; ///< the number of a file that has these attributes
        std::uint32_t references = 0;
    };

    /// Takes a block of EncodedXattrs, and the number of the file; returns the number of the block, from 0.
    std::uint32_t add(std::string_view block, std::uint32_t file);
    const std::vector<Block> &blocks() const { return m_blocks; }
    /// The bytes of a block on the disk, from those of EncodedXattrs.
    static std::string withReferences(std::string block, std::uint32_t references);

private:
    std::map<Sha256, std::uint32_t> m_numbers; ///< by the hash of the block
    std::vector<Block> m_blocks;
};

} // namespace stratoscope::ext4
