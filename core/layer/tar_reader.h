// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"
#include "layer/entry.h"
#include "layer/whiteout.h"

#include <array>
#include <optional>

namespace stratoscope {

struct PaxRecords;
class TarHeader;

/// The bytes of a tar, read sequentially. Blocks; for one thread.
class TarInput
{
public:
    virtual ~TarInput() = default;
    /// The next bytes: at least one and at most `max`; none at the end. Valid until the next call.
    virtual Result<Bytes> take(std::size_t max) = 0;
    /// Skips `count` bytes, or fewer if the input ends before, by taking them. Returns how many.
    virtual Result<std::uint64_t> skip(std::uint64_t count);
};

/// A member of a tar: its header with all extensions applied.
struct TarMember {
    std::string path; ///< raw bytes, as in the tar
    std::string linkTarget;
    EntryKind kind = EntryKind::Regular; ///< never Whiteout or Opaque, see readMark()
    std::uint16_t mode = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< of the content, including the holes of a sparse file
    Timestamp mtime;
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
    Xattrs xattrs;

    EntryWarnings warnings = 0; ///< of its header

    std::uint64_t bodyOffset = 0; ///< of its stored bytes in the tar
    std::uint64_t storedSize = 0; ///< without padding
    std::optional<std::vector<SparseExtent>> extents; ///< only for a sparse file: the stored ranges, in order

    /// The attributes as an entry of a layer; `mark`: see readMark(). Strings point into the member.
    Entry entry(Mark mark = Mark::None) const;
};

/// Reads a tar member by member: POSIX ustar and pax, GNU, star and v7, as docker, podman, umoci and buildkit unpack them.
///
/// - pax extended headers apply to the next member. Global ones are ignored, as those programs do.
/// - Extended attributes are in `SCHILY.xattr.*` and `LIBARCHIVE.xattr.*`; the former take precedence.
/// - Sparse files may be in the old GNU format or in pax 0.0, 0.1 and 1.0.
/// - The archive ends at one or two zero blocks, or at the end of the input between members. Anything after it is ignored.
/// - A number that the structure of the tar does not depend on never makes the tar unreadable: owners and device numbers beyond 32
///   bits are cut off, as the kernel does; what is not a number at all is ignored. The member has a warning then.
/// - Memory is never allocated by the sizes that a header claims: extended headers above 1 MiB and sparse files with more than a
///   million extents are refused.
///
/// Errors: Malformed, Truncated, TooLarge and Unsupported, with an empty subject unless it is a member, and those of the input.
class TarReader
{
public:
    explicit TarReader(TarInput &input)
        : m_input(input)
    {
    }

    /// The next member, valid until the next call; null after the last. Skips what was not read of the current member's body.
    Result<const TarMember *> next();

    /// The next stored bytes of the current member's body; empty at its end. Valid until the next call.
    Result<Bytes> body(std::size_t max);

    /// Reads to the end of the input, beyond the end of the archive.
    Result<void> drain();

    /// The number of bytes read from the input.
    std::uint64_t position() const { return m_position; }

private:
    struct Extensions;
    using Block = std::array<char, 512>;

    Result<bool> readBlock(Block &block);
    Result<void> skipBody();
    Result<std::uint64_t> skip(std::uint64_t count);
    Result<std::string> readExtension(std::uint64_t size);
    void readNumbers(const TarHeader &header, const PaxRecords &pax);
    Result<bool> readHeader(const Block &block, Extensions &extensions);
    Result<void> readSparse(const Block &block, const PaxRecords &pax);
    Result<void> readOldSparseMap(const Block &block);
    Result<void> readSparseMapInBody();

    TarInput &m_input;
    std::uint64_t m_position = 0;
    std::uint64_t m_bodyLeft = 0;
    std::uint64_t m_padding = 0;
    bool m_ended = false;
    TarMember m_member;
};

} // namespace stratoscope
