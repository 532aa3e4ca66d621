// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <span>
#include <string>

namespace stratoscope::cli {

struct Context;

/// What may stand in place of the last of these words, as completion scripts read it: a line for each candidate, with a
/// description after a tab; `:files` or `:directories` if a path may.
std::string completions(std::span<const std::string> words);
/// The command `completion`, see command_table.h.
Result<void> runCompletion(const Context &context);

} // namespace stratoscope::cli
