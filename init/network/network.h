// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace stratoscope::init {

/// Sets the name of this machine.
void setHostName(const std::string &name);

/// Brings up the loopback interface, and the first network card with an address from DHCP, a route and a resolv.conf. Waits some
/// seconds for a server. Says which address it has, or why there is none; nothing if there is no network card. A process of its own
/// renews the lease.
void startNetwork();

} // namespace stratoscope::init
