// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace stratoscope {

/// Orders versions of Alpine's packages: `1.2.3b_rc1~c0ffee-r4` (apk-package(5)). Nothing if one of them is not such a version.
std::optional<std::strong_ordering> compareApkVersions(std::string_view a, std::string_view b);

} // namespace stratoscope
