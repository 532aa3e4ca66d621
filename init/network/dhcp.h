// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stratoscope::init {

/// An IPv4 address in the byte order of this machine; 0 if there is none.
using Address = std::uint32_t;
using MacAddress = std::array<std::uint8_t, 6>;

/// "10.0.2.15".
std::string addressText(Address address);

/// A message of a DHCP client (RFC 2131): a DISCOVER, or the REQUEST of an offered address.
struct DhcpQuery {
    std::uint32_t transaction = 0;
    MacAddress mac = {};
    Address address = 0; ///< the offered address; 0 for a DISCOVER
    Address server = 0; ///< that offered it
};
std::vector<std::uint8_t> dhcpPacket(const DhcpQuery &query);

/// The answer of a server, with the options (RFC 2132) that this client uses.
struct DhcpReply {
    enum class Type : std::uint8_t { Offer = 2, Ack = 5, Nak = 6 };
    Type type = Type::Offer;
    Address address = 0;
    Address server = 0;
    int prefix = 24; ///< bits of the network mask
    Address gateway = 0;
    std::vector<Address> nameServers; ///< at most three
    std::string domain; ///< letters, digits, dots and dashes only
    std::uint32_t leaseSeconds = 3600;
};

/// Nothing if the packet is not an answer to this transaction, whatever it contains.
std::optional<DhcpReply> parseDhcpReply(std::span<const std::uint8_t> packet, std::uint32_t transaction, const MacAddress &mac);

/// The text of a resolv.conf(5).
std::string resolvConf(const DhcpReply &lease);

} // namespace stratoscope::init
