// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_buffer.h"

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kBufferSize = 256 * 1024;

} // namespace

HexBuffer::HexBuffer(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void HexBuffer::setFile(const ImageFs &fs, NodeId node)
{
    clear();
    m_fs = fs;
    m_node = node;
}

void HexBuffer::clear()
{
    m_reading.drop();
    m_fs = {};
    m_node = kNoNode;
    m_begin = 0;
    m_bytes.clear();
    m_error.clear();
}

void HexBuffer::require(std::uint64_t begin, std::uint64_t end)
{
    if (m_node == kNoNode || !m_error.isEmpty() || (begin >= m_begin && end <= m_begin + m_bytes.size()))
        return;
    // The wanted bytes are in the middle of what is read.
    const std::uint64_t from = begin > kBufferSize / 2 ? begin - kBufferSize / 2 : 0;
    const auto work = [fs = m_fs, node = m_node, from](const std::stop_token &) -> Result<std::vector<std::byte>> {
        std::vector<std::byte> bytes(kBufferSize);
        STRATOSCOPE_TRY(const std::size_t count, fs.read(node, from, bytes));
        bytes.resize(count);
        return bytes;
    };
    m_reading.run(m_session, work, [this, from](Result<std::vector<std::byte>> bytes) {
        if (bytes) {
            m_begin = from;
            m_bytes = *std::move(bytes);
        } else {
            m_error = bytes.error().message();
        }
        Q_EMIT changed();
    });
}

std::span<const std::byte> HexBuffer::bytes(std::uint64_t offset, std::uint64_t count) const
{
    if (offset < m_begin || offset >= m_begin + m_bytes.size())
        return {};
    const std::size_t start = offset - m_begin;
    return std::span(m_bytes).subspan(start, std::min<std::size_t>(count, m_bytes.size() - start));
}

} // namespace stratoscope::ui
