// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string_view>

namespace stratoscope {

/// Orders versions of Debian packages, `[EPOCH:]VERSION[-REVISION]` (deb-version(7)). Any text has a place in the order.
std::strong_ordering compareDebianVersions(std::string_view a, std::string_view b);

} // namespace stratoscope
