// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The command `analyze`, see command_table.h.
Result<void> runAnalyze(const Context &context);

} // namespace stratoscope::cli
