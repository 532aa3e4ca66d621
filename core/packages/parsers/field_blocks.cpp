// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/field_blocks.h"

#include "base/parse_text.h"
#include "base/utf8.h"

#include <algorithm>

namespace stratoscope {

namespace {

constexpr std::size_t kMostFields = 4096; ///< of a block
constexpr std::size_t kLongestField = 64 * 1024;

std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(kBlanks);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

} // namespace

std::string_view FieldBlock::operator[](std::string_view name) const
{
    const auto isName = [name](std::string_view other) { return std::ranges::equal(name, other, {}, asciiLower, asciiLower); };
    const auto found = std::ranges::find_if(m_fields, isName, &std::pair<std::string_view, std::string>::first);
    return found == m_fields.end() ? std::string_view() : std::string_view(found->second);
}

FieldBlock FieldReader::next()
{
    FieldBlock block;
    while (!m_rest.empty()) {
        std::string_view line = takeUntil('\n', m_rest);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty()) {
            if (block.isEmpty())
                continue;
            break;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (m_continued == Continued::Joined && !block.isEmpty() && block.m_fields.back().second.size() < kLongestField)
                block.m_fields.back().second += line.substr(1, kLongestField);
            continue;
        }
        std::string_view value = line;
        const std::string_view name = takeUntil(':', value);
        if (name.size() < line.size() && block.m_fields.size() < kMostFields)
            block.m_fields.emplace_back(name, withoutBlanks(value).substr(0, kLongestField));
    }
    return block;
}

} // namespace stratoscope
