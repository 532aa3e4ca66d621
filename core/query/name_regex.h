// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace stratoscope {

/// A regular expression over bytes (PCRE2's syntax; UTF-8 where the bytes are, upper and lower case the same). A value, cheap to
/// copy; thread-safe. What would take too long to match does not match.
class NameRegex
{
public:
    /// Invalid, saying what is wrong and where.
    static Result<NameRegex> compile(const std::string &pattern);
    /// `*` and `?` stand for what is not a slash, `**` for anything, `[a-z]` for one of them, `[!a-z]` for none. A glob with a
    /// slash is about paths: from the root where it begins with one, else from any directory.
    static Result<NameRegex> fromGlob(std::string_view glob);

    /// Where it first matches: begin and length; begin npos where it does not.
    std::pair<std::size_t, std::size_t> match(std::string_view text) const;
    bool matches(std::string_view text) const { return match(text).first != std::string_view::npos; }

private:
    struct Code;
    explicit NameRegex(std::shared_ptr<const Code> code)
        : m_code(std::move(code))
    {
    }
    std::shared_ptr<const Code> m_code;
};

} // namespace stratoscope
