// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace stratoscope::init {

/// Loads kernel modules, uncompressed `.ko` files, in this order.
void loadModules(const std::vector<std::string> &paths);

} // namespace stratoscope::init
