// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <cstdint>

namespace sample {

/// Writes a tar archive (POSIX ustar). KTar gives all members the same owner and does not support hard links.
class LayerTar
{
public:
    explicit LayerTar(std::int64_t time)
        : m_time(time)
    {
    }

    /// `type` as in ustar: '0' file, '1' hard link, '2' symlink, '5' directory.
    void add(const QByteArray &path, char type, unsigned mode, int owner, const QByteArray &content,
             const QByteArray &linkTarget = {});
    /// The complete archive, with its end marker.
    QByteArray finish();

private:
    std::int64_t m_time;
    QByteArray m_tar;
};

} // namespace sample
