// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

Result<void> runVerify(const Context &context);
Result<void> runRepair(const Context &context);

} // namespace stratoscope::cli
