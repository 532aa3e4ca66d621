// SPDX-License-Identifier: Apache-2.0
#include "init/network/lease.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

constexpr std::uint16_t kServerPort = 67;
constexpr std::uint16_t kClientPort = 68;
constexpr int kAttempts = 4;
constexpr int kFirstWait = 1000; ///< ms, doubled each time

std::int64_t now() ///< ms
{
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

/// Sends and receives through one card, which needs no address yet.
class Exchange
{
public:
    Exchange(const Interface &card, const MacAddress &mac)
        : m_mac(mac)
        , m_transaction(std::uint32_t(now()) << 16 | std::uint32_t(mac[4]) << 8 | mac[5])
        , m_socket(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        const int yes = 1;
        setsockopt(m_socket, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
        setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        setsockopt(m_socket, SOL_SOCKET, SO_BINDTODEVICE, card.name().data(), socklen_t(card.name().size()));
        const sockaddr_in own = address(INADDR_ANY, kClientPort);
        bind(m_socket, reinterpret_cast<const sockaddr *>(&own), sizeof own);
    }
    ~Exchange() { close(m_socket); }
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;

    /// `offer`: to request; null to discover one.
    std::optional<DhcpReply> ask(const DhcpReply *offer, int wait)
    {
        const std::vector<std::uint8_t> packet = dhcpPacket({.transaction = m_transaction,
                                                             .mac = m_mac,
                                                             .address = offer ? offer->address : 0,
                                                             .server = offer ? offer->server : 0});
        const sockaddr_in all = address(INADDR_BROADCAST, kServerPort);
        sendto(m_socket, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr *>(&all), sizeof all);

        const std::int64_t end = now() + wait;
        for (std::int64_t left = wait; left > 0; left = end - now()) {
            pollfd ready = {m_socket, POLLIN, 0};
            if (poll(&ready, 1, int(left)) <= 0)
                continue;
            std::uint8_t bytes[1500];
            const ssize_t count = recv(m_socket, bytes, sizeof bytes, 0);
            if (count <= 0)
                continue;
            auto reply = parseDhcpReply({bytes, std::size_t(count)}, m_transaction, m_mac);
            if (reply && (reply->type == DhcpReply::Type::Offer) == (offer == nullptr))
                return reply;
        }
        return std::nullopt;
    }

private:
    static sockaddr_in address(std::uint32_t ip, std::uint16_t port)
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(ip);
        return address;
    }

    const MacAddress m_mac;
    const std::uint32_t m_transaction;
    const int m_socket;
};

} // namespace

std::optional<DhcpReply> requestLease(const Interface &card, const DhcpReply *renewed)
{
    const auto mac = card.macAddress();
    if (!mac)
        return std::nullopt;
    Exchange exchange(card, *mac);
    int wait = kFirstWait;
    for (int attempt = 0; attempt < kAttempts; ++attempt, wait *= 2) {
        auto offer = renewed ? std::optional(*renewed) : exchange.ask(nullptr, wait);
        if (!offer)
            continue;
        auto reply = exchange.ask(&*offer, wait);
        if (!reply)
            continue;
        if (reply->type == DhcpReply::Type::Ack)
            return reply;
        renewed = nullptr; // refused: begin anew
    }
    return std::nullopt;
}

} // namespace stratoscope::init
