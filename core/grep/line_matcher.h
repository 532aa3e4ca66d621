// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grep/grep_pattern.h"

#include <optional>
#include <stop_token>
#include <string_view>

namespace stratoscope {

/// Finds the lines of a text that match a pattern. For one thread at a time.
class LineMatcher
{
public:
    explicit LineMatcher(GrepPattern pattern);
    ~LineMatcher();

    /// Positions in the text.
    struct Match {
        std::size_t lineBegin = 0;
        std::size_t lineEnd = 0; ///< the line feed, or the end of the text
        std::size_t begin = 0; ///< of the first match in the line
        std::size_t end = 0;
    };
    /// The pattern takes more steps, or more memory, than a match may take.
    struct LimitReached {
    };
    using Found = tl::expected<std::optional<Match>, LimitReached>;

    /// The first line that matches from `from` on, which is the beginning of a line. What follows the last line feed is a line
    /// unless it is empty. Throws Cancelled.
    Found next(std::string_view text, std::size_t from, const std::stop_token &stop);
    /// Where a text that every match contains begins in `text`; its end if it does not contain it. Only if there is one.
    std::size_t findLiteral(std::string_view text);
    bool hasLiteral() const;
    /// Whether a single line matches. `begins`, `ends`: whether it is the beginning, and the end, of the line, of which it may be
    /// a part. Throws Cancelled.
    Found matchLine(std::string_view line, bool begins, bool ends, const std::stop_token &stop);

private:
    struct State;
    enum class Ran { Found, Nothing, Limit };
    Ran run(const void *code, std::string_view subject, std::uint32_t options, const std::stop_token &stop);
    Found lineAt(std::string_view text, std::size_t position, const std::stop_token &stop);
    Found nextOfSeveral(std::string_view text, const std::stop_token &stop);
    Found nextByLines(std::string_view text, const std::stop_token &stop);

    const GrepPattern m_pattern;
    const std::unique_ptr<State> m_state;
};

} // namespace stratoscope
