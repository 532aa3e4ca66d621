// SPDX-License-Identifier: Apache-2.0
#include "layer/streaming_blob.h"

#include "base/cancel.h"

#include <algorithm>

namespace stratoscope {

Result<std::size_t> StreamingBlob::read(std::span<std::byte> into)
{
    std::uint64_t available = 0;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, m_stop, [this] { return m_ended || m_arrived > m_position; });
        throwIfStopped(m_stop);
        available = m_arrived - m_position;
        if (available == 0 && m_error)
            return Failure(*m_error);
    }
    STRATOSCOPE_TRY(const std::size_t count,
                    m_file->readAt(m_position, into.first(std::size_t(std::min<std::uint64_t>(into.size(), available)))));
    m_position += count;
    return count;
}

void StreamingBlob::reach(std::uint64_t arrived)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_arrived = arrived;
    }
    m_changed.notify_one();
}

void StreamingBlob::end(std::optional<Error> error)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
        m_error = std::move(error);
    }
    m_changed.notify_one();
}

} // namespace stratoscope
