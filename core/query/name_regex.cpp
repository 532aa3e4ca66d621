// SPDX-License-Identifier: Apache-2.0
#include "query/name_regex.h"

#include <array>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Limits the work for one name to a few milliseconds, whatever the pattern.
constexpr std::uint32_t kMatchLimit = 100'000;

template <auto free>
struct Deleter {
    template <typename T>
    void operator()(T *pointer) const
    {
        free(pointer);
    }
};

} // namespace

struct NameRegex::Code {
    std::unique_ptr<pcre2_code, Deleter<&pcre2_code_free>> code;
    std::unique_ptr<pcre2_match_context, Deleter<&pcre2_match_context_free>> context;
};

Result<NameRegex> NameRegex::compile(const std::string &pattern)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    constexpr std::uint32_t kOptions = PCRE2_CASELESS | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    auto code = std::make_shared<Code>();
    code->code.reset(
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), kOptions, &error, &offset, nullptr));
    if (!code->code) {
        std::array<PCRE2_UCHAR, 256> why{};
        pcre2_get_error_message(error, why.data(), why.size());
        const auto message = QString::fromUtf8(reinterpret_cast<const char *>(why.data()));
        return fail(ErrorKind::Invalid, printable(pattern),
                    u"%1 (after “%2”)"_s.arg(message, printable(std::string_view(pattern).substr(0, offset))));
    }
    pcre2_jit_compile(code->code.get(), PCRE2_JIT_COMPLETE); // slower without, but the same
    code->context.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(code->context.get(), kMatchLimit);
    return NameRegex(std::move(code));
}

Result<NameRegex> NameRegex::fromGlob(std::string_view glob)
{
    const bool isPath = glob.find('/') != std::string_view::npos;
    std::string pattern = !isPath || glob.starts_with('/') ? "^" : "/";
    for (std::size_t i = 0; i < glob.size(); ++i) {
        const char byte = glob[i];
        const std::size_t closing = byte == '[' ? glob.find(']', i + 2) : std::string_view::npos;
        if (byte == '*' && i + 1 < glob.size() && glob[i + 1] == '*') {
            pattern += ".*";
            ++i;
        } else if (byte == '*') {
            pattern += "[^/]*";
        } else if (byte == '?') {
            pattern += "[^/]";
        } else if (closing != std::string_view::npos) {
            pattern += glob[i + 1] == '!' ? "[^" : "[";
            for (const char inside : glob.substr(i + (glob[i + 1] == '!' ? 2 : 1), closing - i - (glob[i + 1] == '!' ? 2 : 1))) {
                if (inside == '\\' || inside == '[' || inside == '^')
                    pattern += '\\';
                pattern += inside;
            }
            pattern += ']';
            i = closing;
        } else {
            if (std::string_view("\\^$.|()[]{}+#").find(byte) != std::string_view::npos)
                pattern += '\\';
            pattern += byte;
        }
    }
    return compile(pattern + '$');
}

std::pair<std::size_t, std::size_t> NameRegex::match(std::string_view text) const
{
    // One per thread, since there are many names to match.
    thread_local const std::unique_ptr<pcre2_match_data, Deleter<&pcre2_match_data_free>> kFound(
        pcre2_match_data_create(1, nullptr));
    const int groups = pcre2_match(m_code->code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, kFound.get(),
                                   m_code->context.get());
    if (groups < 0)
        return {std::string_view::npos, 0};
    const PCRE2_SIZE *const bounds = pcre2_get_ovector_pointer(kFound.get());
    return {bounds[0], bounds[1] > bounds[0] ? bounds[1] - bounds[0] : 0};
}

} // namespace stratoscope
