// SPDX-License-Identifier: Apache-2.0
#include "base/nested_hasher.h"

#include <algorithm>
#include <cassert>

namespace stratoscope {

namespace {

/// Finishes a hash over `size` bytes; `rest` is the incomplete block at their end.
Sha256 finishState(Sha256State state, Bytes rest, std::uint64_t size)
{
    constexpr std::size_t kLengthSize = 8;
    std::array<std::byte, 2 * kSha256Block> end{};
    std::ranges::copy(rest, end.begin());
    end[rest.size()] = std::byte{0x80};
    const std::size_t blocks = rest.size() + 1 + kLengthSize > kSha256Block ? 2 : 1;
    for (std::size_t i = 0; i < kLengthSize; ++i)
        end[blocks * kSha256Block - 1 - i] = std::byte(size * 8 >> (8 * i));
    sha256Blocks(state, end.data(), blocks);
    Sha256 digest;
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = std::uint8_t(state[i / 4] >> (24 - 8 * (i % 4)));
    return digest;
}

} // namespace

NestedHasher::NestedHasher(std::optional<HashAlgorithm> stream)
    : m_isAccelerated(stream.value_or(HashAlgorithm::Sha256) == HashAlgorithm::Sha256 && hasSha256Instructions())
    , m_hashesStream(stream.has_value())
{
    if (m_isAccelerated)
        return;
    m_partHasher.emplace();
    if (stream)
        m_streamHasher.emplace(*stream);
}

void NestedHasher::takeBlocks(const std::byte *bytes, std::size_t blocks)
{
    if (m_inPart && m_hashesStream)
        sha256Blocks(m_stream, m_part, bytes, blocks);
    else if (m_inPart)
        sha256Blocks(m_part, bytes, blocks);
    else if (m_hashesStream)
        sha256Blocks(m_stream, bytes, blocks);
}

void NestedHasher::update(Bytes bytes)
{
    if (!m_isAccelerated) {
        if (m_streamHasher)
            m_streamHasher->update(bytes);
        if (m_inPart)
            m_partHasher->update(bytes);
        return;
    }
    m_size += bytes.size();
    if (m_restSize > 0) {
        const Bytes missing = bytes.first(std::min(kSha256Block - m_restSize, bytes.size()));
        std::ranges::copy(missing, m_rest.begin() + std::ptrdiff_t(m_restSize));
        m_restSize += missing.size();
        bytes = bytes.subspan(missing.size());
        if (m_restSize < kSha256Block)
            return;
        takeBlocks(m_rest.data(), 1);
    }
    takeBlocks(bytes.data(), bytes.size() / kSha256Block);
    const Bytes rest = bytes.last(bytes.size() % kSha256Block);
    std::ranges::copy(rest, m_rest.begin());
    m_restSize = rest.size();
}

void NestedHasher::beginPart()
{
    assert(m_size % kSha256Block == 0);
    m_inPart = true;
    m_part = kSha256Start;
    m_partStart = m_size;
}

Sha256 NestedHasher::endPart()
{
    m_inPart = false;
    return m_isAccelerated ? finishState(m_part, Bytes(m_rest).first(m_restSize), m_size - m_partStart)
                           : m_partHasher->finishSha256();
}

std::vector<std::uint8_t> NestedHasher::finish()
{
    if (!m_isAccelerated)
        return m_streamHasher->finish();
    const Sha256 digest = finishState(m_stream, Bytes(m_rest).first(m_restSize), m_size);
    return {digest.begin(), digest.end()};
}

} // namespace stratoscope
