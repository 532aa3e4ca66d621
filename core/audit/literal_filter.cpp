// SPDX-License-Identifier: Apache-2.0
#include "audit/literal_filter.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace stratoscope {

namespace {

constexpr std::size_t kProbeStep = 2;
constexpr std::size_t kProbeWidth = 3;
constexpr std::size_t kProbesAtOnce = 8;

std::uint32_t threeBytes(const char *at)
{
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return qFromLittleEndian(word) & 0xFFFFFF;
}

std::uint32_t threeBytes(std::string_view text, std::size_t position)
{
    char bytes[4]{};
    std::memcpy(bytes, text.data() + position, kProbeWidth);
    return threeBytes(bytes);
}

template <int Bits>
std::uint32_t hashOf(std::uint32_t bytes)
{
    return (bytes * 0x9E3779B1u) >> (32 - Bits);
}

} // namespace

LiteralFilter::LiteralFilter(std::vector<std::string_view> literals)
    : m_literals(std::move(literals))
    , m_isCandidate(std::size_t(1) << kHashBits)
{
    for (std::uint32_t literal = 0; literal < m_literals.size(); ++literal) {
        for (std::uint32_t offset = 0; offset < kProbeStep; ++offset) {
            const std::uint32_t bytes = threeBytes(m_literals[literal], offset);
            m_sequences.push_back({bytes, literal, offset});
            m_isCandidate[hashOf<kHashBits>(bytes)] = 1;
        }
    }
    std::ranges::sort(m_sequences, {}, &Sequence::bytes);
}

void LiteralFilter::check(std::string_view text, std::size_t position, const OnLiteral &found) const
{
    const std::uint32_t bytes = threeBytes(text, position);
    for (auto sequence = std::ranges::lower_bound(m_sequences, bytes, {}, &Sequence::bytes);
         sequence != m_sequences.end() && sequence->bytes == bytes; ++sequence) {
        if (sequence->offset > position)
            continue;
        const std::size_t begin = position - sequence->offset;
        if (text.substr(begin).starts_with(m_literals[sequence->literal]))
            found(begin, sequence->literal);
    }
}

void LiteralFilter::search(std::string_view text, const OnLiteral &found) const
{
    const std::uint8_t *const isCandidate = m_isCandidate.data();
    const auto lookUp = [isCandidate](const char *at) { return isCandidate[hashOf<kHashBits>(threeBytes(at))]; };
    constexpr std::size_t kBlock = kProbesAtOnce * kProbeStep;
    std::size_t position = 0;
    for (; position + kBlock + sizeof(std::uint32_t) <= text.size(); position += kBlock) {
        const char *const at = text.data() + position;
        std::uint8_t any = 0;
        for (std::size_t probe = 0; probe < kProbesAtOnce; ++probe)
            any |= lookUp(at + probe * kProbeStep);
        if (any == 0)
            continue;
        for (std::size_t probe = 0; probe < kProbesAtOnce; ++probe) {
            if (lookUp(at + probe * kProbeStep) != 0)
                check(text, position + probe * kProbeStep, found);
        }
    }
    for (; position + kProbeWidth <= text.size(); position += kProbeStep)
        check(text, position, found);
}

} // namespace stratoscope
