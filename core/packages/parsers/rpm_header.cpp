// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/rpm_header.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kHeaderStart = 8; ///< the number of tags and the size of the data
constexpr std::size_t kIndexEntry = 16;
constexpr std::size_t kMostTags = 65535;

// Types of data (rpmtag.h).
constexpr std::uint32_t kInt32 = 4, kInt64 = 5, kString = 6, kStringArray = 8, kTranslatedString = 9;

template <typename Number>
Number bigEndianAt(Bytes bytes, std::size_t at)
{
    return qFromBigEndian<Number>(bytes.data() + at);
}

} // namespace

Result<RpmHeader> RpmHeader::parse(Bytes bytes, const QString &subject)
{
    if (bytes.size() < kHeaderStart)
        return fail(ErrorKind::Truncated, subject, u"has a header of %1 bytes"_s.arg(bytes.size()));
    const auto tags = std::size_t(bigEndianAt<std::uint32_t>(bytes, 0));
    const auto size = std::size_t(bigEndianAt<std::uint32_t>(bytes, 4));
    if (tags == 0 || tags > kMostTags)
        return fail(ErrorKind::Malformed, subject, u"has a header with %1 tags"_s.arg(tags));
    if (bytes.size() - kHeaderStart < tags * kIndexEntry || bytes.size() - kHeaderStart - tags * kIndexEntry < size)
        return fail(ErrorKind::Truncated, subject, u"has a header that ends prematurely"_s);
    RpmHeader header;
    header.m_index = bytes.subspan(kHeaderStart, tags * kIndexEntry);
    header.m_data = bytes.subspan(kHeaderStart + tags * kIndexEntry, size);
    return header;
}

std::optional<RpmHeader::IndexEntry> RpmHeader::find(RpmTag tag) const
{
    for (std::size_t at = 0; at < m_index.size(); at += kIndexEntry) {
        const IndexEntry entry{.tag = RpmTag(bigEndianAt<std::uint32_t>(m_index, at)),
                               .type = bigEndianAt<std::uint32_t>(m_index, at + 4),
                               .offset = bigEndianAt<std::uint32_t>(m_index, at + 8),
                               .count = bigEndianAt<std::uint32_t>(m_index, at + 12)};
        if (entry.tag == tag)
            return entry.offset <= m_data.size() ? std::optional(entry) : std::nullopt;
    }
    return std::nullopt;
}

std::string_view RpmHeader::text(RpmTag tag) const
{
    const auto entry = find(tag);
    if (!entry || (entry->type != kString && entry->type != kStringArray && entry->type != kTranslatedString))
        return {};
    const std::string_view rest = asText(m_data.subspan(entry->offset));
    return rest.substr(0, rest.find('\0'));
}

std::vector<std::string_view> RpmHeader::texts(RpmTag tag) const
{
    std::vector<std::string_view> texts;
    const auto entry = find(tag);
    if (!entry || (entry->type != kString && entry->type != kStringArray))
        return texts;
    std::string_view rest = asText(m_data.subspan(entry->offset));
    for (std::uint32_t i = 0; i < entry->count && !rest.empty(); ++i) {
        texts.push_back(rest.substr(0, rest.find('\0')));
        rest.remove_prefix(std::min(rest.size(), texts.back().size() + 1));
    }
    return texts;
}

std::optional<std::uint64_t> RpmHeader::number(RpmTag tag) const
{
    const auto entry = find(tag);
    const std::size_t left = entry ? m_data.size() - entry->offset : 0;
    if (entry && entry->type == kInt32 && left >= 4)
        return bigEndianAt<std::uint32_t>(m_data, entry->offset);
    if (entry && entry->type == kInt64 && left >= 8)
        return bigEndianAt<std::uint64_t>(m_data, entry->offset);
    return std::nullopt;
}

std::vector<std::uint32_t> RpmHeader::numbers(RpmTag tag) const
{
    std::vector<std::uint32_t> numbers;
    const auto entry = find(tag);
    if (!entry || entry->type != kInt32)
        return numbers;
    const auto count = std::min<std::size_t>(entry->count, (m_data.size() - entry->offset) / 4);
    numbers.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        numbers.push_back(bigEndianAt<std::uint32_t>(m_data, entry->offset + i * 4));
    return numbers;
}

} // namespace stratoscope
