// SPDX-License-Identifier: Apache-2.0
#include "prebaked/file_digests.h"

#include "base/parse_text.h"
#include "layer/whiteout.h"
#include "prebaked/prebaked_format.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The value of a hexadecimal digit, by its byte; negative for any other byte.
constexpr auto kDigitValues = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 16; ++i) {
        values[std::size_t("0123456789abcdef"[i])] = std::int8_t(i);
        values[std::size_t("0123456789ABCDEF"[i])] = std::int8_t(i);
    }
    return values;
}();

std::optional<Sha256> parseSha256(std::string_view digits)
{
    Sha256 digest;
    int invalid = 0;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = kDigitValues[std::uint8_t(digits[2 * i])];
        const int low = kDigitValues[std::uint8_t(digits[2 * i + 1])];
        invalid |= high | low;
        digest[i] = std::uint8_t(high * 16 + low);
    }
    return invalid < 0 ? std::nullopt : std::optional(digest);
}

bool isRootPath(std::string_view path)
{
    const bool mayBeRoot = path.empty() || path.front() == '.' || path.front() == '/' || path.find("..") != std::string_view::npos;
    return mayBeRoot && cleanPath(path).empty();
}

} // namespace

Result<Sha256> FileDigests::Reader::digest(RecordId record)
{
    if (m_index->kind(record) != EntryKind::Regular || m_index->fileSize(record) == 0)
        return kEmptySha256;
    if (record < m_first || record >= m_end)
        STRATOSCOPE_CHECK(load(record));
    const auto found = std::ranges::lower_bound(m_block, record, {}, &std::pair<RecordId, Sha256>::first);
    if (found == m_block.end() || found->first != record)
        return fail(ErrorKind::Malformed, m_digests->m_idx.name(), u"has no record of entry %1"_s.arg(record));
    return found->second;
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

    std::string text(std::size_t(end - from.position), '\0');
    STRATOSCOPE_TRY(const std::size_t count, idx.readAt(from.position, std::as_writable_bytes(std::span(text))));
    std::string_view rest = std::string_view(text).substr(0, count);

    m_block.clear();
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
