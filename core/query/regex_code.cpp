// SPDX-License-Identifier: Apache-2.0
#include "query/regex_code.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<RegexCode> compileRegex(std::string_view pattern, std::uint32_t options)
{
    const std::unique_ptr<pcre2_compile_context, Pcre2Deleter<&pcre2_compile_context_free>> context(
        pcre2_compile_context_create(nullptr));
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    int error = 0;
    PCRE2_SIZE offset = 0;
    RegexCode code(pcre2_compile(asSubject(pattern), pattern.size(), options | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &error, &offset,
                                 context.get()));
    if (!code) {
        std::array<PCRE2_UCHAR, 256> why{};
        pcre2_get_error_message(error, why.data(), why.size());
        const auto message = QString::fromUtf8(reinterpret_cast<const char *>(why.data()));
        return fail(ErrorKind::Invalid, printable(pattern),
                    u"%1 (after “%2”)"_s.arg(message, printable(pattern.substr(0, offset))));
    }
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE); // slower without, but the same
    return code;
}

} // namespace stratoscope
