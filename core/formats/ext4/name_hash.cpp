// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/name_hash.h"

#include <algorithm>
#include <bit>

namespace stratoscope::ext4 {

namespace {

constexpr std::size_t kChunkBytes = 32; ///< of a name, for one round
constexpr std::uint32_t kLargestHash = 0xFFFFFFFE; ///< marks the end of a directory

using Chunk = std::array<std::uint32_t, kChunkBytes / 4>;

/// The first bytes of the rest of a name as big-endian words; the words that it does not fill repeat its length.
Chunk chunkOf(std::string_view rest)
{
    const std::uint32_t padding = std::uint32_t(rest.size() & 0xFF) * 0x01010101U;
    Chunk chunk;
    chunk.fill(padding);
    const std::size_t count = std::min(rest.size(), kChunkBytes);
    for (std::size_t at = 0; at < count; ++at)
        chunk[at / 4] = chunk[at / 4] << 8 | std::uint8_t(rest[at]);
    return chunk;
}

/// MD4 with eight words instead of sixteen (RFC 1320, where F, G and H are explained).
void mix(HashSeed &state, const Chunk &in)
{
    struct Step {
        std::uint8_t word;
        std::uint8_t shift;
    };
    static constexpr std::array<Step, 24> kSteps{{
        {0, 3}, {1, 7}, {2, 11}, {3, 19}, {4, 3}, {5, 7}, {6, 11}, {7, 19}, //
        {1, 3}, {3, 5}, {5, 9},  {7, 13}, {0, 3}, {2, 5}, {4, 9},  {6, 13}, //
        {3, 3}, {7, 9}, {2, 11}, {6, 15}, {1, 3}, {5, 9}, {0, 11}, {4, 15},
    }};
    static constexpr std::array<std::uint32_t, 3> kRounds{0, 0x5A827999, 0x6ED9EBA1};
    auto [a, b, c, d] = state;
    for (std::size_t i = 0; i < kSteps.size(); ++i) {
        const std::size_t round = i / 8;
        const std::uint32_t f = round == 0 ? d ^ (b & (c ^ d)) : round == 1 ? (b & c) + ((b ^ c) & d) : b ^ c ^ d;
        const std::uint32_t mixed = std::rotl(a + f + in[kSteps[i].word] + kRounds[round], kSteps[i].shift);
        a = d;
        d = c;
        c = b;
        b = mixed;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

} // namespace

std::uint32_t nameHash(std::string_view name, const HashSeed &seed)
{
    static constexpr HashSeed kUnseeded{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    HashSeed state = seed == HashSeed() ? kUnseeded : seed;
    while (!name.empty()) {
        mix(state, chunkOf(name));
        name.remove_prefix(std::min(name.size(), kChunkBytes));
    }
    const std::uint32_t hash = state[1] & ~std::uint32_t(1);
    return hash == kLargestHash ? kLargestHash - 2 : hash;
}

} // namespace stratoscope::ext4
