// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace stratoscope {

/// Orders semantic versions, `[v]1.2.3[-PRE.RELEASE][+BUILD]` (semver.org 2.0.0), also with fewer numbers, and those of Go itself,
/// `1.22rc1`. The build makes no difference. Nothing if one of them is not such a version.
std::optional<std::strong_ordering> compareSemanticVersions(std::string_view a, std::string_view b);

/// Orders versions that consist of numbers, of which there may be any number: `4.1.118`. Nothing for others, such as `1.0-jre`.
std::optional<std::strong_ordering> compareDottedNumbers(std::string_view a, std::string_view b);

} // namespace stratoscope
