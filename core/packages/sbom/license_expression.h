// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stratoscope {

/// The licence as an expression of SPDX (SPDX 2.3, annex D), if it is one that consists of the more common licences and exceptions
/// of the SPDX licence list: `MIT`, `(GPL-2.0-or-later WITH GCC-exception-2.0) OR Apache-2.0`. Nothing for anything else, such as
/// `GPLv2+`.
std::optional<std::string> licenseExpression(std::string_view license);

} // namespace stratoscope
