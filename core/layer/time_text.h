// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <string>

namespace stratoscope {

/// Appends `2024-05-01T12:00:00Z`, with nine decimals if there are nanoseconds (RFC 3339). Years outside 0 to 9999 are written with
/// a sign (ISO 8601).
void appendRfc3339(std::string &text, Timestamp time);

/// Appends `2024-05-01 12:00:00`.
void appendDateAndTime(std::string &text, Timestamp time);

} // namespace stratoscope
