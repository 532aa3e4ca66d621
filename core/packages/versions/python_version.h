// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace stratoscope {

/// Orders versions of Python's packages: `[N!]1.2.3[rc1][.post1][.dev1][+local]` in the usual spellings (PEP 440). Nothing if one
/// of them is not such a version.
std::optional<std::strong_ordering> comparePythonVersions(std::string_view a, std::string_view b);

} // namespace stratoscope
