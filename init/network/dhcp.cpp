// SPDX-License-Identifier: Apache-2.0
#include "init/network/dhcp.h"

#include <algorithm>
#include <bit>

namespace stratoscope::init {

namespace {

using Packet = std::span<const std::uint8_t>;

// The fixed part of a message (RFC 2131, section 2).
constexpr std::size_t kTransactionAt = 4;
constexpr std::size_t kFlagsAt = 10;
constexpr std::size_t kYourAddressAt = 16;
constexpr std::size_t kHardwareAt = 28;
constexpr std::size_t kServerNameAt = 44;
constexpr std::size_t kFileAt = 108;
constexpr std::size_t kCookieAt = 236;
constexpr std::size_t kOptionsAt = 240;
constexpr std::size_t kLeastSize = 300; ///< some servers ignore shorter ones
constexpr std::uint32_t kCookie = 0x63825363;

enum Option : std::uint8_t {
    Pad = 0,
    SubnetMask = 1,
    Router = 3,
    DomainNameServer = 6,
    DomainName = 15,
    RequestedAddress = 50,
    LeaseTime = 51,
    Overload = 52,
    MessageType = 53,
    ServerIdentifier = 54,
    ParameterList = 55,
    End = 255,
};

constexpr std::size_t kMostNameServers = 3; ///< that a resolver uses

std::uint32_t numberAt(Packet bytes, std::size_t at)
{
    return std::uint32_t(bytes[at]) << 24 | std::uint32_t(bytes[at + 1]) << 16 | std::uint32_t(bytes[at + 2]) << 8 | bytes[at + 3];
}

void setNumber(std::vector<std::uint8_t> &bytes, std::size_t at, std::uint32_t number)
{
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = std::uint8_t(number >> (24 - 8 * i));
}

void appendAddress(std::vector<std::uint8_t> &bytes, Option option, Address address)
{
    bytes.insert(bytes.end(), {option, 4, 0, 0, 0, 0});
    setNumber(bytes, bytes.size() - 4, address);
}

bool isNameByte(std::uint8_t byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.'
        || byte == '-';
}

/// What the options say. `overload`: which of the fields for names hold options, too.
void readOptions(Packet options, DhcpReply &reply, int &type, int &overload)
{
    std::size_t at = 0;
    while (at < options.size() && options[at] != End) {
        const std::uint8_t option = options[at++];
        if (option == Pad)
            continue;
        if (at == options.size() || options.size() - at - 1 < options[at])
            return;
        const Packet value = options.subspan(at + 1, options[at]);
        at += 1 + value.size();

        const std::uint32_t number = value.size() >= 4 ? numberAt(value, 0) : 0;
        if (option == MessageType && value.size() == 1)
            type = value[0];
        else if (option == Overload && value.size() == 1)
            overload = value[0];
        else if (option == SubnetMask && number != 0 && std::has_single_bit(~number + 1))
            reply.prefix = std::popcount(number);
        else if (option == Router && number != 0)
            reply.gateway = number;
        else if (option == ServerIdentifier && number != 0)
            reply.server = number;
        else if (option == LeaseTime && number != 0)
            reply.leaseSeconds = number;
        else if (option == DomainName && std::ranges::all_of(value, isNameByte))
            reply.domain.assign(value.begin(), value.end());
        else if (option == DomainNameServer) {
            for (std::size_t i = 0; i + 4 <= value.size() && reply.nameServers.size() < kMostNameServers; i += 4)
                reply.nameServers.push_back(numberAt(value, i));
        }
    }
}

} // namespace

std::string addressText(Address address)
{
    return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' + std::to_string(address >> 8 & 255)
        + '.' + std::to_string(address & 255);
}

std::vector<std::uint8_t> dhcpPacket(const DhcpQuery &query)
{
    std::vector<std::uint8_t> bytes(kOptionsAt);
    bytes[0] = 1; // a request
    bytes[1] = 1; // Ethernet
    bytes[2] = std::uint8_t(query.mac.size());
    setNumber(bytes, kTransactionAt, query.transaction);
    bytes[kFlagsAt] = 0x80; // answer by broadcast, since there is no address yet
    std::ranges::copy(query.mac, bytes.begin() + kHardwareAt);
    setNumber(bytes, kCookieAt, kCookie);
    bytes.insert(bytes.end(), {MessageType, 1, std::uint8_t(query.address == 0 ? 1 : 3)});
    if (query.address != 0)
        appendAddress(bytes, RequestedAddress, query.address);
    if (query.server != 0)
        appendAddress(bytes, ServerIdentifier, query.server);
    bytes.insert(bytes.end(), {ParameterList, 5, SubnetMask, Router, DomainNameServer, DomainName, LeaseTime, End});
    bytes.resize(std::max(bytes.size(), kLeastSize));
    return bytes;
}

std::optional<DhcpReply> parseDhcpReply(Packet packet, std::uint32_t transaction, const MacAddress &mac)
{
    if (packet.size() < kOptionsAt || packet[0] != 2 || packet[1] != 1 || packet[2] != mac.size()
        || numberAt(packet, kTransactionAt) != transaction || !std::ranges::equal(packet.subspan(kHardwareAt, mac.size()), mac)
        || numberAt(packet, kCookieAt) != kCookie)
        return std::nullopt;

    DhcpReply reply;
    reply.address = numberAt(packet, kYourAddressAt);
    int type = 0;
    int overload = 0;
    readOptions(packet.subspan(kOptionsAt), reply, type, overload);
    const int fields = overload;
    if (fields & 1)
        readOptions(packet.subspan(kFileAt, kCookieAt - kFileAt), reply, type, overload);
    if (fields & 2)
        readOptions(packet.subspan(kServerNameAt, kFileAt - kServerNameAt), reply, type, overload);

    if (type != int(DhcpReply::Type::Offer) && type != int(DhcpReply::Type::Ack) && type != int(DhcpReply::Type::Nak))
        return std::nullopt;
    reply.type = DhcpReply::Type(type);
    const bool isUsable = reply.address != 0 && reply.address >> 28 < 14; // neither multicast nor broadcast
    return isUsable || reply.type == DhcpReply::Type::Nak ? std::optional(std::move(reply)) : std::nullopt;
}

std::string resolvConf(const DhcpReply &lease)
{
    std::string text;
    if (!lease.domain.empty())
        text += "search " + lease.domain + '\n';
    for (const Address server : lease.nameServers)
        text += "nameserver " + addressText(server) + '\n';
    return text;
}

} // namespace stratoscope::init
