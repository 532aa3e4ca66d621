// SPDX-License-Identifier: Apache-2.0
#include "grep/pattern_facts.h"

#include "base/utf8.h"

#include <algorithm>

namespace stratoscope {

namespace {

bool isLetterOrDigit(char c)
{
    return (c >= '0' && c <= '9') || (asciiLower(c) >= 'a' && asciiLower(c) <= 'z');
}

/// Reads a pattern element by element.
class PatternReader
{
public:
    explicit PatternReader(std::string_view pattern)
        : m_pattern(pattern)
    {
    }

    PatternFacts read()
    {
        while (m_isUnderstood && m_next < m_pattern.size())
            readElement();
        endLiteral();
        if (!m_isUnderstood || m_depth != 0)
            return {.isLineSafe = false, .required = {}, .namesLineBreak = m_namesLineBreak};
        return {.isLineSafe = m_isLineSafe,
                .required = m_mayRequire ? std::move(m_longest) : std::string(),
                .namesLineBreak = m_namesLineBreak};
    }

private:
    bool startsWith(std::string_view text) const { return m_pattern.substr(m_next).starts_with(text); }

    void readElement()
    {
        const char c = m_pattern[m_next];
        switch (c) {
        case '\\':
            readEscape();
            break;
        case '[':
            endLiteral();
            skipClass();
            break;
        case '(':
            endLiteral();
            readGroup();
            return; // a quantifier would be a mistake
        case ')':
            endLiteral();
            m_isUnderstood = --m_depth >= 0;
            ++m_next;
            break;
        case '|':
            endLiteral();
            m_mayRequire = m_mayRequire && m_depth > 0;
            ++m_next;
            return;
        case '^':
        case '$':
        case '.':
            endLiteral();
            ++m_next;
            break;
        default:
            addLiteral();
        }
        readQuantifier();
    }

    void addLiteral()
    {
        m_namesLineBreak = m_namesLineBreak || m_pattern[m_next] == '\n';
        const std::size_t length = std::max<std::size_t>(1, utf8SequenceLength(m_pattern.substr(m_next)));
        m_lastCharacter = m_literal.size();
        if (m_depth == 0)
            m_literal.append(m_pattern.substr(m_next, length));
        m_next += length;
    }

    void endLiteral()
    {
        if (m_literal.size() > m_longest.size())
            m_longest = m_literal;
        m_literal.clear();
        m_lastCharacter = 0;
    }

    void readEscape()
    {
        constexpr std::string_view kOneCharacter = "dDwWsShHvVNtrfeabB"; // N may be followed by a code point in braces
        constexpr std::string_view kOfTheSubject = "AzZGKRX";
        ++m_next;
        if (m_next == m_pattern.size()) {
            m_isUnderstood = false;
            return;
        }
        const char c = m_pattern[m_next];
        if (!isLetterOrDigit(c)) {
            addLiteral();
            return;
        }
        endLiteral();
        ++m_next;
        m_namesLineBreak = m_namesLineBreak || c == 'n';
        if (kOfTheSubject.find(c) != std::string_view::npos) {
            m_isLineSafe = false;
        } else if (c == 'p' || c == 'P' || c == 'x' || c == 'o') {
            if (startsWith("{"))
                m_next = std::min(m_pattern.find('}', m_next), m_pattern.size() - 1) + 1;
            else if (c == 'x')
                m_next = std::min({m_pattern.find_first_not_of("0123456789abcdefABCDEF", m_next), m_next + 2, m_pattern.size()});
            else // `\pL`
                ++m_next;
        } else if (c >= '0' && c <= '9') {
            while (m_next < m_pattern.size() && m_pattern[m_next] >= '0' && m_pattern[m_next] <= '9')
                ++m_next;
        } else {
            m_isUnderstood = c == 'n' || (kOneCharacter.find(c) != std::string_view::npos && !(c == 'N' && startsWith("{")));
        }
    }

    void skipClass()
    {
        ++m_next;
        if (startsWith("^"))
            ++m_next;
        if (startsWith("]"))
            ++m_next;
        while (m_next < m_pattern.size() && m_pattern[m_next] != ']') {
            if (startsWith("\\Q") || startsWith("\\c")) // a bracket that follows means something else
                m_isUnderstood = false;
            if (startsWith("\\"))
                ++m_next;
            else if (startsWith("[:"))
                skipNamedClass();
            ++m_next;
        }
        m_isUnderstood = m_isUnderstood && m_next < m_pattern.size();
        m_next = std::min(m_next + 1, m_pattern.size());
    }

    /// From the opening bracket of `[:alpha:]` to the closing one.
    void skipNamedClass()
    {
        std::size_t end = m_next + 2;
        while (end < m_pattern.size() && (m_pattern[end] == '^' || isLetterOrDigit(m_pattern[end])))
            ++end;
        if (m_pattern.substr(end).starts_with(":]"))
            m_next = end + 1;
    }

    void readGroup()
    {
        ++m_next;
        ++m_depth;
        if (startsWith("*")) { // verbs
            m_isUnderstood = false;
            return;
        }
        if (!startsWith("?"))
            return;
        ++m_next;
        for (const std::string_view blind : {"=", "!", "<=", "<!", ">"}) {
            if (startsWith(blind)) {
                m_isLineSafe = false;
                m_next += blind.size();
                return;
            }
        }
        if (startsWith("<") || startsWith("'") || startsWith("P<")) { // a named group
            const char end = startsWith("'") ? '\'' : '>';
            m_next = std::min(m_pattern.find(end, m_next + 1), m_pattern.size() - 1) + 1;
            return;
        }
        while (startsWith("i") || startsWith("s") || startsWith("m")) {
            m_mayRequire = m_mayRequire && !startsWith("i");
            ++m_next;
        }
        if (startsWith(")")) {
            --m_depth;
            ++m_next;
            return;
        }
        m_isUnderstood = startsWith(":");
        m_next = std::min(m_next + 1, m_pattern.size());
    }

    void readQuantifier()
    {
        if (m_next >= m_pattern.size())
            return;
        const char c = m_pattern[m_next];
        if (c != '*' && c != '?' && c != '+' && c != '{')
            return;
        m_literal.resize(std::min(m_literal.size(), m_lastCharacter)); // it may occur no time at all
        endLiteral();
        ++m_next;
        if (c == '{')
            m_next = std::min(m_pattern.find_first_not_of("0123456789, ", m_next), m_pattern.size());
        if (c == '{' && startsWith("}"))
            ++m_next;
        if (startsWith("+"))
            m_isLineSafe = false;
        if (startsWith("+") || startsWith("?"))
            ++m_next;
    }

    const std::string_view m_pattern;
    std::size_t m_next = 0;
    int m_depth = 0; ///< of groups
    bool m_isUnderstood = true;
    bool m_isLineSafe = true;
    bool m_mayRequire = true;
    bool m_namesLineBreak = false;
    std::string m_literal; ///< outside of groups, up to here
    std::size_t m_lastCharacter = 0; ///< in it
    std::string m_longest;
};

} // namespace

PatternFacts factsOfRegex(std::string_view pattern)
{
    return PatternReader(pattern).read();
}

} // namespace stratoscope
