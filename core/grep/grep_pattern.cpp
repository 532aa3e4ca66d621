// SPDX-License-Identifier: Apache-2.0
#include "grep/grep_pattern.h"

#include "base/utf8.h"
#include "grep/grep_pattern_code.h"
#include "grep/pattern_facts.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The longest part of a text whose letters have only two cases: k and s have a third one in Unicode, which PCRE2 does not search
/// for with the processor's vector instructions, nor what is not ASCII.
std::string_view quickPart(std::string_view text)
{
    std::string_view longest;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? asciiLower(text[i]) : 's';
        if (c != 'k' && c != 's' && c > 0)
            continue;
        if (i - begin > longest.size())
            longest = text.substr(begin, i - begin);
        begin = i + 1;
    }
    return longest;
}

} // namespace

Result<GrepPattern> GrepPattern::compile(const GrepQuery &query)
{
    if (query.pattern.empty())
        return fail(ErrorKind::Invalid, u"pattern"_s, u"is empty"_s);
    const PatternFacts facts = query.isText ? PatternFacts{.isLineSafe = true,
                                                           .required = query.pattern,
                                                           .namesLineBreak = query.pattern.find('\n') != std::string::npos}
                                            : factsOfRegex(query.pattern);
    const std::uint32_t ofCase = query.ignoresCase ? PCRE2_CASELESS : 0;
    // \C would tear characters apart, which the search for several lines at once must not see.
    const std::uint32_t ofKind = query.isText ? PCRE2_LITERAL : PCRE2_MULTILINE | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    auto code = std::make_shared<Code>();
    STRATOSCOPE_TRY(code->pattern, compileRegex(query.pattern, ofCase | ofKind | PCRE2_USE_OFFSET_LIMIT));
    if (facts.namesLineBreak)
        return fail(ErrorKind::Invalid, printable(query.pattern), u"contains a line break, but lines are searched one by one"_s);
    code->isLineSafe = facts.isLineSafe;

    constexpr std::size_t kShortestFilter = 2; // one byte alone is too frequent
    const std::string_view filter = query.ignoresCase ? quickPart(facts.required) : std::string_view(facts.required);
    code->isLiteral = filter.size() >= kShortestFilter && filter == query.pattern;
    if (filter.size() >= kShortestFilter && !code->isLiteral) {
        STRATOSCOPE_TRY(code->filter, compileRegex(filter, ofCase | PCRE2_LITERAL | PCRE2_USE_OFFSET_LIMIT));
    }
    return GrepPattern(std::move(code));
}

} // namespace stratoscope
