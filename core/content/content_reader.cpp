// SPDX-License-Identifier: Apache-2.0
#include "content/content_reader.h"

#include "base/cancel.h"

namespace stratoscope {

ContentReader::ContentReader(ImageFs fs, NodeId node, Compression compression)
    : m_fs(std::move(fs))
    , m_node(node)
{
    const auto region = compression == Compression::None ? std::nullopt : m_fs.region(node);
    if (!region)
        return;
    m_source = std::make_unique<RegionSource>(*region);
    m_decoder = std::make_unique<LayerDecoder>(*m_source);
}

Result<std::size_t> ContentReader::read(std::span<std::byte> into, const std::stop_token &stop)
{
    std::size_t filled = 0;
    while (filled < into.size()) {
        throwIfStopped(stop);
        const auto rest = into.subspan(filled);
        STRATOSCOPE_TRY(const std::size_t count, m_decoder ? m_decoder->read(rest) : m_fs.read(m_node, m_position, rest));
        if (count == 0)
            break;
        filled += count;
        m_position += count;
    }
    return filled;
}

} // namespace stratoscope
