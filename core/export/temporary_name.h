// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// The names under which exports are assembled: `.NAME.partial-XXXXXX`, beside their destination.
namespace stratoscope {

inline constexpr std::string_view kPartial = ".partial-";

/// The beginning of temporary names: `.NAME`, truncated so that they fit into 255 bytes.
std::string temporaryPrefix(const std::string &name);
/// Six letters and digits.
std::string randomText();
/// Whether a name consists of this beginning and a random text.
bool isTemporaryName(std::string_view name, std::string_view prefix);

} // namespace stratoscope
