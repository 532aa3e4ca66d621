// SPDX-License-Identifier: Apache-2.0
#include "query/name_regex.h"

#include "query/regex_code.h"

namespace stratoscope {

namespace {

/// Limits the work for one name to a few milliseconds, whatever the pattern.
constexpr std::uint32_t kMatchLimit = 100'000;

} // namespace

struct NameRegex::Code {
    RegexCode code;
    RegexContext context;
};

Result<NameRegex> NameRegex::compile(const std::string &pattern)
{
    auto code = std::make_shared<Code>();
    STRATOSCOPE_TRY(code->code, compileRegex(pattern, PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C));
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
    thread_local const RegexMatch kFound(pcre2_match_data_create(1, nullptr));
    const int groups = pcre2_match(m_code->code.get(), asSubject(text), text.size(), 0, 0, kFound.get(), m_code->context.get());
    if (groups < 0)
        return {std::string_view::npos, 0};
    const PCRE2_SIZE *const bounds = pcre2_get_ovector_pointer(kFound.get());
    return {bounds[0], bounds[1] > bounds[0] ? bounds[1] - bounds[0] : 0};
}

} // namespace stratoscope
