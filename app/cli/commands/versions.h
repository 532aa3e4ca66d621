// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The command `versions`, see command_table.h.
Result<void> runVersions(const Context &context);

} // namespace stratoscope::cli
