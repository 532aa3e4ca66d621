// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The commands `login` and `logout`, see command_table.h.
Result<void> runLogin(const Context &context);
Result<void> runLogout(const Context &context);

} // namespace stratoscope::cli
