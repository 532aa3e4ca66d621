// SPDX-License-Identifier: Apache-2.0
#include "support/stalling_socket.h"

#include "support/unix_socket.h"

#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <vector>

namespace stratoscope::test {

namespace {

constexpr int kTick = 20; // milliseconds between checks of the stop token

/// Returns how many bytes were relayed; 0 if either side has disconnected.
qint64 passOn(int from, int to)
{
    std::array<char, 65536> bytes;
    const ssize_t count = ::recv(from, bytes.data(), bytes.size(), 0);
    for (ssize_t at = 0; at < count;) {
        const ssize_t sent = ::send(to, bytes.data() + at, std::size_t(count - at), MSG_NOSIGNAL);
        if (sent <= 0)
            return 0;
        at += sent;
    }
    return count > 0 ? count : 0;
}

} // namespace

StallingSocket::StallingSocket(const QString &path, const QString &target, qint64 most)
    : m_target(target)
    , m_most(most)
    , m_listening(listeningSocket(path))
{
    m_thread = std::jthread([this](const std::stop_token &stop) {
        std::vector<std::jthread> connections;
        while (!stop.stop_requested()) {
            pollfd waiting{.fd = m_listening.descriptor(), .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, kTick) > 0)
                connections.emplace_back([this, client = ::accept4(m_listening.descriptor(), nullptr, nullptr, SOCK_CLOEXEC)](
                                             const std::stop_token &end) { serve(File(client, {}), end); });
        }
    });
}

void StallingSocket::serve(const File &client, const std::stop_token &stop)
{
    const File engine = connectedSocket(m_target);
    if (!engine.isOpen())
        return;
    qint64 passed = 0;
    while (!stop.stop_requested()) {
        const bool isStalling = passed >= m_most;
        std::array<pollfd, 2> ends{pollfd{.fd = client.descriptor(), .events = short(isStalling ? 0 : POLLIN), .revents = 0},
                                   pollfd{.fd = engine.descriptor(), .events = POLLIN, .revents = 0}};
        if (::poll(ends.data(), ends.size(), kTick) <= 0)
            continue;
        if (isStalling && (ends[0].revents & (POLLHUP | POLLERR)) != 0)
            break;
        if (ends[1].revents != 0 && passOn(engine.descriptor(), client.descriptor()) == 0)
            break;
        if (isStalling || ends[0].revents == 0)
            continue;
        const qint64 count = passOn(client.descriptor(), engine.descriptor());
        if (count == 0)
            break;
        passed += count;
        if (passed >= m_most)
            m_isStalling = true;
    }
}

} // namespace stratoscope::test
