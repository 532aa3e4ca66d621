// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/regex_code.h"
#include "grep/grep_pattern.h"

namespace stratoscope {

struct GrepPattern::Code {
    RegexCode pattern;
    /// A text that every match contains, where looking for it first is faster; null if not.
    RegexCode filter;
    bool isLineSafe = false; ///< see PatternFacts
};

} // namespace stratoscope
