// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/hash.h"
#include "base/sha256_blocks.h"

#include <optional>

namespace stratoscope {

/// Hashes a stream and, in the same go, parts of it: a tar and the files in it. Where the processor has instructions for SHA-256,
/// the two together cost little more than one. For one thread.
class NestedHasher
{
public:
    /// `stream`: how the whole is hashed; nothing: it is not, only its parts are.
    explicit NestedHasher(std::optional<HashAlgorithm> stream);

    /// The next bytes of the stream, and of the part that has begun.
    void update(Bytes bytes);
    /// A part begins here, which must be at a multiple of 64 bytes from the stream's beginning.
    void beginPart();
    /// The part ends here; its SHA-256.
    Sha256 endPart();
    /// The stream ends; its hash. Nothing else after it.
    std::vector<std::uint8_t> finish();

private:
    void takeBlocks(const std::byte *bytes, std::size_t blocks);

    const bool m_isAccelerated;
    const bool m_hashesStream;
    bool m_inPart = false;

    // Accelerated: the stream and the part share what is left of a block, since both begin at one.
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
