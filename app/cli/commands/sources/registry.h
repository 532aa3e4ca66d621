// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// The commands `parse`, `search`, `tags`, `platforms` and `referrers`, see command_table.h.
Result<void> runParse(const Context &context);
Result<void> runSearch(const Context &context);
Result<void> runTags(const Context &context);
Result<void> runPlatforms(const Context &context);
Result<void> runReferrers(const Context &context);

} // namespace stratoscope::cli
