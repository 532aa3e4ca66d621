// SPDX-License-Identifier: Apache-2.0
#include "layer/tar_writer.h"

#include "layer/tar_header.h"

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kTarBlock = 512;
constexpr std::size_t kShortPath = 100;
constexpr std::uint64_t kMostSevenDigits = 07777777;
constexpr std::uint64_t kMostElevenDigits = 077777777777;

char typeOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Hardlink:
        return '1';
    case EntryKind::Symlink:
        return '2';
    case EntryKind::CharacterDevice:
        return '3';
    case EntryKind::BlockDevice:
        return '4';
    case EntryKind::Directory:
        return '5';
    case EntryKind::Fifo:
        return '6';
    default:
        return '0';
    }
}

/// Octal digits, or base 256 for what they cannot hold.
void putTarNumber(TarHeader::Block &block, std::size_t at, std::size_t length, std::uint64_t number)
{
    if (number >> (3 * (length - 1)) == 0) {
        for (std::size_t i = length - 1; i-- > 0; number >>= 3)
            block[at + i] = char('0' + (number & 7));
        return;
    }
    for (std::size_t i = length; i-- > 1; number >>= 8)
        block[at + i] = char(number & 0xFF);
    block[at] = char(0x80);
}

void putTarText(TarHeader::Block &block, std::size_t at, std::string_view text)
{
    std::ranges::copy(text.substr(0, kShortPath), block.begin() + std::ptrdiff_t(at));
}

/// `LENGTH KEY=VALUE\n`, where the length includes its own digits.
void addPaxRecord(std::string &records, std::string_view key, std::string_view value)
{
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t length = rest;
    while (length != rest + std::to_string(length).size())
        length = rest + std::to_string(length).size();
    records.append(std::to_string(length)).append(" ").append(key).append("=").append(value).append("\n");
}

std::string paxTime(const Timestamp &time)
{
    // Nanoseconds count forward, also before 1970.
    const bool isNegative = time.seconds < 0 && time.nanoseconds > 0;
    const std::int64_t seconds = isNegative ? time.seconds + 1 : time.seconds;
    const std::uint32_t fraction = isNegative ? 1'000'000'000 - time.nanoseconds : time.nanoseconds;
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%s%lld.%09u", isNegative && seconds == 0 ? "-" : "", static_cast<long long>(seconds),
                  fraction);
    return text.data();
}

std::string paxRecordsOf(const TarMember &member)
{
    std::string records;
    if (member.path.size() > kShortPath)
        addPaxRecord(records, "path", member.path);
    if (member.linkTarget.size() > kShortPath)
        addPaxRecord(records, "linkpath", member.linkTarget);
    if (member.size > kMostElevenDigits)
        addPaxRecord(records, "size", std::to_string(member.size));
    if (member.uid > kMostSevenDigits)
        addPaxRecord(records, "uid", std::to_string(member.uid));
    if (member.gid > kMostSevenDigits)
        addPaxRecord(records, "gid", std::to_string(member.gid));
    const bool isPlainTime
        = member.mtime.nanoseconds == 0 && member.mtime.seconds >= 0 && std::uint64_t(member.mtime.seconds) <= kMostElevenDigits;
    if (!isPlainTime)
        addPaxRecord(records, "mtime", paxTime(member.mtime));
    for (const auto &[name, value] : member.xattrs)
        addPaxRecord(records, "SCHILY.xattr." + name, value);
    return records;
}

} // namespace

Result<void> TarWriter::append(Bytes bytes)
{
    m_size += bytes.size();
    return m_into.append(bytes);
}

Result<void> TarWriter::appendZeros(std::uint64_t count)
{
    m_size += count;
    return m_into.appendZeros(count);
}

/// Ends the body of the current member.
Result<void> TarWriter::pad()
{
    return m_into.appendZeros((kTarBlock - std::exchange(m_size, 0) % kTarBlock) % kTarBlock);
}

Result<void> TarWriter::writeHeader(const TarMember &member, char type, std::uint64_t size)
{
    TarHeader::Block block{};
    putTarText(block, 0, member.path);
    putTarNumber(block, 100, 8, member.mode);
    putTarNumber(block, 108, 8, std::min<std::uint64_t>(member.uid, kMostSevenDigits));
    putTarNumber(block, 116, 8, std::min<std::uint64_t>(member.gid, kMostSevenDigits));
    putTarNumber(block, 124, 12, size);
    putTarNumber(block, 136, 12, std::uint64_t(std::clamp<std::int64_t>(member.mtime.seconds, 0, kMostElevenDigits)));
    block[156] = type;
    putTarText(block, 157, member.linkTarget);
    std::ranges::copy(std::string_view("ustar\00000", 8), block.begin() + 257);
    putTarNumber(block, 329, 8, member.deviceMajor);
    putTarNumber(block, 337, 8, member.deviceMinor);
    // The checksum is that of the header with spaces in its place.
    std::fill_n(block.begin() + 148, 8, ' ');
    std::uint64_t sum = 0;
    for (const char byte : block)
        sum += static_cast<unsigned char>(byte);
    putTarNumber(block, 148, 7, sum);
    block[154] = '\0';
    return m_into.append(std::as_bytes(std::span(block)));
}

Result<void> TarWriter::add(const TarMember &member)
{
    STRATOSCOPE_CHECK(pad());
    if (member.extents)
        return addSparse(member);
    STRATOSCOPE_CHECK(addExtended(member, paxRecordsOf(member)));
    return writeHeader(member, typeOf(member.kind), member.kind == EntryKind::Regular ? member.size : 0);
}

/// A pax extended header, if there is anything in it.
Result<void> TarWriter::addExtended(const TarMember &member, const std::string &records)
{
    if (records.empty())
        return {};
    TarMember header;
    header.path = "PaxHeaders/" + member.path.substr(member.path.rfind('/') + 1).substr(0, 80);
    header.mode = 0644;
    STRATOSCOPE_CHECK(writeHeader(header, 'x', records.size()));
    STRATOSCOPE_CHECK(append(asBytes(records)));
    return pad();
}

/// The format of GNU tar 1.0: the body begins with the list of extents, in decimal, padded to a block.
Result<void> TarWriter::addSparse(const TarMember &member)
{
    std::vector<SparseExtent> extents = *member.extents;
    if (extents.empty() || extents.back().offset + extents.back().length < member.size)
        extents.push_back({.offset = member.size}); // so that the file gets its size
    std::string map = std::to_string(extents.size()) + '\n';
    std::uint64_t stored = 0;
    for (const SparseExtent &extent : extents) {
        map += std::to_string(extent.offset) + '\n' + std::to_string(extent.length) + '\n';
        stored += extent.length;
    }
    map.resize((map.size() + kTarBlock - 1) / kTarBlock * kTarBlock);

    TarMember shown = member;
    shown.path = "GNUSparseFile.0/" + member.path.substr(member.path.rfind('/') + 1).substr(0, 80);
    shown.size = map.size() + stored;
    std::string records = paxRecordsOf(shown);
    addPaxRecord(records, "GNU.sparse.major", "1");
    addPaxRecord(records, "GNU.sparse.minor", "0");
    addPaxRecord(records, "GNU.sparse.name", member.path);
    addPaxRecord(records, "GNU.sparse.realsize", std::to_string(member.size));
    STRATOSCOPE_CHECK(addExtended(member, records));
    STRATOSCOPE_CHECK(writeHeader(shown, typeOf(EntryKind::Regular), shown.size));
    return append(asBytes(map));
}

Result<void> TarWriter::finish()
{
    STRATOSCOPE_CHECK(pad());
    return m_into.appendZeros(2 * kTarBlock);
}

} // namespace stratoscope
