// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QHostAddress>
#include <QUrl>

#include <stop_token>

namespace stratoscope {

/// This machine by name or address: `localhost` and names below it, 127.0.0.0/8, ::1. Without port; brackets may be there.
bool isLoopbackHost(QStringView host);

/// An address that means something else in each network, or nothing outside of one machine: private, loopback, link-local,
/// shared (RFC 6890).
bool isPrivateAddress(const QHostAddress &address);

enum class HostScope {
    Public,
    Private,
    Unknown, ///< the name cannot be resolved from here: perhaps a proxy can
};

/// Blocking: asks the name service. Throws Cancelled.
HostScope hostScope(const QString &host, const std::stop_token &stop);

/// Denied where a server sends us from `from` to an address that it has no business with: from TLS to plain HTTP, to another
/// scheme, or from outside into this machine or its private networks (a server could so reach what only we can).
Result<void> checkHop(const QUrl &from, const QUrl &to, const std::stop_token &stop);

} // namespace stratoscope
