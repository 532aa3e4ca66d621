// SPDX-License-Identifier: Apache-2.0
#include "grep/line_matcher.h"

#include "base/cancel.h"
#include "grep/grep_pattern_code.h"

#include <algorithm>

namespace stratoscope {

namespace {

/// Steps back at one place. More than a line of the greatest length has bytes (see TextPieces), so that `.*` reaches all of it.
constexpr std::uint32_t kMatchLimit = 2'000'000;
constexpr std::size_t kMostStack = 4 << 20;
constexpr std::uint32_t kMostHeap = 64 << 10; ///< KiB; without PCRE2's JIT
/// Several lines of so many bytes are searched at once: a stop is noticed in between.
constexpr std::size_t kSegment = 8 << 10;
/// The same for the places in a long line at which matches begin.
constexpr std::size_t kBeginnings = 2 * kSegment;

} // namespace

struct LineMatcher::State {
    RegexMatch match{pcre2_match_data_create(1, nullptr)};
    RegexStack stack{pcre2_jit_stack_create(32 << 10, kMostStack, nullptr)};
    RegexContext context{pcre2_match_context_create(nullptr)};
    std::size_t begin = 0; ///< of the last match
    std::size_t end = 0;
};

LineMatcher::LineMatcher(GrepPattern pattern)
    : m_pattern(std::move(pattern))
    , m_state(std::make_unique<State>())
{
    pcre2_match_context *const context = m_state->context.get();
    pcre2_jit_stack_assign(context, nullptr, m_state->stack.get());
    pcre2_set_match_limit(context, kMatchLimit);
    pcre2_set_heap_limit(context, kMostHeap);
}

LineMatcher::~LineMatcher() = default;

LineMatcher::Ran LineMatcher::run(const void *code, std::string_view subject, std::uint32_t options, const std::stop_token &stop)
{
    for (std::size_t from = 0; from <= subject.size(); from += kBeginnings) {
        throwIfStopped(stop);
        pcre2_set_offset_limit(m_state->context.get(), from + kBeginnings - 1);
        const int groups = pcre2_match(static_cast<const pcre2_code *>(code), asSubject(subject), subject.size(), from, options,
                                       m_state->match.get(), m_state->context.get());
        if (groups >= 0) {
            const PCRE2_SIZE *const bounds = pcre2_get_ovector_pointer(m_state->match.get());
            m_state->begin = std::min(bounds[0], bounds[1]); // \K may set the beginning behind the end
            m_state->end = bounds[1];
            return Ran::Found;
        }
        if (groups != PCRE2_ERROR_NOMATCH)
            return Ran::Limit;
    }
    return Ran::Nothing;
}

bool LineMatcher::hasLiteral() const
{
    return m_pattern.m_code->filter || m_pattern.m_code->isLiteral;
}

std::size_t LineMatcher::findLiteral(std::string_view text)
{
    const RegexCode &code = m_pattern.m_code->filter ? m_pattern.m_code->filter : m_pattern.m_code->pattern;
    pcre2_set_offset_limit(m_state->context.get(), PCRE2_UNSET);
    const int groups = pcre2_match(code.get(), asSubject(text), text.size(), 0, 0, m_state->match.get(), m_state->context.get());
    if (groups == PCRE2_ERROR_NOMATCH)
        return text.size();
    return groups < 0 ? 0 : pcre2_get_ovector_pointer(m_state->match.get())[0]; // a failure shows where lines are searched
}

LineMatcher::Found LineMatcher::matchLine(std::string_view line, bool begins, bool ends, const std::stop_token &stop)
{
    const std::uint32_t options = (begins ? 0 : PCRE2_NOTBOL) | (ends ? 0 : PCRE2_NOTEOL);
    switch (run(m_pattern.m_code->pattern.get(), line, options, stop)) {
    case Ran::Found:
        return Match{.lineBegin = 0, .lineEnd = line.size(), .begin = m_state->begin, .end = m_state->end};
    case Ran::Limit:
        return tl::unexpected(LimitReached{});
    case Ran::Nothing:
        break;
    }
    return std::nullopt;
}

/// Whether the line that contains a position matches.
LineMatcher::Found LineMatcher::lineAt(std::string_view text, std::size_t position, const std::stop_token &stop)
{
    const std::size_t before = position == 0 ? std::string_view::npos : text.rfind('\n', position - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', position), text.size());
    auto found = matchLine(text.substr(begin, end - begin), true, true, stop);
    if (found && *found)
        *found = Match{.lineBegin = begin, .lineEnd = end, .begin = begin + (*found)->begin, .end = begin + (*found)->end};
    return found;
}

LineMatcher::Found LineMatcher::nextByLines(std::string_view text, const std::stop_token &stop)
{
    for (std::size_t from = 0; from < text.size(); from = std::min(text.find('\n', from), text.size()) + 1) {
        if (auto found = lineAt(text, from, stop); !found || *found)
            return found;
    }
    return std::nullopt;
}

/// Looks for matches in several lines at once, and makes sure that each is within a line.
LineMatcher::Found LineMatcher::nextOfSeveral(std::string_view text, const std::stop_token &stop)
{
    const bool filters = m_pattern.m_code->filter != nullptr;
    const pcre2_code *const code = filters ? m_pattern.m_code->filter.get() : m_pattern.m_code->pattern.get();
    std::size_t from = 0;
    const auto withOffset = [&from](Match match) {
        return Match{.lineBegin = from + match.lineBegin,
                     .lineEnd = from + match.lineEnd,
                     .begin = from + match.begin,
                     .end = from + match.end};
    };
    while (from < text.size()) {
        const std::string_view rest = text.substr(from);
        const Ran ran = run(code, rest, 0, stop);
        if (ran == Ran::Nothing)
            return std::nullopt;
        if (ran == Ran::Limit) { // a single line may be short enough
            auto found = nextByLines(rest, stop);
            if (found && *found)
                *found = withOffset(**found);
            return found;
        }
        const std::size_t begin = m_state->begin;
        const std::size_t end = m_state->end;
        if (begin == rest.size() && rest.ends_with('\n')) // no line begins there
            return std::nullopt;
        const std::size_t lineEnd = std::min(rest.find('\n', begin), rest.size());
        if (!filters && end <= lineEnd) {
            const std::size_t before = begin == 0 ? std::string_view::npos : rest.rfind('\n', begin - 1);
            return withOffset(
                {.lineBegin = before == std::string_view::npos ? 0 : before + 1, .lineEnd = lineEnd, .begin = begin, .end = end});
        }
        auto found = lineAt(rest, begin, stop);
        if (found && *found)
            *found = withOffset(**found);
        if (!found || *found)
            return found;
        from += lineEnd + 1;
    }
    return std::nullopt;
}

LineMatcher::Found LineMatcher::next(std::string_view text, std::size_t from, const std::stop_token &stop)
{
    const bool takesSeveral = m_pattern.m_code->isLineSafe || m_pattern.m_code->filter;
    while (from < text.size()) {
        const std::size_t end = std::min(text.find('\n', std::min(from + kSegment, text.size())), text.size() - 1) + 1;
        const std::string_view segment = text.substr(from, end - from);
        auto found = takesSeveral ? nextOfSeveral(segment, stop) : nextByLines(segment, stop);
        if (!found)
            return found;
        if (const auto match = *found)
            return Match{.lineBegin = from + match->lineBegin,
                         .lineEnd = from + match->lineEnd,
                         .begin = from + match->begin,
                         .end = from + match->end};
        from = end;
    }
    return std::nullopt;
}

} // namespace stratoscope
