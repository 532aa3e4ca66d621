// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The compression function of SHA-256 (FIPS 180-4) in processor instructions, for one hash or for two over the same bytes: these
/// share the message schedule, which is most of the work, and their rounds interleave.
namespace stratoscope {

using Sha256State = std::array<std::uint32_t, 8>;

inline constexpr Sha256State kSha256Start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
inline constexpr std::size_t kSha256Block = 64;

/// Whether this processor has the instructions; if not, the functions below must not be called.
bool hasSha256Instructions();

/// Updates one hash with complete blocks.
void sha256Blocks(Sha256State &state, const std::byte *bytes, std::size_t blocks);
/// Updates two hashes with the same blocks.
void sha256Blocks(Sha256State &one, Sha256State &two, const std::byte *bytes, std::size_t blocks);

} // namespace stratoscope
