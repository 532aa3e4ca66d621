// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The commands `ls`, `cat`, `resolve` and `find`, see command_table.h.
Result<void> runList(const Context &context);
Result<void> runCat(const Context &context);
Result<void> runResolve(const Context &context);
Result<void> runFind(const Context &context);

} // namespace stratoscope::cli
