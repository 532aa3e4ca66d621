// SPDX-License-Identifier: Apache-2.0
#include "prebaked/file_digests.h"

#include "base/parse_text.h"
#include "layer/whiteout.h"
#include "prebaked/prebaked_format.h"

#include <QtEndian>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Eight hexadecimal digits at once, as four bytes; nothing for anything else. This is most of the work of reading many digests.
std::optional<std::array<std::uint8_t, 4>> parseEightDigits(const char *digits)
{
    constexpr std::uint64_t kEach = 0x0101010101010101; // times a byte: the same in each of the eight bytes
    const std::uint64_t text = qFromLittleEndian<std::uint64_t>(digits);
    const std::uint64_t isLetter = (text >> 6) & kEach;
    const std::uint64_t values = (text & 0x0f * kEach) + 9 * isLetter;
    // A letter has the high bits 010 or 011, a digit 0011; a value is at most 15, and at least 10 for letters only.
    const bool isValid = (text & 0xd0 * kEach) == 0x10 * kEach + 0x30 * isLetter
        && ((text | isLetter << 5) & 0x20 * kEach) == 0x20 * kEach && (values & 0xf0 * kEach) == 0
        && ((values + 6 * kEach) >> 4 & kEach) == isLetter;
    if (!isValid)
        return std::nullopt;
    const std::uint64_t bytes = values << 4 | values >> 8; // the bytes at even places are those wanted
    return std::array{std::uint8_t(bytes), std::uint8_t(bytes >> 16), std::uint8_t(bytes >> 32), std::uint8_t(bytes >> 48)};
}

std::optional<Sha256> parseSha256(std::string_view digits)
{
    Sha256 digest;
    for (std::size_t i = 0; i < digest.size(); i += 4) {
        const auto bytes = parseEightDigits(digits.data() + 2 * i);
        if (!bytes)
            return std::nullopt;
        std::ranges::copy(*bytes, digest.begin() + std::ptrdiff_t(i));
    }
    return digest;
}

bool isRootPath(std::string_view path)
{
    const bool endsInName = !path.empty() && path.back() != '/' && path.back() != '.'; // as nearly all do
    return !endsInName && cleanPath(path).empty();
}

} // namespace

Result<Sha256> FileDigests::Reader::digest(RecordId record)
{
    if (m_index->kind(record) != EntryKind::Regular || m_index->fileSize(record) == 0)
        return kEmptySha256;
    if (record < m_first || record >= m_end)
        STRATOSCOPE_CHECK(load(record));
    if (m_next == m_block.size() || m_block[m_next].first != record) {
        const auto found = std::ranges::lower_bound(m_block, record, {}, &std::pair<RecordId, Sha256>::first);
        if (found == m_block.end() || found->first != record)
            return fail(ErrorKind::Malformed, m_digests->m_idx.name(), u"has no record of entry %1"_s.arg(record));
        m_next = std::size_t(found - m_block.begin());
    }
    return m_block[m_next++].second;
}

/// Reads the records between the checkpoints around the wanted one.
Result<void> FileDigests::Reader::load(RecordId wanted)
{
    const File &idx = m_digests->m_idx;
    const auto &checkpoints = m_digests->m_checkpoints;
    const auto next = std::ranges::upper_bound(checkpoints, wanted, {}, &Checkpoint::record);
    if (next == checkpoints.begin())
        return fail(ErrorKind::Malformed, idx.name(), u"has no record of entry %1"_s.arg(wanted));
    const Checkpoint from = *std::prev(next);
    STRATOSCOPE_TRY(const std::uint64_t end, next == checkpoints.end() ? idx.size() : Result<std::uint64_t>(next->position));

    m_text.resize(std::size_t(end - from.position));
    STRATOSCOPE_TRY(const std::size_t count, idx.readAt(from.position, std::as_writable_bytes(std::span(m_text))));
    std::string_view rest = std::string_view(m_text).substr(0, count);

    m_block.clear();
    m_next = 0;
    m_first = from.record;
    m_end = next == checkpoints.end() ? m_index->size() : next->record;
    RecordId record = from.record;
    while (!rest.empty() && record < m_index->size()) {
        const std::size_t length = parseNumber<std::size_t>(rest.substr(0, prebaked::kLengthDigits), 16).value_or(0);
        if (length < prebaked::kLeastLength || length + prebaked::kLengthDigits > rest.size())
            return fail(ErrorKind::Malformed, idx.name(), u"changed while it was in use"_s);
        const std::string_view body = rest.substr(prebaked::kLengthDigits, length);
        rest.remove_prefix(prebaked::kLengthDigits + length);
        const std::string_view name = body.substr(prebaked::kNameAt);
        if (isRootPath(name.substr(0, name.find('\t'))))
            continue; // the root is always record 0, wherever its line is
        const auto digest = parseSha256(body.substr(prebaked::kDigestAt, prebaked::kDigestDigits));
        if (!digest)
            return fail(ErrorKind::Malformed, idx.name(), u"has a record without a valid digest"_s);
        m_block.emplace_back(record, *digest);
        do
            ++record;
        while (record < m_index->size() && m_index->isImplied(record));
    }
    return {};
}

} // namespace stratoscope
