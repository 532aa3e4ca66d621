// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grep/grep_pattern.h"
#include "query/regex_code.h"

namespace stratoscope {

struct GrepPattern::Code {
    RegexCode pattern;
    /// A text that every match contains, where looking for it first is faster; null if not.
    RegexCode filter;
    bool isLiteral = false; ///< the pattern is such a text itself
    bool isLineSafe = false; ///< see PatternFacts
};

} // namespace stratoscope
