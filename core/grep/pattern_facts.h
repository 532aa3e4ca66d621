// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace stratoscope {

/// What a search takes advantage of. Found by reading the pattern once, without understanding all of it: where in doubt, a fact is
/// not claimed.
struct PatternFacts {
    /// Whether a match that a line contains is also found if several lines are searched at once, be it as the beginning of a
    /// longer one. Not so with lookarounds, atomic groups and the like, which may see the other lines.
    bool isLineSafe = false;
    /// A text that every match contains; empty if none is known.
    std::string required;
    /// Whether it names a line break, which no line contains.
    bool namesLineBreak = false;
};

/// Of a regular expression in PCRE2's syntax, valid or not.
PatternFacts factsOfRegex(std::string_view pattern);

} // namespace stratoscope
