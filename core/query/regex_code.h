// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>

/// What all regular expressions of the program have in common: PCRE2 over bytes, of which those that are valid UTF-8 are matched as
/// such. Only included by source files.
namespace stratoscope {

template <auto free>
struct Pcre2Deleter {
    template <typename T>
    void operator()(T *pointer) const
    {
        free(pointer);
    }
};
/// A compiled pattern. Thread-safe.
using RegexCode = std::unique_ptr<pcre2_code, Pcre2Deleter<&pcre2_code_free>>;
using RegexContext = std::unique_ptr<pcre2_match_context, Pcre2Deleter<&pcre2_match_context_free>>;
using RegexMatch = std::unique_ptr<pcre2_match_data, Pcre2Deleter<&pcre2_match_data_free>>;
using RegexStack = std::unique_ptr<pcre2_jit_stack, Pcre2Deleter<&pcre2_jit_stack_free>>;

/// Compiles a pattern, with PCRE2's JIT where there is one. Only a line feed ends a line. `options`: PCRE2's, in addition to those
/// for UTF-8. Error: Invalid, with PCRE2's message and the text up to the mistake as its detail.
Result<RegexCode> compileRegex(std::string_view pattern, std::uint32_t options);

inline PCRE2_SPTR asSubject(std::string_view text)
{
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

} // namespace stratoscope
