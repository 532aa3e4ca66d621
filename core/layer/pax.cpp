// SPDX-License-Identifier: Apache-2.0
#include "layer/pax.h"

#include "base/parse_text.h"

#include <QByteArray>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kSchilyXattr = "SCHILY.xattr.";
constexpr std::string_view kLibarchiveXattr = "LIBARCHIVE.xattr.";

Failure badRecord(std::string_view key)
{
    return fail(ErrorKind::Malformed, {}, u"the pax record “%1” is invalid"_s.arg(printable(key.substr(0, 80))));
}

/// libarchive writes names percent-encoded and values in base64.
void addLibarchiveXattr(PaxRecords &records, std::string_view name, std::string_view value)
{
    const QByteArray decodedName = QByteArray::fromPercentEncoding(QByteArray(name.data(), qsizetype(name.size())));
    const QByteArray decodedValue = QByteArray::fromBase64(QByteArray(value.data(), qsizetype(value.size())));
    if (!decodedName.isEmpty() && !decodedName.contains('\0'))
        records.xattrs.try_emplace(decodedName.toStdString(), decodedValue.toStdString());
}

Result<void> addRecord(PaxRecords &records, std::string_view key, std::string_view value)
{
    const bool isText = key == "path" || key == "linkpath" || key == "GNU.sparse.name";
    if (key.find('\0') != std::string_view::npos || (isText && value.find('\0') != std::string_view::npos))
        return badRecord(key);
    if (key.starts_with(kSchilyXattr)) {
        records.xattrs.insert_or_assign(std::string(key.substr(kSchilyXattr.size())), std::string(value));
    } else if (key.starts_with(kLibarchiveXattr)) {
        addLibarchiveXattr(records, key.substr(kLibarchiveXattr.size()), value);
    } else if (key == "GNU.sparse.offset" || key == "GNU.sparse.numbytes") {
        const auto number = parseNumber<std::uint64_t>(value);
        if (!number || records.sparse00.size() >= kMaxSparseExtents)
            return badRecord(key);
        if (key == "GNU.sparse.offset")
            records.sparse00.push_back({.offset = *number});
        else if (records.sparse00.empty())
            return badRecord(key);
        else
            records.sparse00.back().length = *number;
    } else if (isText || key == "size" || key == "uid" || key == "gid" || key == "mtime" || key.starts_with("GNU.sparse.")) {
        records.values.insert_or_assign(std::string(key), std::string(value));
    }
    return {};
}

template <typename Parse>
auto parsed(const PaxRecords &records, std::string_view key, const Parse &parse) -> Result<decltype(parse(key))>
{
    const std::string *text = records.find(key);
    auto value = text ? parse(*text) : std::nullopt;
    if (text && !value)
        return badRecord(key);
    return value;
}

} // namespace

Result<std::optional<std::int64_t>> PaxRecords::number(std::string_view key) const
{
    return parsed(*this, key, [](std::string_view text) { return parseNumber<std::int64_t>(text); });
}

Result<std::optional<Timestamp>> PaxRecords::time(std::string_view key) const
{
    return parsed(*this, key, parsePaxTime);
}

Result<PaxRecords> parsePax(std::string_view text)
{
    PaxRecords records;
    while (!text.empty()) {
        // "LENGTH KEY=VALUE\n", where the length includes itself.
        const std::size_t space = text.find(' ');
        const auto length = space == std::string_view::npos ? std::nullopt : parseNumber<std::size_t>(text.substr(0, space));
        if (!length || *length <= space + 1 || *length > text.size() || text[*length - 1] != '\n')
            return badRecord(text.substr(0, std::min<std::size_t>(space, 20)));
        const std::string_view record = text.substr(space + 1, *length - space - 2);
        const std::size_t equals = record.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return badRecord(record);
        STRATOSCOPE_CHECK(addRecord(records, record.substr(0, equals), record.substr(equals + 1)));
        text.remove_prefix(*length);
    }
    return records;
}

std::optional<Timestamp> parsePaxTime(std::string_view text)
{
    const bool negative = text.starts_with('-');
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    const bool isFractionOnly = (whole.empty() || whole == "-") && !fraction.empty();
    const auto seconds = isFractionOnly ? std::optional<std::int64_t>(0) : parseNumber<std::int64_t>(whole);
    if (!seconds || fraction.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    fraction = fraction.substr(0, 9);
    std::uint32_t nanoseconds = 0;
    for (std::size_t i = 0; i < 9; ++i)
        nanoseconds = nanoseconds * 10 + (i < fraction.size() ? std::uint32_t(fraction[i] - '0') : 0);
    if (!negative || nanoseconds == 0)
        return Timestamp{*seconds, nanoseconds};
    if (*seconds == std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return Timestamp{*seconds - 1, 1'000'000'000 - nanoseconds};
}

PaxSparse paxSparseForm(const PaxRecords &records)
{
    const std::string *major = records.find("GNU.sparse.major");
    const std::string *minor = records.find("GNU.sparse.minor");
    if (major && minor && *major == "1" && *minor == "0")
        return PaxSparse::MapInBody;
    const bool versionless = !major && !minor;
    const bool version0 = major && minor && *major == "0" && (*minor == "0" || *minor == "1");
    const bool hasMap = records.find("GNU.sparse.map") || !records.sparse00.empty();
    return (versionless && hasMap) || version0 ? PaxSparse::Map : PaxSparse::None;
}

Result<std::vector<SparseExtent>> paxSparseMap(const PaxRecords &records)
{
    const std::string *map = records.find("GNU.sparse.map");
    if (!map)
        return records.sparse00;
    std::vector<std::uint64_t> numbers;
    for (std::string_view rest = *map; !rest.empty();) {
        const auto number = parseNumber<std::uint64_t>(takeUntil(',', rest));
        if (!number || numbers.size() >= 2 * kMaxSparseExtents)
            return badRecord("GNU.sparse.map");
        numbers.push_back(*number);
    }
    if (numbers.size() % 2 != 0)
        return badRecord("GNU.sparse.map");
    return extentsOf(numbers);
}

std::vector<SparseExtent> extentsOf(std::span<const std::uint64_t> numbers)
{
    std::vector<SparseExtent> extents;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        extents.push_back({.offset = numbers[i], .length = numbers[i + 1]});
    return extents;
}

Result<void> checkSparseMap(const std::vector<SparseExtent> &extents, std::uint64_t size, std::uint64_t stored)
{
    std::uint64_t end = 0;
    std::uint64_t sum = 0;
    for (const SparseExtent &extent : extents) {
        if (extent.offset < end || extent.offset > size || extent.length > size - extent.offset)
            return fail(ErrorKind::Malformed, {}, u"the extents of the sparse file overlap or exceed its size"_s);
        end = extent.offset + extent.length;
        sum += extent.length;
    }
    if (sum != stored)
        return fail(ErrorKind::Malformed, {},
                    u"the extents of the sparse file have %1 bytes, but %2 are stored"_s.arg(sum).arg(stored));
    return {};
}

} // namespace stratoscope
