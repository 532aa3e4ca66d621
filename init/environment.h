// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stratoscope::init {

/// The value of a variable; empty if it is not set.
std::string_view variable(const std::vector<std::string> &env, std::string_view name);

/// The environment of an image's command: `env` of its config, and PATH, HOSTNAME, TERM and HOME unless it sets them.
std::vector<std::string> environment(std::vector<std::string> env, const std::string &hostName, const std::string &home);

} // namespace stratoscope::init
