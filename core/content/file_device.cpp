// SPDX-License-Identifier: Apache-2.0
#include "content/file_device.h"

#include <algorithm>
#include <cstring>

namespace stratoscope {

FileDevice::FileDevice(ImageFs fs, NodeId node, std::stop_token stop)
    : m_fs(std::move(fs))
    , m_node(node)
    , m_stop(std::move(stop))
    , m_size(m_fs.tree->entry(node).size)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 FileDevice::readData(char *data, qint64 most)
{
    constexpr std::uint64_t kWindow = 64 * 1024;
    const auto at = std::uint64_t(pos());
    if (m_stop.stop_requested() || m_error || most < 0)
        return -1;
    auto count = std::min(std::uint64_t(most), at < m_size ? m_size - at : 0);
    if (m_readsLeft == 0 || m_bytesLeft < count) {
        m_exhausted = true;
        return -1;
    }
    if (at < m_windowBegin || at + std::min(count, kWindow) > m_windowBegin + m_window.size()) {
        m_window.resize(kWindow);
        const auto got = m_fs.read(m_node, at, m_window);
        if (!got) {
            m_error = got.error();
            m_window.clear();
            return -1;
        }
        m_window.resize(*got);
        m_windowBegin = at;
    }
    const std::uint64_t begin = at - m_windowBegin;
    count = std::min(count, m_window.size() - begin);
    std::memcpy(data, m_window.data() + begin, count);
    --m_readsLeft;
    m_bytesLeft -= count;
    return qint64(count);
}

} // namespace stratoscope
