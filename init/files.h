// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace stratoscope::init {

/// The beginning of a file, at most 1 MiB; empty if it cannot be read.
std::string readFile(const char *path);
/// Replaces or creates a file. Errors: -1 and errno.
int writeFile(const char *path, std::string_view content);
/// Writes all bytes.
bool writeAll(int descriptor, std::string_view bytes);

} // namespace stratoscope::init
