// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <cstdint>

namespace sample {

/// Writes the tar of a layer (POSIX ustar). KTar, which writes the archive around it, gives every member one and the same owner and
/// knows no hard links.
class LayerTar
{
public:
    explicit LayerTar(std::int64_t time)
        : m_time(time)
    {
    }

    /// `type` as ustar has it: '0' file, '1' hard link, '2' symlink, '5' directory.
    void add(const QByteArray &path, char type, unsigned mode, int owner, const QByteArray &content,
             const QByteArray &linkTarget = {});
    /// The whole tar, with its end.
    QByteArray finish();

private:
    std::int64_t m_time;
    QByteArray m_tar;
};

} // namespace sample
