// SPDX-License-Identifier: Apache-2.0
#include "layer/tar_reader.h"

#include "base/parse_text.h"
#include "layer/pax.h"
#include "layer/tar_header.h"

#include <algorithm>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kBlockSize = 512;
constexpr std::uint64_t kMaxExtension = 1 << 20;

Failure truncated(QString what)
{
    return fail(ErrorKind::Truncated, {}, std::move(what));
}

EntryKind kindOf(char type)
{
    switch (type) {
    case '1':
        return EntryKind::Hardlink;
    case '2':
        return EntryKind::Symlink;
    case '3':
        return EntryKind::CharacterDevice;
    case '4':
        return EntryKind::BlockDevice;
    case '5':
    case 'D': // a directory of a GNU incremental backup, with a list of names as its body
        return EntryKind::Directory;
    case '6':
        return EntryKind::Fifo;
    default: // POSIX: treat unknown types as regular files
        return EntryKind::Regular;
    }
}

/// Types without a body, whatever their size field says.
bool isHeaderOnly(char type)
{
    return type >= '1' && type <= '6';
}

/// The lower 32 bits, as the kernel takes them from unpackers; adds the warning if there are more.
std::uint32_t cutOff(std::int64_t value, EntryWarnings &warnings, EntryWarnings warning)
{
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max())
        warnings |= warning;
    return std::uint32_t(value);
}

} // namespace

Result<std::uint64_t> TarInput::skip(std::uint64_t count)
{
    constexpr std::uint64_t kPiece = 256 * 1024;
    std::uint64_t skipped = 0;
    while (skipped < count) {
        STRATOSCOPE_TRY(const Bytes bytes, take(std::size_t(std::min(count - skipped, kPiece))));
        if (bytes.empty())
            break;
        skipped += bytes.size();
    }
    return skipped;
}

/// The extended headers of the next member.
struct TarReader::Extensions {
    PaxRecords pax;
    std::string gnuName;
    std::string gnuLink;
    bool any = false;
};

Entry TarMember::entry(Mark mark) const
{
    const bool isWhiteout = mark == Mark::Whiteout || mark == Mark::Nameless;
    const EntryKind shown = isWhiteout ? EntryKind::Whiteout : mark == Mark::Opaque ? EntryKind::Opaque : kind;
    return {
        .kind = shown,
        .mode = mode,
        .uid = uid,
        .gid = gid,
        .size = shown == EntryKind::Regular ? size : 0,
        .mtime = mtime,
        .linkTarget = linkTarget,
        .deviceMajor = deviceMajor,
        .deviceMinor = deviceMinor,
        .xattrs = &xattrs,
        .warnings = EntryWarnings(warnings | (mark == Mark::Nameless ? kNamelessWhiteout : 0)),
    };
}

Result<std::uint64_t> TarReader::skip(std::uint64_t count)
{
    STRATOSCOPE_TRY(const std::uint64_t skipped, m_input.skip(count));
    m_position += skipped;
    return skipped;
}

Result<void> TarReader::skipBody()
{
    if (m_bodyLeft > 0) {
        STRATOSCOPE_TRY(const std::uint64_t skipped, skip(m_bodyLeft));
        if (skipped < m_bodyLeft)
            return fail(ErrorKind::Truncated, printable(m_member.path),
                        u"should have %1 bytes, but the tar ends after %2"_s.arg(m_member.storedSize)
                            .arg(m_member.storedSize - m_bodyLeft + skipped));
        m_bodyLeft = 0;
    }
    // Some programs omit the padding of the last member.
    STRATOSCOPE_CHECK(skip(m_padding));
    m_padding = 0;
    return {};
}

Result<bool> TarReader::readBlock(Block &block)
{
    std::size_t filled = 0;
    while (filled < block.size()) {
        STRATOSCOPE_TRY(const Bytes bytes, m_input.take(block.size() - filled));
        if (bytes.empty())
            break;
        std::memcpy(block.data() + filled, bytes.data(), bytes.size());
        filled += bytes.size();
        m_position += bytes.size();
    }
    if (filled == 0)
        return false;
    if (filled < block.size())
        return truncated(u"the tar ends within a header, at byte %1"_s.arg(m_position));
    return true;
}

Result<std::string> TarReader::readExtension(std::uint64_t size)
{
    if (size > kMaxExtension)
        return fail(ErrorKind::TooLarge, {},
                    u"an extended header at byte %1 claims %2 bytes; at most %3 are allowed"_s.arg(m_position)
                        .arg(size)
                        .arg(kMaxExtension));
    std::string text;
    text.reserve(std::size_t(size));
    while (text.size() < size) {
        STRATOSCOPE_TRY(const Bytes bytes, m_input.take(std::size_t(size) - text.size()));
        if (bytes.empty())
            return truncated(u"the tar ends within an extended header, at byte %1"_s.arg(m_position));
        text += asText(bytes);
        m_position += bytes.size();
    }
    STRATOSCOPE_CHECK(skip((kBlockSize - size % kBlockSize) % kBlockSize));
    return text;
}

Result<const TarMember *> TarReader::next()
{
    if (m_ended)
        return nullptr;
    STRATOSCOPE_CHECK(skipBody());
    Extensions extensions;
    Block block;
    while (true) {
        const std::uint64_t headerAt = m_position;
        STRATOSCOPE_TRY(const bool there, readBlock(block));
        if (!there || TarHeader::isZero(block)) {
            if (extensions.any)
                return truncated(u"the tar ends after an extended header, at byte %1"_s.arg(headerAt));
            m_ended = true;
            return nullptr;
        }
        auto isMember = readHeader(block, extensions);
        if (!isMember) {
            Error error = std::move(isMember).error();
            error.detail = u"header at byte %1: %2"_s.arg(QString::number(headerAt), error.detail);
            return Failure(std::move(error));
        }
        if (*isMember)
            return &m_member;
    }
}

/// Reads a header: true for a member, false for an extended header of the next member.
Result<bool> TarReader::readHeader(const Block &block, Extensions &extensions)
{
    const TarHeader header(block);
    if (!header.isChecksumValid())
        return fail(ErrorKind::Malformed, {}, u"invalid checksum; not a tar archive, or damaged"_s);
    STRATOSCOPE_TRY(std::int64_t size, header.size());
    if (size < 0)
        return fail(ErrorKind::Malformed, {}, u"the size is negative"_s);
    const char type = header.type();

    switch (type) {
    case 'x':
    case 'X': { // Solaris
        STRATOSCOPE_TRY(const std::string text, readExtension(std::uint64_t(size)));
        STRATOSCOPE_TRY(extensions.pax, parsePax(text));
        extensions.any = true;
        return false;
    }
    case 'L':
    case 'K': {
        STRATOSCOPE_TRY(std::string text, readExtension(std::uint64_t(size)));
        text.erase(std::ranges::find(text, '\0'), text.end());
        (type == 'L' ? extensions.gnuName : extensions.gnuLink) = std::move(text);
        extensions.any = true;
        return false;
    }
    case 'g': // global records, which are ignored
    case 'V': // a volume label
        m_bodyLeft = m_member.storedSize = std::uint64_t(size);
        m_padding = (kBlockSize - m_bodyLeft % kBlockSize) % kBlockSize;
        m_member.path = header.name();
        STRATOSCOPE_CHECK(skipBody());
        return false;
    case 'M':
        return fail(ErrorKind::Unsupported, {}, u"continued from another volume, which is not supported"_s);
    default:
        break;
    }

    const PaxRecords &pax = extensions.pax;
    STRATOSCOPE_TRY(const auto paxSize, pax.number("size"));
    size = paxSize.value_or(size);
    if (size < 0)
        return fail(ErrorKind::Malformed, {}, u"the size is negative"_s);

    m_member = TarMember{};
    const std::string *paxPath = pax.find("path");
    const std::string *paxLink = pax.find("linkpath");
    m_member.path = !extensions.gnuName.empty() ? extensions.gnuName : paxPath ? *paxPath : header.name();
    m_member.linkTarget = !extensions.gnuLink.empty() ? extensions.gnuLink : paxLink ? *paxLink : header.linkName();
    m_member.kind = type == '\0' && m_member.path.ends_with('/') ? EntryKind::Directory : kindOf(type);
    if (m_member.kind != EntryKind::Hardlink && m_member.kind != EntryKind::Symlink)
        m_member.linkTarget.clear();
    if (m_member.kind == EntryKind::Hardlink && isAufsLink(m_member.linkTarget))
        m_member.warnings |= kAufsLink;
    readNumbers(header, pax);
    m_member.xattrs = std::move(extensions.pax.xattrs);

    const bool isOldDirectory = type == '\0' && m_member.kind == EntryKind::Directory;
    m_member.storedSize = isHeaderOnly(type) || isOldDirectory ? 0 : std::uint64_t(size);
    m_member.size = m_member.kind == EntryKind::Regular ? m_member.storedSize : 0;
    m_bodyLeft = m_member.storedSize;
    m_padding = (kBlockSize - m_bodyLeft % kBlockSize) % kBlockSize;
    if (m_member.kind == EntryKind::Regular)
        STRATOSCOPE_CHECK(readSparse(block, pax));
    m_member.bodyOffset = m_position;
    return true;
}

/// The numbers that only describe the member.
void TarReader::readNumbers(const TarHeader &header, const PaxRecords &pax)
{
    EntryWarnings &warnings = m_member.warnings;
    const auto orZero = [&warnings](const Result<std::int64_t> &number) {
        if (!number)
            warnings |= kNumberIgnored;
        return number.value_or(0);
    };
    const auto id = [&](const char *key, auto fromHeader) {
        const auto fromPax = pax.number(key);
        if (!fromPax)
            warnings |= kNumberIgnored;
        return cutOff(fromPax && *fromPax ? **fromPax : orZero(fromHeader()), warnings, kOwnerCutOff);
    };
    m_member.mode = std::uint16_t(orZero(header.mode()) & 07777);
    m_member.uid = id("uid", [&header] { return header.uid(); });
    m_member.gid = id("gid", [&header] { return header.gid(); });
    const auto paxTime = pax.time("mtime");
    if (!paxTime)
        warnings |= kNumberIgnored;
    m_member.mtime = paxTime && *paxTime ? **paxTime : Timestamp{orZero(header.mtime()), 0};
    if (m_member.kind == EntryKind::CharacterDevice || m_member.kind == EntryKind::BlockDevice) {
        m_member.deviceMajor = cutOff(orZero(header.deviceMajor()), warnings, kDeviceCutOff);
        m_member.deviceMinor = cutOff(orZero(header.deviceMinor()), warnings, kDeviceCutOff);
    }
}

Result<void> TarReader::readSparse(const Block &block, const PaxRecords &pax)
{
    const TarHeader header(block);
    const PaxSparse form = paxSparseForm(pax);
    if (form != PaxSparse::None) {
        if (const std::string *name = pax.find("GNU.sparse.name"))
            m_member.path = *name;
        STRATOSCOPE_TRY(const auto size, pax.number("GNU.sparse.size"));
        STRATOSCOPE_TRY(const auto realSize, pax.number("GNU.sparse.realsize"));
        m_member.size = std::uint64_t(std::max<std::int64_t>(0, realSize ? *realSize : size.value_or(std::int64_t(m_member.size))));
        if (form == PaxSparse::MapInBody) {
            STRATOSCOPE_CHECK(readSparseMapInBody());
        } else {
            STRATOSCOPE_TRY(m_member.extents, paxSparseMap(pax));
        }
    } else if (header.type() == 'S') {
        if (header.format() != TarHeader::Format::Gnu)
            return fail(ErrorKind::Unsupported, {}, u"is a sparse file in the format of star, which is not supported"_s);
        STRATOSCOPE_TRY(const std::int64_t realSize, header.sparseRealSize());
        m_member.size = std::uint64_t(std::max<std::int64_t>(0, realSize));
        STRATOSCOPE_CHECK(readOldSparseMap(block));
    } else {
        return {};
    }
    return checkSparseMap(*m_member.extents, m_member.size, m_member.storedSize);
}

/// The old GNU format: four extents in the header, then blocks of 21 extents, each with a flag whether another one follows.
Result<void> TarReader::readOldSparseMap(const Block &block)
{
    std::vector<SparseExtent> extents;
    const auto readSlots = [&extents](const Block &slots, std::size_t at, int count) -> Result<void> {
        const TarHeader fields(slots);
        for (int i = 0; i < count; ++i, at += 24) {
            if (slots[at] == '\0' || slots[at + 12] == '\0')
                break;
            STRATOSCOPE_TRY(const std::int64_t offset, fields.number(at, 12, "sparse offset"));
            STRATOSCOPE_TRY(const std::int64_t length, fields.number(at + 12, 12, "sparse length"));
            if (offset < 0 || length < 0)
                return fail(ErrorKind::Malformed, {}, u"the map of the sparse file has negative numbers"_s);
            extents.push_back({std::uint64_t(offset), std::uint64_t(length)});
        }
        return {};
    };
    STRATOSCOPE_CHECK(readSlots(block, 386, 4));
    bool isExtended = block[482] != '\0';
    Block more;
    while (isExtended) {
        if (extents.size() > kMaxSparseExtents)
            return fail(ErrorKind::TooLarge, {}, u"the sparse file has more than %1 extents"_s.arg(kMaxSparseExtents));
        STRATOSCOPE_TRY(const bool there, readBlock(more));
        if (!there)
            return truncated(u"the tar ends within the map of a sparse file"_s);
        STRATOSCOPE_CHECK(readSlots(more, 0, 21));
        isExtended = more[504] != '\0';
    }
    m_member.extents = std::move(extents);
    return {};
}

/// pax 1.0: the body begins with decimal numbers, one per line (the count, then offset and length of each extent), padded to a
/// block.
Result<void> TarReader::readSparseMapInBody()
{
    std::vector<std::uint64_t> numbers;
    std::size_t wanted = 1; // until the count is known
    std::string digits;
    Block block;
    while (numbers.size() < wanted) {
        if (m_member.storedSize < kBlockSize)
            return fail(ErrorKind::Malformed, {}, u"the map of the sparse file is longer than its body"_s);
        STRATOSCOPE_TRY(const bool there, readBlock(block));
        if (!there)
            return truncated(u"the tar ends within the map of a sparse file"_s);
        m_member.storedSize -= kBlockSize;
        m_bodyLeft -= kBlockSize;
        for (auto c = block.begin(); c != block.end() && numbers.size() < wanted; ++c) {
            if (*c != '\n') {
                digits += *c;
                continue;
            }
            const auto number = parseNumber<std::uint64_t>(std::exchange(digits, {}));
            if (!number || (numbers.empty() && *number > kMaxSparseExtents))
                return fail(ErrorKind::Malformed, {}, u"the map of the sparse file is invalid"_s);
            numbers.push_back(*number);
            wanted = 1 + 2 * std::size_t(numbers.front());
        }
        if (digits.size() > kBlockSize)
            return fail(ErrorKind::Malformed, {}, u"the map of the sparse file is invalid"_s);
    }
    m_member.extents = extentsOf(std::span(numbers).subspan(1));
    return {};
}

Result<Bytes> TarReader::body(std::size_t max)
{
    if (m_bodyLeft == 0)
        return Bytes();
    STRATOSCOPE_TRY(const Bytes bytes, m_input.take(std::size_t(std::min<std::uint64_t>(max, m_bodyLeft))));
    if (bytes.empty())
        return fail(
            ErrorKind::Truncated, printable(m_member.path),
            u"should have %1 bytes, but the tar ends after %2"_s.arg(m_member.storedSize).arg(m_member.storedSize - m_bodyLeft));
    m_bodyLeft -= bytes.size();
    m_position += bytes.size();
    return bytes;
}

Result<void> TarReader::drain()
{
    while (true) {
        STRATOSCOPE_TRY(const std::uint64_t skipped, skip(std::uint64_t(1) << 30));
        if (skipped == 0)
            return {};
    }
}

} // namespace stratoscope
