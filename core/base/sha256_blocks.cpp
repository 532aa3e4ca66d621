// SPDX-License-Identifier: Apache-2.0
#include "base/sha256_blocks.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace stratoscope {

#ifdef __x86_64__

#define SHA256_TARGET __attribute__((target("sha,sse4.1")))

namespace {

alignas(16) constexpr std::uint32_t kRounds[64]{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// A state in the order that the instructions want: the words A, B, E, F and C, D, G, H, from the highest down.
struct Lanes {
    __m128i abef;
    __m128i cdgh;
};

SHA256_TARGET inline Lanes load(const Sha256State &state)
{
    const auto *words = reinterpret_cast<const __m128i *>(state.data());
    const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1B);
    return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

SHA256_TARGET inline void store(Sha256State &state, const Lanes &lanes)
{
    auto *words = reinterpret_cast<__m128i *>(state.data());
    const __m128i feba = _mm_shuffle_epi32(lanes.abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(lanes.cdgh, 0xB1);
    _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

/// Four rounds; `words`: of the message schedule, with the constants added.
SHA256_TARGET inline void fourRounds(Lanes &lanes, __m128i words)
{
    lanes.cdgh = _mm_sha256rnds2_epu32(lanes.cdgh, lanes.abef, words);
    lanes.abef = _mm_sha256rnds2_epu32(lanes.abef, lanes.cdgh, _mm_shuffle_epi32(words, 0x0E));
}

template <std::size_t Count>
SHA256_TARGET inline void compress(std::array<Sha256State *, Count> states, const std::byte *bytes, std::size_t blocks)
{
    const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    Lanes lanes[Count];
    for (std::size_t i = 0; i < Count; ++i)
        lanes[i] = load(*states[i]);
    for (; blocks > 0; --blocks, bytes += kSha256Block) {
        Lanes before[Count];
        for (std::size_t i = 0; i < Count; ++i)
            before[i] = lanes[i];
        __m128i words[4]; // the schedule's last sixteen
#pragma GCC unroll 16
        for (int group = 0; group < 16; ++group) {
            __m128i &next = words[group % 4];
            if (group < 4) {
                next = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes) + group), bigEndian);
            } else {
                const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(next, words[(group + 1) % 4]),
                                                  _mm_alignr_epi8(words[(group + 3) % 4], words[(group + 2) % 4], 4));
                next = _mm_sha256msg2_epu32(sum, words[(group + 3) % 4]);
            }
            const __m128i withConstants = _mm_add_epi32(next, _mm_load_si128(reinterpret_cast<const __m128i *>(kRounds) + group));
            for (std::size_t i = 0; i < Count; ++i)
                fourRounds(lanes[i], withConstants);
        }
        for (std::size_t i = 0; i < Count; ++i) {
            lanes[i].abef = _mm_add_epi32(lanes[i].abef, before[i].abef);
            lanes[i].cdgh = _mm_add_epi32(lanes[i].cdgh, before[i].cdgh);
        }
    }
    for (std::size_t i = 0; i < Count; ++i)
        store(*states[i], lanes[i]);
}

} // namespace

bool hasSha256Instructions()
{
    static const bool has = [] {
        constexpr unsigned kShaExtensions = 1u << 29; // of leaf 7, EBX
        unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
        return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & kShaExtensions) != 0
            && __builtin_cpu_supports("sse4.1");
    }();
    return has;
}

SHA256_TARGET void sha256Blocks(Sha256State &state, const std::byte *bytes, std::size_t blocks)
{
    compress<1>({&state}, bytes, blocks);
}

SHA256_TARGET void sha256Blocks(Sha256State &one, Sha256State &two, const std::byte *bytes, std::size_t blocks)
{
    compress<2>({&one, &two}, bytes, blocks);
}

#else

bool hasSha256Instructions()
{
    return false;
}

void sha256Blocks(Sha256State &, const std::byte *, std::size_t) { }

void sha256Blocks(Sha256State &, Sha256State &, const std::byte *, std::size_t) { }

#endif

} // namespace stratoscope
