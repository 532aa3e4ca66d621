// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/ext4/name_hash.h"
#include "formats/ext4/structures.h"
#include "stream/byte_sink.h"

#include <string>
#include <vector>

namespace stratoscope::ext4 {

/// The blocks of a directory. What does not fit into one block gets an index by hashes of names (`dir_index`), unless it is beyond
/// what an index of two levels can hold, some millions of names.
class DirectoryBlocks
{
public:
    struct Name {
        std::string bytes; ///< at most kMostNameBytes
        std::uint32_t inode = 0;
        FileType type = FileType::Regular;
    };
    /// Without `.` and `..`.
    DirectoryBlocks(std::vector<Name> names, const HashSeed &seed);

    std::uint32_t count() const;
    bool isIndexed() const { return m_isIndexed; }
    /// `self`, `parent`: inodes.
    Result<void> write(std::uint32_t self, std::uint32_t parent, ByteSink &into) const;

private:
    /// A block of names, and the first hash that a name in it may have.
    struct Leaf {
        std::size_t first = 0;
        std::size_t count = 0;
        std::uint32_t hash = 0;
    };
    void sortByHash(const HashSeed &seed);
    /// `room`: in the first block; the others have a block each.
    void divide(std::size_t room);
    std::size_t nodes() const;
    Result<void> writeIndex(std::uint32_t self, std::uint32_t parent, ByteSink &into) const;

    std::vector<Name> m_names;
    std::vector<std::uint32_t> m_hashes; ///< of the names; empty without an index
    std::vector<Leaf> m_leaves;
    bool m_isIndexed = false;
};

} // namespace stratoscope::ext4
