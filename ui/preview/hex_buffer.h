// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

namespace stratoscope::ui {

/// Holds the part of a file around the bytes that a view shows, read on the session's threads. For the GUI thread.
class HexBuffer : public QObject
{
    Q_OBJECT

public:
    explicit HexBuffer(Session &session, QObject *parent = nullptr);

    void setFile(const ImageFs &fs, NodeId node);
    void clear();
    /// Starts reading around these bytes, unless they have been read already.
    void require(std::uint64_t begin, std::uint64_t end);
    /// At most `count` bytes from an offset, as far as they have been read.
    std::span<const std::byte> bytes(std::uint64_t offset, std::uint64_t count) const;
    /// Why the file cannot be read; may be empty.
    const QString &error() const { return m_error; }

Q_SIGNALS:
    /// Bytes have been read, or reading has failed.
    void changed();

private:
    Session &m_session;
    LatestTask m_reading;
    ImageFs m_fs;
    NodeId m_node = kNoNode;
    std::uint64_t m_begin = 0; ///< offset of m_bytes in the file
    std::vector<std::byte> m_bytes;
    QString m_error;
};

} // namespace stratoscope::ui
