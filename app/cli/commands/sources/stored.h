// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The commands `pull`, `import`, `images` and what else concerns the store, see command_table.h.
Result<void> runPull(const Context &context);
Result<void> runImport(const Context &context);
Result<void> runImages(const Context &context);
Result<void> runRemove(const Context &context);
Result<void> runPin(const Context &context);
Result<void> runUnpin(const Context &context);
Result<void> runPrune(const Context &context);

} // namespace stratoscope::cli
