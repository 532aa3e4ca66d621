// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The command `audit`, see command_table.h.
Result<void> runAudit(const Context &context);

} // namespace stratoscope::cli
