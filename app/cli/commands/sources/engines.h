// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

Result<void> runEngines(const Context &context);
Result<void> runLoad(const Context &context);

} // namespace stratoscope::cli
