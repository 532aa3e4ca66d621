// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <memory>
#include <string>

namespace stratoscope {

/// What to look for in the lines of files.
struct GrepQuery {
    std::string pattern; ///< a regular expression in PCRE2's syntax; matches part of a line
    bool isText = false; ///< `pattern` is a text to be found as it is
    bool ignoresCase = false;
    bool operator==(const GrepQuery &) const = default;
};

/// A compiled GrepQuery. Bytes that are valid UTF-8 are matched as such, and classes such as `\w` are Unicode's, as in ripgrep.
/// A value, cheap to copy; thread-safe.
class GrepPattern
{
public:
    /// Error: Invalid, naming the pattern, for a mistake in it, with the text up to there; for an empty one; and for one that names
    /// a line break, since lines are searched one by one.
    static Result<GrepPattern> compile(const GrepQuery &query);

private:
    friend class LineMatcher;
    struct Code;
    explicit GrepPattern(std::shared_ptr<const Code> code)
        : m_code(std::move(code))
    {
    }
    std::shared_ptr<const Code> m_code;
};

} // namespace stratoscope
