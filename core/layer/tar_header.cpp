// SPDX-License-Identifier: Apache-2.0
#include "layer/tar_header.h"

#include <algorithm>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

TarHeader::Format formatOf(const TarHeader::Block &block)
{
    const std::string_view magic(&block[257], 6);
    const std::string_view version(&block[263], 2);
    if (magic == std::string_view("ustar\0", 6))
        return std::string_view(&block[508], 4) == std::string_view("tar\0", 4) ? TarHeader::Format::Star
                                                                                : TarHeader::Format::Ustar;
    if (magic == "ustar " && version == std::string_view(" \0", 2))
        return TarHeader::Format::Gnu;
    return TarHeader::Format::V7;
}

std::optional<std::int64_t> base256(std::string_view field)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(field[i]); };
    // Two's complement; the highest bit only marks the format.
    const bool negative = byte(0) & 0x40;
    const std::uint64_t fill = negative ? 0xFF : 0;
    std::uint64_t value = negative ? ~std::uint64_t(0) : 0;
    for (std::size_t i = 0; i < field.size(); ++i) {
        const std::uint64_t digit = i == 0 ? (byte(0) & 0x7F) | (negative ? 0x80 : 0) : byte(i);
        if (value >> 56 != fill)
            return std::nullopt;
        value = value << 8 | digit;
    }
    const auto number = std::int64_t(value);
    if ((number < 0) != negative)
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> octal(std::string_view field)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\0'; };
    while (!field.empty() && isBlank(field.front()))
        field.remove_prefix(1);
    field = field.substr(0, field.find('\0'));
    while (!field.empty() && field.back() == ' ')
        field.remove_suffix(1);
    std::int64_t value = 0;
    for (const char c : field) {
        if (c < '0' || c > '7' || value > std::numeric_limits<std::int64_t>::max() >> 3)
            return std::nullopt;
        value = value << 3 | (c - '0');
    }
    return value;
}

} // namespace

TarHeader::TarHeader(const Block &block)
    : m_block(block)
    , m_format(formatOf(block))
{
}

bool TarHeader::isChecksumValid() const
{
    const auto wanted = number(148, 8, "checksum");
    if (!wanted)
        return false;
    std::int64_t unsignedSum = 8 * ' ';
    std::int64_t signedSum = 8 * ' ';
    const auto add = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            unsignedSum += static_cast<unsigned char>(m_block[i]);
            signedSum += static_cast<signed char>(m_block[i]);
        }
    };
    add(0, 148);
    add(156, m_block.size());
    return *wanted == unsignedSum || *wanted == signedSum;
}

std::string TarHeader::name() const
{
    const std::string name = text(0, 100);
    const std::size_t length = m_format == Format::Star ? 131 : m_format == Format::Ustar || hasOldGoPrefix() ? 155 : 0;
    const std::string prefix = text(345, length);
    return prefix.empty() ? name : prefix + '/' + name;
}

/// Before 1.8, Go wrote a prefix into GNU headers, which have access and change times there. Printable text that is not a number is
/// such a prefix.
bool TarHeader::hasOldGoPrefix() const
{
    if (m_format != Format::Gnu || m_block[345] == 0 || (number(345, 12, "") && number(357, 12, "")))
        return false;
    return std::ranges::all_of(text(345, 155), [](char c) { return c >= ' ' && c < 0x7F; });
}

Result<std::int64_t> TarHeader::number(std::size_t offset, std::size_t length, const char *what) const
{
    const std::string_view field(&m_block[offset], length);
    const auto value = field[0] & '\x80' ? base256(field) : octal(field);
    if (!value)
        return fail(ErrorKind::Malformed, {}, u"the header's field “%1” is not a number"_s.arg(QLatin1StringView(what)));
    return *value;
}

} // namespace stratoscope
