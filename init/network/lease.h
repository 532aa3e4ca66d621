// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "init/network/interface.h"

namespace stratoscope::init {

/// Asks for an address by DHCP, some times for some seconds; `renewed`: a lease to be extended, else null. Nothing if no server
/// grants one.
std::optional<DhcpReply> requestLease(const Interface &card, const DhcpReply *renewed);

} // namespace stratoscope::init
