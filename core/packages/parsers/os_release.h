// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace stratoscope {

/// The value of a variable in a file such as /etc/os-release, without its quotes (os-release(5)); empty if it is not set.
std::string osReleaseValue(std::string_view text, std::string_view name);

} // namespace stratoscope
