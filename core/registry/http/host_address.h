// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QList>

#include <functional>
#include <stop_token>

namespace stratoscope {

/// Whether a host, given by name or address without port, is this machine: `localhost` and names below it, 127.0.0.0/8, ::1.
/// Brackets are optional.
bool isLoopbackHost(QStringView host);

/// Whether an address is valid only within a network or a machine: private, loopback, link-local, shared (RFC 6890), or an IPv6
/// address that leads to such an IPv4 address (mapped, compatible, translated, NAT64, 6to4, Teredo).
bool isPrivateAddress(const QHostAddress &address);

/// Resolves a host name to its addresses, IPv4 first; an address to itself. Empty if the name is unknown. Blocking: asks the
/// name service. Throws Cancelled.
QList<QHostAddress> resolveHost(const QString &host, const std::stop_token &stop);
using HostResolver = std::function<QList<QHostAddress>(const QString &host, const std::stop_token &stop)>;

} // namespace stratoscope
