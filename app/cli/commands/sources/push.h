// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

Result<void> runPush(const Context &context);

} // namespace stratoscope::cli
