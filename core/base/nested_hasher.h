// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/hash.h"
#include "base/sha256_blocks.h"

#include <optional>

namespace stratoscope {

/// Hashes a stream and parts of it in one pass: a tar and the files in it. On processors with SHA-256 instructions, both hashes
/// take little longer than one. For one thread.
class NestedHasher
{
public:
    /// `stream`: the hash of the stream; without it, only the parts are hashed.
    explicit NestedHasher(std::optional<HashAlgorithm> stream);

    /// The next bytes of the stream, and of the current part.
    void update(Bytes bytes);
    /// Begins a part, at a multiple of 64 bytes from the beginning of the stream.
    void beginPart();
    /// Ends the part; returns its SHA-256.
    Sha256 endPart();
    /// Returns the hash of the stream. Call nothing else after it.
    std::vector<std::uint8_t> finish();

private:
    void takeBlocks(const std::byte *bytes, std::size_t blocks);

    const bool m_isAccelerated;
    const bool m_hashesStream;
    bool m_inPart = false;

    // Accelerated: the stream and the part share an incomplete block, since both begin at a block boundary.
    Sha256State m_stream = kSha256Start;
    Sha256State m_part = kSha256Start;
    std::array<std::byte, kSha256Block> m_rest;
    std::size_t m_restSize = 0;
    std::uint64_t m_size = 0; ///< of the stream
    std::uint64_t m_partStart = 0;

    // Otherwise
    std::optional<Hasher> m_streamHasher;
    std::optional<Hasher> m_partHasher;
};

} // namespace stratoscope
