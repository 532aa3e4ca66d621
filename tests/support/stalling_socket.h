// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <QString>

#include <atomic>
#include <thread>

namespace stratoscope::test {

/// A Unix socket that relays connections to another one. Once a client has sent about a given number of bytes, it relays no more of
/// them, waits until the client disconnects, and hangs up. Ends when destroyed.
class StallingSocket
{
public:
    StallingSocket(const QString &path, const QString &target, qint64 most);

    /// Whether a connection has come to that point.
    bool isStalling() const { return m_isStalling; }

private:
    void serve(const File &client, const std::stop_token &stop);

    const QString m_target;
    const qint64 m_most; ///< in bytes
    std::atomic<bool> m_isStalling = false;
    const File m_listening;
    std::jthread m_thread; // last: it uses the others
};

} // namespace stratoscope::test
