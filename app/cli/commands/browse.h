// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

// Commands that read the file system of an image.
Result<void> runList(const Context &context);
Result<void> runCat(const Context &context);
Result<void> runResolve(const Context &context);

} // namespace stratoscope::cli
