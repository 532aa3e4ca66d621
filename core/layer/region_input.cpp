// SPDX-License-Identifier: Apache-2.0
#include "layer/region_input.h"

#include <algorithm>

namespace stratoscope {

namespace {

constexpr std::size_t kSmallestWindow = 8192;
constexpr std::size_t kLargestWindow = 256 * 1024;

} // namespace

RegionTarInput::RegionTarInput(FileRegion region)
    : m_region(std::move(region))
{
    m_window.resize(kLargestWindow);
}

Result<Bytes> RegionTarInput::take(std::size_t max)
{
    const std::uint64_t windowEnd = m_windowStart + m_windowSize;
    if (m_position < m_windowStart || m_position >= windowEnd) {
        const bool continuous = m_position == windowEnd;
        const std::size_t wanted = std::clamp(continuous ? 2 * m_windowSize : 0, kSmallestWindow, kLargestWindow);
        STRATOSCOPE_TRY(m_windowSize, m_region.readAt(m_position, std::span(m_window).first(wanted)));
        m_windowStart = m_position;
    }
    const auto inWindow = std::size_t(m_position - m_windowStart);
    const Bytes bytes = Bytes(m_window).subspan(inWindow, std::min(max, m_windowSize - inWindow));
    m_position += bytes.size();
    return bytes;
}

Result<std::uint64_t> RegionTarInput::skip(std::uint64_t count)
{
    const std::uint64_t skipped = std::min(count, m_region.size - std::min(m_position, m_region.size));
    m_position += skipped;
    return skipped;
}

Result<std::size_t> RegionSource::read(std::span<std::byte> into)
{
    STRATOSCOPE_TRY(const std::size_t count, m_region.readAt(m_position, into));
    m_position += count;
    return count;
}

} // namespace stratoscope
