// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::cli {

struct Context;

Result<void> runMount(const Context &context);

} // namespace stratoscope::cli
