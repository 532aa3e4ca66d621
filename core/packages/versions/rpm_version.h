// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string_view>

namespace stratoscope {

/// Orders versions of rpm packages, `[EPOCH:]VERSION[-RELEASE]`, as rpm does (rpm-version(7)). Any text has a place in the order.
std::strong_ordering compareRpmVersions(std::string_view a, std::string_view b);

} // namespace stratoscope
