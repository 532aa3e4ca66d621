// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The commands `check`, `verify` and `repair`, see command_table.h.
Result<void> runCheck(const Context &context);
Result<void> runVerify(const Context &context);
Result<void> runRepair(const Context &context);

} // namespace stratoscope::cli
