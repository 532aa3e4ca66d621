// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <QIODevice>

#include <stop_token>
#include <vector>

namespace stratoscope {

/// A file of an image as a read-only device, for libraries that read from a QIODevice. Reading fails once it is stopped, or after
/// more reads or bytes than any regular file needs, which bounds what a malicious one can cause. For one thread.
class FileDevice : public QIODevice
{
    Q_OBJECT

public:
    FileDevice(ImageFs fs, NodeId node, std::stop_token stop);

    qint64 size() const override { return qint64(m_size); }
    bool seek(qint64 position) override { return position >= 0 && std::uint64_t(position) <= m_size && QIODevice::seek(position); }
    bool isSequential() const override { return false; }

    bool isExhausted() const { return m_exhausted; } ///< a limit has been reached
    const std::optional<Error> &error() const { return m_error; } ///< the first read error

protected:
    qint64 readData(char *data, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const ImageFs m_fs;
    const NodeId m_node;
    const std::stop_token m_stop;
    const std::uint64_t m_size;
    std::uint64_t m_readsLeft = 600'000;
    std::uint64_t m_bytesLeft = 512 * 1024 * 1024;
    std::uint64_t m_windowBegin = 0;
    std::vector<std::byte> m_window;
    bool m_exhausted = false;
    std::optional<Error> m_error;
};

} // namespace stratoscope
