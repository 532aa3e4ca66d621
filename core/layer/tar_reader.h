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

/// Bytes that a tar is read from, front to back. Blocking; for one thread.
class TarInput
{
public:
    virtual ~TarInput() = default;
    /// The next bytes, at most `max`: at least one unless the input has ended. Valid until the next call.
    virtual Result<Bytes> take(std::size_t max) = 0;
    /// Leaves out `count` bytes; fewer where the input ends before. Returns how many.
    virtual Result<std::uint64_t> skip(std::uint64_t count) = 0;
};

/// One member of a tar: its header with all its extensions applied.
struct TarMember {
    std::string path; ///< raw bytes, as the tar has it
    std::string linkTarget;
    EntryKind kind = EntryKind::Regular; ///< Whiteout and Opaque are not told apart here
    std::uint16_t mode = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< of the content as it reads: a sparse file's with its holes
    Timestamp mtime;
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
    Xattrs xattrs;

    std::uint64_t bodyOffset = 0; ///< where its stored bytes begin in the tar
    std::uint64_t storedSize = 0; ///< how many there are, without padding
    std::optional<std::vector<SparseExtent>> extents; ///< of a sparse file: which parts of it are stored, in order

    /// Its attributes as a layer has them; `mark` is what its name means there. Texts point into the member.
    Entry entry(Mark mark = Mark::None) const;
};

/// Reads a tar member by member: POSIX ustar and pax, GNU, star and v7, as docker, podman, umoci and buildkit unpack them.
///
/// - Extended headers of pax count for the next member. Global ones are read and left aside, as those programs do.
/// - xattrs from `SCHILY.xattr.*` and `LIBARCHIVE.xattr.*`; the former wins where both name one.
/// - Sparse files: GNU's old form and pax 0.0, 0.1 and 1.0.
/// - It ends at two zero blocks, at a single one, or at the end of the input between members.
///   What follows is nobody's: drain() leaves it out.
/// - A header claims sizes that nothing is allocated by: extensions above 1 MiB and sparse maps above a million extents are
/// refused.
///
/// Errors: Malformed, Truncated, TooLarge, with an empty subject; the caller knows which tar it is.
class TarReader
{
public:
    explicit TarReader(TarInput &input);

    /// The next member; nothing after the last. The body of the one before is left out as far as it was not read.
    Result<const TarMember *> next();

    /// The next stored bytes of the member's body; empty at its end. Valid until the next call.
    Result<Bytes> body(std::size_t max);

    /// Reads to the end of the input, beyond the end of the archive.
    Result<void> drain();

    /// How many bytes of the input were used up.
    std::uint64_t position() const { return m_position; }

private:
    struct Extensions;
    using Block = std::array<char, 512>;

    Result<bool> readBlock(Block &block);
    Result<void> leaveBody();
    Result<std::uint64_t> skip(std::uint64_t count);
    Result<std::string> readExtension(std::uint64_t size);
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
