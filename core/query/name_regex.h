// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace stratoscope {

/// A regular expression over bytes in PCRE2's syntax, ignoring case; valid UTF-8 is matched as such. A value, cheap to copy;
/// thread-safe. Matching is bounded: what exceeds PCRE2's match limit counts as no match.
class NameRegex
{
public:
    /// Error: Invalid, with PCRE2's message and the text up to the mistake as its detail.
    static Result<NameRegex> compile(const std::string &pattern);
    /// From a glob that must match a whole name: `*` and `?` do not match slashes, `**` does; `[a-z]` and `[!a-z]` are character
    /// classes. A glob with a slash is for paths: from the root if it starts with one, otherwise from any directory.
    static Result<NameRegex> fromGlob(std::string_view glob);

    /// The first match: begin and length in bytes; begin is npos if there is none.
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
