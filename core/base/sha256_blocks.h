// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The compression function of SHA-256 (FIPS 180-4) in the processor's own instructions, for two hashes over the same bytes: what
/// most of it takes, the message schedule, is then done once, and the rounds of the two fill each other's gaps.
namespace stratoscope {

using Sha256State = std::array<std::uint32_t, 8>;

inline constexpr Sha256State kSha256Start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
inline constexpr std::size_t kSha256Block = 64;

/// Whether this processor has them; without them the rest must not be called.
bool hasSha256Instructions();

/// Takes whole blocks into one hash.
void sha256Blocks(Sha256State &state, const std::byte *bytes, std::size_t blocks);
/// Takes the same blocks into two.
void sha256Blocks(Sha256State &one, Sha256State &two, const std::byte *bytes, std::size_t blocks);

} // namespace stratoscope
